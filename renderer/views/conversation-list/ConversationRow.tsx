import { AtSign, BellOff, Hash, Pin } from 'lucide-react';
import { memo, type MouseEvent, type ReactElement } from 'react';
import type { Contact } from '../../../preload/contract/contacts.ts';
import type { Conversation } from '../../../preload/contract/conversations.ts';
import { useText } from '../../i18n/text.tsx';
import { calmLine } from '../../model/calm-text.ts';
import { isSeen } from '../../model/presence-text.ts';
import { Avatar } from '../../ui/Avatar.tsx';
import styles from './ConversationRow.module.css';

export interface ConversationRowProps {
  readonly conversation: Conversation;
  readonly contact: Contact | undefined;
  readonly open: boolean;
  readonly muted: boolean;
  /** A room that notifies of mentions at most: its count is no call. */
  readonly quiet: boolean;
  /** The one that the Tab key comes to. */
  readonly active: boolean;
  readonly time: string;
  readonly onOpen: (conversation: Conversation) => void;
  readonly onMenu: (conversation: Conversation, place: { readonly x: number; readonly y: number }) => void;
}

/** One conversation: with whom, what was last, and what waits. */
export const ConversationRow = memo(function ConversationRow(props: ConversationRowProps): ReactElement {
  const { conversation, contact, open, muted, quiet, active, time, onOpen, onMenu } = props;
  const { unread } = conversation;
  const name = calmLine(conversation.title);
  const menu = (event: MouseEvent<HTMLElement>): void => {
    event.preventDefault();
    const box = event.currentTarget.getBoundingClientRect();
    const byKey = event.clientX === 0 && event.clientY === 0;
    onMenu(conversation, byKey ? { x: box.left + 56, y: box.bottom - 8 } : { x: event.clientX, y: event.clientY });
  };
  return (
    <button
      type="button"
      className={styles['row']}
      tabIndex={active ? 0 : -1}
      aria-current={open ? 'true' : undefined}
      data-conversation={conversation.id}
      data-unread={unread > 0}
      onClick={() => onOpen(conversation)}
      onContextMenu={menu}
    >
      <Avatar
        name={name}
        address={conversation.peer}
        picture={conversation.avatar}
        size={40}
        presence={isSeen(contact) ? contact.availability : undefined}
        shape={conversation.kind === 'room' ? 'square' : 'round'}
      />
      <span className={styles['words']}>
        <TopLine conversation={conversation} name={name} muted={muted} time={time} />
        <span className={styles['line']}>
          <Preview conversation={conversation} open={open} />
          <Counts conversation={conversation} quiet={muted || quiet} />
        </span>
      </span>
    </button>
  );
});

type Line = Pick<ConversationRowProps, 'conversation' | 'muted' | 'time'> & { readonly name: string };
function TopLine({ conversation, name, muted, time }: Line): ReactElement {
  const say = useText();
  const { kind, pinned, last } = conversation;
  return (
    <span className={styles['line']}>
      {kind === 'room' && <Hash className={styles['sign']} role="img" aria-label={say('conversations.roomSign')} />}
      <span className={styles['title']} title={name}>
        <bdi>{name}</bdi>
      </span>
      {pinned && <Pin className={styles['sign']} role="img" aria-label={say('conversations.pinnedSign')} />}
      {muted && <BellOff className={styles['sign']} role="img" aria-label={say('conversation.muted')} />}
      {last && (
        <time className={styles['time']} dateTime={new Date(last.at).toISOString()}>
          {time}
        </time>
      )}
    </span>
  );
}

/** What waits: apart from all that is unread, what means the user. */
function Counts({ conversation, quiet }: { readonly conversation: Conversation; readonly quiet: boolean }): ReactElement {
  const say = useText();
  const { unread, mentions } = conversation;
  return (
    <>
      {mentions > 0 && (
        <span className={styles['mentions']} role="img" aria-label={say('conversations.mentions', { count: mentions })}>
          <AtSign aria-hidden />
          {mentions > 1 && (mentions > 99 ? '99+' : mentions)}
        </span>
      )}
      {unread > 0 && (
        <span className={styles['unread']} data-quiet={quiet} role="img" aria-label={say('conversations.unread', { count: unread })}>
          {unread > 999 ? '999+' : unread}
        </span>
      )}
    </>
  );
}

function Preview({ conversation, open }: { readonly conversation: Conversation; readonly open: boolean }): ReactElement {
  const say = useText();
  const { typing, draft, last } = conversation;
  if (typing) return <span className={`${styles['preview']} ${styles['typing']}`}>{say('conversations.typing')}</span>;
  // While it is open its draft stands in the box.
  if (draft.trim() !== '' && !open) {
    const text = calmLine(draft.slice(0, 200));
    return (
      <span className={styles['preview']} title={text}>
        <span className={styles['draft']}>{say('conversations.draft')}</span> <bdi>{text}</bdi>
      </span>
    );
  }
  return <LastSaid last={last} />;
}

function LastSaid({ last }: Pick<Conversation, 'last'>): ReactElement {
  const say = useText();
  const text = calmLine((last?.text ?? '').slice(0, 200));
  const mine = last?.mine === true;
  const by = mine ? '' : calmLine(last?.by ?? '');
  return (
    <span className={styles['preview']} title={by === '' ? text : `${by}: ${text}`}>
      {mine && `${say('conversations.you')} `}
      {by !== '' && (
        <>
          <bdi>{by}</bdi>:{' '}
        </>
      )}
      <bdi>{text}</bdi>
    </span>
  );
}
