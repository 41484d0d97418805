import { ArrowLeft, BellOff, PanelRight, Search } from 'lucide-react';
import type { ReactElement } from 'react';
import type { Conversation } from '../../../preload/contract/conversations.ts';
import { useText } from '../../i18n/text.tsx';
import { calmLine } from '../../model/calm-text.ts';
import { contactKey, useReplicas } from '../../model/replicas.ts';
import { isSeen, usePresenceText } from '../../model/presence-text.ts';
import { useViewModel } from '../../model/view-model.ts';
import { Avatar } from '../../ui/Avatar.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { CallButtons } from '../call/CallButtons.tsx';
import { useNavigation } from '../shell/routes.ts';
import styles from './ConversationHeader.module.css';

/** Who the conversation is with, how they are, and what can be opened beside it. */
export function ConversationHeader({ conversation }: { readonly conversation: Conversation }): ReactElement {
  const say = useText();
  const navigation = useNavigation();
  const { details } = useViewModel(navigation);
  const { contacts } = useReplicas();
  useViewModel(contacts);
  const contact = contacts.find(contactKey(conversation.account, conversation.peer));
  const presence = usePresenceText()(contact);
  const title = calmLine(conversation.title);
  return (
    <header className={styles['header']}>
      <span className={styles['back']}>
        <IconButton icon={ArrowLeft} label={say('conversation.back')} onPress={navigation.closeConversation} />
      </span>
      <Avatar name={title} address={conversation.peer} picture={conversation.avatar} size={36} presence={isSeen(contact) ? contact.availability : undefined} />
      <div className={styles['who']}>
        <h1 className={styles['name']} title={title}>
          <bdi>{title}</bdi>
        </h1>
        <p className={styles['presence']} title={presence || conversation.peer}>
          {presence || (contact === undefined && title === conversation.peer ? say('conversation.notContact') : <bdi>{conversation.peer}</bdi>)}
        </p>
      </div>
      {conversation.muted !== undefined && <BellOff className={styles['muted']} role="img" aria-label={say('conversation.muted')} />}
      <CallButtons conversation={conversation} />
      <IconButton icon={Search} label={say('conversation.search')} onPress={() => navigation.openSearch('', conversation.id)} />
      <IconButton
        icon={PanelRight}
        label={say('conversation.details')}
        active={details}
        aria-pressed={details}
        onPress={() => navigation.setDetails(!details)}
      />
    </header>
  );
}
