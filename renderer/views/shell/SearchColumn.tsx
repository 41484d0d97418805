import { useEffect, useMemo, type ReactElement } from 'react';
import { VisuallyHidden } from 'react-aria-components';
import { useText } from '../../i18n/text.tsx';
import { useReplicas } from '../../model/replicas.ts';
import { useConversation } from '../../model/use-conversation.ts';
import { useViewModel } from '../../model/view-model.ts';
import { useServices } from '../../services.ts';
import { SearchModel } from '../search/search.model.ts';
import { searchPlaces, type SearchPlace } from '../search/search-places.ts';
import { SearchPane } from '../search/SearchPane.tsx';
import { useGoTo } from '../switcher/use-go-to.ts';
import { useNavigation } from './routes.ts';

/** The search in the list column, beside the conversation that a hit was opened in. */
export function SearchColumn(): ReactElement {
  const say = useText();
  const { search } = useServices();
  const navigation = useNavigation();
  const { search: wanted } = useViewModel(navigation);
  const model = useMemo(() => {
    const made = new SearchModel(search, wanted?.conversation);
    if (wanted && wanted.text !== '') made.type(wanted.text);
    return made;
  }, [search, wanted]);
  useEffect(() => {
    // What was typed in the other box goes on here: the caret stands behind it.
    const box = document.activeElement;
    const length = wanted?.text.length ?? 0;
    if (box instanceof HTMLInputElement && box.type === 'search') box.setSelectionRange(length, length);
  }, [wanted]);
  const { within, query } = useViewModel(model);
  const withinTitle = useConversation(within)?.title;
  const replicas = useReplicas();
  const { items } = useViewModel(replicas.conversations);
  const { items: contacts } = useViewModel(replicas.contacts);
  const places = useMemo(() => (within === undefined ? searchPlaces(items, contacts, query) : []), [within, items, contacts, query]);
  const goTo = useGoTo();
  const go = (place: SearchPlace): void => {
    navigation.show('conversations');
    goTo(place);
  };
  return (
    <>
      <VisuallyHidden elementType="h1">{say('search.pane')}</VisuallyHidden>
      <SearchPane
        key={wanted?.conversation}
        model={model}
        withinTitle={withinTitle}
        onOpen={(conversation, position) => navigation.openConversation(conversation, position)}
        places={places}
        onGo={go}
        onLeave={() => navigation.show('conversations')}
      />
    </>
  );
}
