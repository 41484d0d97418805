import { Compass, MessageSquarePlus, SquarePen } from 'lucide-react';
import { memo, type ReactElement, type ReactNode } from 'react';
import { useText } from '../../i18n/text.tsx';
import { useReplicas } from '../../model/replicas.ts';
import { useViewModel } from '../../model/view-model.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { Skeleton } from '../../ui/Spinner.tsx';
import { MentionsButton } from '../rooms/MentionsButton.tsx';
import { RoomInvites } from '../rooms/RoomInvites.tsx';
import { SearchBox } from '../search/SearchBox.tsx';
import { useNavigation } from '../shell/routes.ts';
import styles from './ConversationList.module.css';
import { ConversationRows } from './ConversationRows.tsx';

/** The list column: search, the one quiet line, and every conversation. */
export function ConversationList({ status, shortcut }: { readonly status: ReactNode; readonly shortcut: string }): ReactElement {
  const say = useText();
  const navigation = useNavigation();
  const replica = useReplicas().conversations;
  const { phase, items } = useViewModel(replica);
  const create = (): void => navigation.openDialog({ kind: 'new-conversation' });
  return (
    <div className={styles['column']}>
      <Head shortcut={shortcut} />
      {status}
      <RoomInvites />
      {phase === 'loading' && items.length === 0 && <Skeleton rows={7} avatars />}
      {phase === 'failed' && <EmptyState title={say('conversations.failed')} actions={<Button onPress={replica.retry}>{say('common.retry')}</Button>} />}
      {phase === 'ready' && items.length === 0 && (
        <EmptyState
          title={say('conversations.empty')}
          text={say('conversations.emptyText')}
          actions={<Button onPress={create}>{say('conversations.begin')}</Button>}
        />
      )}
      {items.length > 0 && <ConversationRows conversations={items} />}
    </div>
  );
}

/** What stays while the list under it changes with each message. */
const Head = memo(function Head({ shortcut }: { readonly shortcut: string }): ReactElement {
  const say = useText();
  const navigation = useNavigation();
  return (
    <>
      <header className={styles['header']}>
        <h1 className={styles['title']} title={say('conversations.title')}>
          {say('conversations.title')}
        </h1>
        <MentionsButton />
        <IconButton icon={Compass} label={say('rooms.browse')} onPress={() => navigation.openDialog({ kind: 'join-room' })} />
        <IconButton icon={MessageSquarePlus} label={say('rooms.create')} onPress={() => navigation.openDialog({ kind: 'create-room' })} />
        <IconButton icon={SquarePen} label={say('conversations.new')} onPress={() => navigation.openDialog({ kind: 'new-conversation' })} />
      </header>
      <div className={styles['search']}>
        <SearchBox value="" onChange={text => navigation.openSearch(text)} shortcut={shortcut} />
      </div>
    </>
  );
});
