import { useMemo, useRef, useState, type HTMLAttributes, type ReactElement } from 'react';
import { Virtuoso, type ItemProps, type ListProps, type VirtuosoHandle } from 'react-virtuoso';
import type { Conversation } from '../../../preload/contract/conversations.ts';
import type { ConversationId } from '../../../preload/contract/ids.ts';
import { useText } from '../../i18n/text.tsx';
import { calmLine } from '../../model/calm-text.ts';
import { useNow } from '../../model/clock.ts';
import { contactKey, useReplicas } from '../../model/replicas.ts';
import { useRoom } from '../../model/use-room.ts';
import { useViewModel } from '../../model/view-model.ts';
import { ContextMenu, type MenuPlace } from '../../ui/Menu.tsx';
import { useNavigation } from '../shell/routes.ts';
import { useConversationCommands } from './conversation-commands.tsx';
import styles from './ConversationList.module.css';
import { ConversationRow } from './ConversationRow.tsx';
import { isMuted, listItems, type ListItem } from './list-items.ts';
import { useListKeys } from './use-list-keys.ts';
import { useListTime } from './use-list-time.ts';

/** Every conversation, in its sections, as many as there are. */
export function ConversationRows({ conversations }: { readonly conversations: readonly Conversation[] }): ReactElement {
  const say = useText();
  const navigation = useNavigation();
  const { conversation: openId } = useViewModel(navigation);
  const { menuFor } = useConversationCommands();
  const [menu, setMenu] = useState<{ readonly id: ConversationId; readonly place: MenuPlace }>();
  const list = useRef<VirtuosoHandle>(null);
  const box = useRef<HTMLDivElement>(null);
  const rows = useMemo(() => listItems(conversations), [conversations]);
  const { tabTo, onKeyDown } = useListKeys(box, list, rows, openId);
  const context = useMemo(
    (): RowContext => ({
      openId,
      tabTo,
      onOpen: ({ id }) => navigation.openConversation(id),
      onMenu: ({ id }, place) => setMenu({ id, place }),
    }),
    [navigation, openId, tabTo],
  );
  const chosen = conversations.find(({ id }) => id === menu?.id);
  return (
    <div className={styles['rows']} ref={box} onKeyDown={onKeyDown} role="presentation">
      <Virtuoso
        ref={list}
        className={styles['list'] ?? ''}
        data={rows}
        context={context}
        tabIndex={-1}
        computeItemKey={(_index, row) => (row.kind === 'heading' ? row.section : row.conversation.id)}
        defaultItemHeight={60}
        increaseViewportBy={400}
        components={COMPONENTS}
        itemContent={renderRow}
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

interface RowContext {
  readonly openId: ConversationId | undefined;
  readonly tabTo: ConversationId | undefined;
  readonly onOpen: (conversation: Conversation) => void;
  readonly onMenu: (conversation: Conversation, place: MenuPlace) => void;
}

const renderRow = (_index: number, row: ListItem, context: RowContext): ReactElement =>
  row.kind === 'heading' ? <Heading section={row.section} /> : <Row conversation={row.conversation} context={context} />;

function Heading({ section }: { readonly section: Extract<ListItem, { kind: 'heading' }>['section'] }): ReactElement {
  const say = useText();
  return <div className={styles['heading']}>{say(`conversations.section.${section}`)}</div>;
}

function Row({ conversation, context }: { readonly conversation: Conversation; readonly context: RowContext }): ReactElement {
  const now = useNow();
  const listTime = useListTime();
  const { contacts } = useReplicas();
  useViewModel(contacts);
  const room = useRoom(conversation.kind === 'room' ? conversation.id : undefined);
  return (
    <ConversationRow
      conversation={conversation}
      contact={contacts.find(contactKey(conversation.account, conversation.peer))}
      open={conversation.id === context.openId}
      muted={isMuted(conversation, now) || room?.notify === 'never'}
      quiet={room?.notify === 'on-mention'}
      active={conversation.id === context.tabTo}
      time={conversation.last ? listTime(conversation.last.at) : ''}
      onOpen={context.onOpen}
      onMenu={context.onMenu}
    />
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
