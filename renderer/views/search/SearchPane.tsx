import { ArrowLeft, X } from 'lucide-react';
import { useEffect, useRef, type KeyboardEvent, type ReactElement } from 'react';
import type { ConversationId, MessageId } from '../../../preload/contract/ids.ts';
import type { Hit } from '../../../preload/contract/search.ts';
import { useFormats, useText } from '../../i18n/text.tsx';
import { calmLine } from '../../model/calm-text.ts';
import { useViewModel } from '../../model/view-model.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Skeleton } from '../../ui/Spinner.tsx';
import { Problem } from '../problem/Problem.tsx';
import { useListTime } from '../conversation-list/use-list-time.ts';
import { FoundPlaces } from './FoundPlaces.tsx';
import { SearchBox } from './SearchBox.tsx';
import type { SearchModel } from './search.model.ts';
import type { SearchPlace } from './search-places.ts';
import styles from './Search.module.css';

export interface SearchPaneProps {
  readonly model: SearchModel;
  /** The title of the conversation that the search is kept within. */
  readonly withinTitle?: string | undefined;
  /** The message whose context is on screen now. */
  readonly opened?: MessageId | undefined;
  readonly onOpen: (conversation: ConversationId, position: number, hit: Hit) => void;
  /** Conversations and contacts that are called as what is typed. */
  readonly places?: readonly SearchPlace[];
  readonly onGo?: (place: SearchPlace) => void;
  /** Back to the list of conversations. */
  readonly onLeave: () => void;
}

const FILTERS = ['from:', 'in:', 'before:', 'after:', 'has:link'] as const;

/** Search over everything, or within one conversation: the box, what can be asked, and what was found. The focus stays in the box. */
export function SearchPane({ model, withinTitle = '', opened, onOpen, places = NOWHERE, onGo = ignore, onLeave }: SearchPaneProps): ReactElement {
  const say = useText();
  const { query, hits, active } = useViewModel(model);
  const open = (hit: Hit | undefined): void => {
    if (hit) onOpen(hit.message.conversation, hit.message.position, hit);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      model.move(event.key === 'ArrowDown' ? 1 : -1, places.length);
    } else if (event.key === 'Enter' && !event.nativeEvent.isComposing && event.target instanceof HTMLInputElement) {
      const [row = 0, place] = [active, places[active ?? 0]];
      if (place) onGo(place);
      else open(hits[row - places.length]);
    } else if (event.key === 'Escape') {
      // In steps: first the text, then the search.
      event.preventDefault();
      event.stopPropagation();
      if (query === '') onLeave();
      else model.clear();
    }
  };
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the keys of the box and of the buttons beside it
    <section className={styles['pane']} aria-label={say('search.pane')} onKeyDownCapture={onKeyDown}>
      <Head model={model} withinTitle={withinTitle} hasPlaces={places.length > 0} onLeave={onLeave} />
      <Found model={model} opened={opened} onOpen={open} places={places} onGo={onGo} />
    </section>
  );
}

const NOWHERE: readonly SearchPlace[] = [];
const ignore = (): void => undefined;

interface HeadProps {
  readonly model: SearchModel;
  readonly withinTitle: string;
  readonly hasPlaces: boolean;
  readonly onLeave: () => void;
}
function Head({ model, withinTitle, hasPlaces, onLeave }: HeadProps): ReactElement {
  const say = useText();
  const { query, within, ignored, active, hits } = useViewModel(model);
  return (
    <div className={styles['head']}>
      <Button kind="quiet" size="small" icon={ArrowLeft} onPress={onLeave}>
        {say('search.back')}
      </Button>
      <SearchBox
        value={query}
        onChange={model.type}
        autoFocus
        resultsId={hits.length > 0 || hasPlaces ? 'search-results' : undefined}
        activeId={active === undefined ? undefined : `hit-${active}`}
      />
      {within !== undefined && (
        <div className={styles['within']}>
          <span className={styles['withinTitle']}>{say('search.within', { title: withinTitle })}</span>
          <Button size="small" kind="quiet" icon={X} onPress={() => model.narrow(undefined)}>
            {say('search.everywhere')}
          </Button>
        </div>
      )}
      <div className={styles['chips']} role="group" aria-label={say('search.filters')}>
        {FILTERS.filter(filter => within === undefined || filter !== 'in:').map(filter => (
          <Button key={filter} size="small" onPress={() => model.addFilter(filter)}>
            <bdi>{filter}</bdi>
          </Button>
        ))}
      </div>
      {ignored.length > 0 && <p className={styles['ignored']}>{say('search.ignored', { parts: ignored.join(' ') })}</p>}
    </div>
  );
}

interface FoundProps {
  readonly model: SearchModel;
  readonly opened: MessageId | undefined;
  readonly onOpen: (hit: Hit) => void;
  readonly places: readonly SearchPlace[];
  readonly onGo: (place: SearchPlace) => void;
}
function Found({ model, opened, onOpen, places, onGo }: FoundProps): ReactElement {
  const say = useText();
  const { phase, hits, more, active, failure } = useViewModel(model);
  return (
    <>
      <div className={styles['results']}>
        {phase === 'empty' && <Hints />}
        {phase === 'searching' && <Skeleton rows={4} />}
        {phase === 'failed' && <Problem failure={failure} />}
        <Results hits={hits} places={places} active={active} opened={opened} onOpen={onOpen} onGo={onGo} />
        {phase === 'ready' && hits.length === 0 && <Nothing quiet={places.length > 0} />}
        {more && (
          <Button wide kind="quiet" onPress={() => void model.loadMore()}>
            {say('search.more')}
          </Button>
        )}
      </div>
      <p className={styles['announce']} role="status">
        {phase === 'ready' ? say('search.count', { count: hits.length, more: more ? 'yes' : 'no' }) : ''}
      </p>
    </>
  );
}

function Nothing({ quiet }: { readonly quiet: boolean }): ReactElement {
  const say = useText();
  return quiet ? <p className={styles['none']}>{say('search.noMessages')}</p> : <EmptyState title={say('search.nothing')} text={say('search.nothingText')} />;
}

function Hints(): ReactElement {
  const say = useText();
  return (
    <dl className={styles['hints']}>
      {(['words', 'phrase', 'from', 'in', 'before', 'link'] as const).map(hint => (
        <div key={hint}>
          <dt dir="ltr">{say(`search.example.${hint}`)}</dt>
          <dd>{say(`search.hint.${hint}`)}</dd>
        </div>
      ))}
    </dl>
  );
}

interface ResultsProps extends Omit<FoundProps, 'model'> {
  readonly hits: readonly Hit[];
  readonly active: number | undefined;
}
function Results({ places, onGo, ...found }: ResultsProps): ReactElement | null {
  const say = useText();
  const { hits, active } = found;
  if (hits.length === 0 && places.length === 0) return null;
  return (
    <div id="search-results" role="listbox" aria-label={say('search.results')}>
      {places.length > 0 && <FoundPlaces places={places} active={active} onGo={onGo} />}
      {hits.length > 0 && <Messages {...found} above={places.length} />}
    </div>
  );
}

interface MessagesProps extends Omit<ResultsProps, 'places' | 'onGo'> {
  /** So many rows stand above the first. */
  readonly above: number;
}
function Messages({ hits, above, active, opened, onOpen }: MessagesProps): ReactElement {
  const say = useText();
  return (
    <div role="group" aria-label={say('search.messages')}>
      {hits.map((hit, index) => (
        <Row key={hit.message.id} id={`hit-${above + index}`} hit={hit} active={active === above + index} opened={opened === hit.message.id} onOpen={onOpen} />
      ))}
    </div>
  );
}

interface RowProps {
  readonly id: string;
  readonly hit: Hit;
  readonly active: boolean;
  readonly opened: boolean;
  readonly onOpen: (hit: Hit) => void;
}
function Row({ id, hit, active, opened, onOpen }: RowProps): ReactElement {
  const say = useText();
  const listTime = useListTime();
  const formats = useFormats();
  const row = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (active) row.current?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  const { title, snippet, message } = hit;
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus -- the keys are the box's: the focus stays in it
    <div ref={row} id={id} role="option" aria-selected={active} className={styles['row']} data-opened={opened} onClick={() => onOpen(hit)}>
      <span className={styles['line']}>
        <span className={styles['title']} title={title} dir="auto">
          {title}
        </span>
        <time
          className={styles['time']}
          dateTime={new Date(message.at).toISOString()}
          title={formats.formatDate(message.at, { dateStyle: 'full', timeStyle: 'short' })}
        >
          {listTime(message.at)}
        </time>
      </span>
      <span className={styles['snippet']} dir="auto">
        {message.mine && <span className={styles['mine']}>{say('search.mine')} </span>}
        {!message.mine && message.sender && (
          <span className={styles['mine']}>
            <bdi>{calmLine(message.sender.nickname)}</bdi>:{' '}
          </span>
        )}
        {snippet.map(({ text, match }, piece) => (match ? <mark key={piece}>{text}</mark> : <span key={piece}>{text}</span>))}
      </span>
    </div>
  );
}
