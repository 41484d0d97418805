import { Ban, Bell, BellOff, Copy, Download, Trash2, UserPlus, UserRound, X } from 'lucide-react';
import { useCallback, useState, type ReactElement } from 'react';
import type { Contact } from '../../../preload/contract/contacts.ts';
import type { Conversation } from '../../../preload/contract/conversations.ts';
import { useFormats, useText } from '../../i18n/text.tsx';
import { calmLine } from '../../model/calm-text.ts';
import { useNow } from '../../model/clock.ts';
import { isSeen, usePresenceText } from '../../model/presence-text.ts';
import { contactKey, useReplicas } from '../../model/replicas.ts';
import { useViewModel } from '../../model/view-model.ts';
import { useServices } from '../../services.ts';
import { Avatar } from '../../ui/Avatar.tsx';
import { Button } from '../../ui/Button.tsx';
import { ConfirmDialog } from '../../ui/Dialog.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { Menu } from '../../ui/Menu.tsx';
import { useConversationCommands } from '../conversation-list/conversation-commands.tsx';
import { isMuted } from '../conversation-list/list-items.ts';
import { Problem } from '../problem/Problem.tsx';
import { useAction } from '../problem/use-action.ts';
import { useAnswer } from '../problem/use-answer.ts';
import { ProfileFacts } from '../profile/ProfileFacts.tsx';
import { useNavigation } from '../shell/routes.ts';
import styles from './Details.module.css';
import { Groups } from './Groups.tsx';
import { RelayChoice } from './RelayChoice.tsx';

/** Beside a conversation: who it is with, and what can be done with it. */
export function Details({ conversation }: { readonly conversation: Conversation }): ReactElement {
  const say = useText();
  const navigation = useNavigation();
  const { contacts } = useServices();
  const replica = useReplicas().contacts;
  useViewModel(replica);
  const { account, peer } = conversation;
  const contact = replica.find(contactKey(account, peer));
  const profile = useAnswer(useCallback(() => contacts.profile({ account, address: peer }), [contacts, account, peer]));
  return (
    <div className={styles['panel']}>
      <header className={styles['head']}>
        <h2 className={styles['heading']}>{say('details.title')}</h2>
        <IconButton icon={X} label={say('common.close')} onPress={() => navigation.setDetails(false)} />
      </header>
      <div className={styles['scroll']}>
        <Person conversation={conversation} contact={contact} />
        {contact && <Groups groups={contact.groups} below="h2" />}
        {profile.value && <ProfileFacts profile={profile.value} />}
        {conversation.kind === 'person' && <Mute conversation={conversation} />}
        {conversation.kind === 'person' && <RelayChoice conversation={conversation.id} />}
        <Acts conversation={conversation} contact={contact} />
      </div>
    </div>
  );
}

function Person({ conversation, contact }: { readonly conversation: Conversation; readonly contact: Contact | undefined }): ReactElement {
  const say = useText();
  const navigation = useNavigation();
  const presenceText = usePresenceText();
  const title = calmLine(conversation.title);
  const { account, peer } = conversation;
  const presence = presenceText(contact);
  return (
    <div className={styles['person']}>
      <Avatar name={title} address={peer} picture={conversation.avatar} size={96} presence={isSeen(contact) ? contact.availability : undefined} />
      <p className={styles['name']} dir="auto">
        {title}
      </p>
      <p className={styles['address']}>
        <bdi>{peer}</bdi>
        <IconButton
          size="small"
          icon={Copy}
          label={say('details.copyAddress')}
          onPress={() => void navigator.clipboard.writeText(peer).catch(() => undefined)} // without the focus there is no clipboard, and nothing was lost
        />
      </p>
      {presence !== '' && <p className={styles['presence']}>{presence}</p>}
      {contact && contact.subscription !== 'none' ? (
        <Button icon={UserRound} size="small" onPress={() => navigation.openContact({ account, address: peer })}>
          {say('details.openContact')}
        </Button>
      ) : (
        <Button icon={UserPlus} size="small" onPress={() => navigation.openDialog({ kind: 'add-contact', account, address: peer })}>
          {say('details.addContact')}
        </Button>
      )}
    </div>
  );
}

function Mute({ conversation }: { readonly conversation: Conversation }): ReactElement {
  const say = useText();
  const formats = useFormats();
  const now = useNow();
  const { conversations } = useServices();
  const { muteMenu } = useConversationCommands();
  const { id, muted } = conversation;
  const quiet = isMuted(conversation, now);
  const state = !quiet
    ? say('details.notMuted')
    : typeof muted === 'number'
      ? say('details.mutedUntil', { time: formats.formatDate(muted, { weekday: 'short', hour: 'numeric', minute: 'numeric' }) })
      : say('details.mutedAlways');
  return (
    <section className={styles['section']}>
      <h3 className={styles['label']}>{say('details.notifications')}</h3>
      <div className={styles['mute']}>
        <span className={styles['state']}>{state}</span>
        {quiet ? (
          <Button size="small" icon={Bell} onPress={() => void conversations.setMuted({ conversation: id, until: null }).catch(() => undefined)}>
            {say('conversations.unmute')}
          </Button>
        ) : (
          <Menu label={say('conversations.muteMenu')} items={muteMenu(conversation)}>
            <Button size="small" icon={BellOff}>
              {say('conversations.muteMenu')}
            </Button>
          </Menu>
        )}
      </div>
    </section>
  );
}

function Acts({ conversation, contact }: { readonly conversation: Conversation; readonly contact: Contact | undefined }): ReactElement {
  const say = useText();
  const { contacts } = useServices();
  const { exportAs, askToDelete } = useConversationCommands();
  const [asking, setAsking] = useState(false);
  const action = useAction();
  const { account, peer, title } = conversation;
  const blocked = contact?.blocked ?? false;
  const block = async (): Promise<void> => {
    if (await action.run(() => (blocked ? contacts.unblock({ account, address: peer }) : contacts.block({ account, address: peer })))) setAsking(false);
  };
  return (
    <section className={styles['acts']}>
      <Menu
        label={say('conversations.export')}
        items={[
          { id: 'text', label: say('conversations.exportText'), onAction: () => exportAs(conversation, 'text') },
          { id: 'json', label: say('conversations.exportJson'), onAction: () => exportAs(conversation, 'json') },
        ]}
      >
        <Button kind="quiet" align="start" icon={Download} wide>
          {say('conversations.export')}
        </Button>
      </Menu>
      <Button kind="quiet" align="start" icon={Ban} wide isPending={action.busy && !asking} onPress={() => (blocked ? void block() : setAsking(true))}>
        {say(blocked ? 'details.unblock' : 'details.block')}
      </Button>
      <Button kind="quiet" align="start" icon={Trash2} wide onPress={() => askToDelete(conversation)}>
        {say('conversations.delete')}
      </Button>
      {!asking && <Problem failure={action.failure} />}
      <ConfirmDialog
        isOpen={asking}
        title={say('contacts.blockTitle', { name: title })}
        action={say('details.block')}
        isPending={action.busy}
        onConfirm={() => void block()}
        onClose={() => {
          action.clear();
          setAsking(false);
        }}
      >
        <p>{say('contacts.blockText')}</p>
        <Problem failure={action.failure} />
      </ConfirmDialog>
    </section>
  );
}
