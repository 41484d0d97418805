import { BellOff, Pin } from 'lucide-react';
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
  /** The one that the Tab key comes to. */
  readonly active: boolean;
  readonly time: string;
  readonly onOpen: (conversation: Conversation) => void;
  readonly onMenu: (conversation: Conversation, place: { readonly x: number; readonly y: number }) => void;
}

/** One conversation: with whom, what was last, and what waits. */
export const ConversationRow = memo(function ConversationRow(props: ConversationRowProps): ReactElement {
  const { conversation, contact, open, muted, active, time, onOpen, onMenu } = props;
  const say = useText();
  const { title, unread, pinned } = conversation;
  const name = calmLine(title);
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
      <Avatar name={name} address={conversation.peer} picture={conversation.avatar} size={40} presence={isSeen(contact) ? contact.availability : undefined} />
      <span className={styles['words']}>
        <span className={styles['line']}>
          <span className={styles['title']} title={name}>
            <bdi>{name}</bdi>
          </span>
          {pinned && <Pin className={styles['sign']} role="img" aria-label={say('conversations.pinnedSign')} />}
          {muted && <BellOff className={styles['sign']} role="img" aria-label={say('conversation.muted')} />}
          {conversation.last && (
            <time className={styles['time']} dateTime={new Date(conversation.last.at).toISOString()}>
              {time}
            </time>
          )}
        </span>
        <span className={styles['line']}>
          <Preview conversation={conversation} open={open} />
          {unread > 0 && (
            <span className={styles['unread']} data-quiet={muted} role="img" aria-label={say('conversations.unread', { count: unread })}>
              {unread > 999 ? '999+' : unread}
            </span>
          )}
        </span>
      </span>
    </button>
  );
});

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
  const text = calmLine((last?.text ?? '').slice(0, 200));
  return (
    <span className={styles['preview']} title={text}>
      {last?.mine === true && `${say('conversations.you')} `}
      <bdi>{text}</bdi>
    </span>
  );
}
