import { SquarePen } from 'lucide-react';
import { useRef, useState, type HTMLAttributes, type KeyboardEvent, type ReactElement, type ReactNode } from 'react';
import { Virtuoso, type ItemProps, type ListProps, type VirtuosoHandle } from 'react-virtuoso';
import type { Conversation } from '../../../preload/contract/conversations.ts';
import type { ConversationId } from '../../../preload/contract/ids.ts';
import { useText } from '../../i18n/text.tsx';
import { calmLine } from '../../model/calm-text.ts';
import { useNow } from '../../model/clock.ts';
import { contactKey, useReplicas } from '../../model/replicas.ts';
import { useViewModel } from '../../model/view-model.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { ContextMenu, type MenuPlace } from '../../ui/Menu.tsx';
import { Skeleton } from '../../ui/Spinner.tsx';
import { SearchBox } from '../search/SearchBox.tsx';
import { useNavigation } from '../shell/routes.ts';
import { useConversationCommands } from './conversation-commands.tsx';
import styles from './ConversationList.module.css';
import { ConversationRow } from './ConversationRow.tsx';
import { isMuted, listItems, type ListItem } from './list-items.ts';
import { useListTime } from './use-list-time.ts';

/** The list column: search, the one quiet line, and every conversation. */
export function ConversationList({ status, shortcut }: { readonly status: ReactNode; readonly shortcut: string }): ReactElement {
  const say = useText();
  const navigation = useNavigation();
  const replica = useReplicas().conversations;
  const { phase, items } = useViewModel(replica);
  const create = (): void => navigation.openDialog({ kind: 'new-conversation' });
  return (
    <div className={styles['column']}>
      <header className={styles['header']}>
        <h1 className={styles['title']}>{say('conversations.title')}</h1>
        <IconButton icon={SquarePen} label={say('conversations.new')} onPress={create} />
      </header>
      <div className={styles['search']}>
        <SearchBox value="" onChange={text => navigation.openSearch(text)} shortcut={shortcut} />
      </div>
      {status}
      {phase === 'loading' && items.length === 0 && <Skeleton rows={7} avatars />}
      {phase === 'failed' && <EmptyState title={say('conversations.failed')} actions={<Button onPress={replica.retry}>{say('common.retry')}</Button>} />}
      {phase === 'ready' && items.length === 0 && (
        <EmptyState
          title={say('conversations.empty')}
          text={say('conversations.emptyText')}
          actions={<Button onPress={create}>{say('conversations.begin')}</Button>}
        />
      )}
      {items.length > 0 && <Rows conversations={items} />}
    </div>
  );
}

function Rows({ conversations }: { readonly conversations: readonly Conversation[] }): ReactElement {
  const say = useText();
  const now = useNow();
  const listTime = useListTime();
  const navigation = useNavigation();
  const { conversation: openId } = useViewModel(navigation);
  const { contacts } = useReplicas();
  useViewModel(contacts);
  const { menuFor } = useConversationCommands();
  const [menu, setMenu] = useState<{ readonly id: ConversationId; readonly place: MenuPlace }>();
  const list = useRef<VirtuosoHandle>(null);
  const box = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState<ConversationId>();
  const rows = listItems(conversations);
  const ids = rows.flatMap(row => (row.kind === 'conversation' ? [row.conversation.id] : []));
  const tabTo = [active, openId].find(id => id !== undefined && ids.includes(id)) ?? ids[0];
  const [open] = useState(() => (conversation: Conversation) => navigation.openConversation(conversation.id));
  const [openMenu] = useState(
    () =>
      ({ id }: Conversation, place: MenuPlace) =>
        setMenu({ id, place }),
  );

  const onKeyDown = (event: KeyboardEvent): void => {
    const at = ids.findIndex(id => id === tabTo);
    const step = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: ids.length - 1 }[event.key];
    const next = step === undefined ? undefined : ids[Math.max(0, Math.min(ids.length - 1, step))];
    if (next === undefined) return;
    event.preventDefault();
    setActive(next);
    const focus = (): void => box.current?.querySelector<HTMLElement>(`[data-conversation="${next}"]`)?.focus({ preventScroll: true });
    list.current?.scrollIntoView({ index: rows.findIndex(row => row.kind === 'conversation' && row.conversation.id === next), done: focus });
    focus();
  };
  const chosen = conversations.find(({ id }) => id === menu?.id);
  return (
    <div className={styles['rows']} ref={box} onKeyDown={onKeyDown}>
      <Virtuoso
        ref={list}
        className={styles['list'] ?? ''}
        data={rows}
        tabIndex={-1}
        computeItemKey={(_index, row) => (row.kind === 'heading' ? row.section : row.conversation.id)}
        defaultItemHeight={60}
        initialItemCount={Math.min(rows.length, 12)}
        increaseViewportBy={400}
        components={COMPONENTS}
        itemContent={(_index, row) =>
          row.kind === 'heading' ? (
            <div className={styles['heading']}>{say(`conversations.section.${row.section}`)}</div>
          ) : (
            <ConversationRow
              conversation={row.conversation}
              contact={contacts.find(contactKey(row.conversation.account, row.conversation.peer))}
              open={row.conversation.id === openId}
              muted={isMuted(row.conversation, now)}
              active={row.conversation.id === tabTo}
              time={row.conversation.last ? listTime(row.conversation.last.at) : ''}
              onOpen={open}
              onMenu={openMenu}
            />
          )
        }
      />
      <ContextMenu
        label={say('conversations.menu')}
        place={chosen ? menu?.place : undefined}
        items={chosen ? menuFor(chosen) : []}
        onClose={() => setMenu(undefined)}
      />
    </div>
  );
}

function List({ ref, style, children, 'data-testid': mark }: ListProps): ReactElement {
  const say = useText();
  return (
    <div ref={ref} style={style} data-testid={mark} role="list" aria-label={say('conversations.title')}>
      {children}
    </div>
  );
}

/** A conversation is a list item named by its contact; a heading is none. */
function Item({ item, children, context: _context, ...props }: ItemProps<ListItem> & { readonly context?: unknown }): ReactElement {
  const role: HTMLAttributes<HTMLDivElement> =
    item.kind === 'conversation'
      ? { role: 'listitem', 'aria-label': calmLine(item.conversation.title), 'aria-posinset': item.number, 'aria-setsize': item.count }
      : {};
  return (
    <div {...props} {...role}>
      {children}
    </div>
  );
}

const COMPONENTS = { List, Item };
