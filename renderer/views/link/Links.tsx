import { useCallback, useEffect, useState, type ReactElement } from 'react';
import type { XmppLink } from '../../../preload/contract/accounts.ts';
import type { AccountId } from '../../../preload/contract/ids.ts';
import { useText } from '../../i18n/text.tsx';
import { useReplicas } from '../../model/replicas.ts';
import { useViewModel } from '../../model/view-model.ts';
import { useServices } from '../../services.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Select } from '../../ui/Select.tsx';
import { Problem } from '../problem/Problem.tsx';
import { useAction } from '../problem/use-action.ts';
import { useNavigation } from '../shell/routes.ts';
import styles from './Links.module.css';

type MessageLink = Extract<XmppLink, { kind: 'message' }>;

/**
 * Follows the `xmpp:` links that the operating system hands over or a message holds. A link comes from a stranger: it fills in a dialog or a
 * draft, and never sends, adds or signs up by itself.
 */
export function Links(): ReactElement {
  const say = useText();
  const { accounts: service } = useServices();
  const navigation = useNavigation();
  const { rooms } = useReplicas();
  const [link, setLink] = useState<MessageLink>();
  useEffect(
    () =>
      service.onLink(came => {
        if (came.kind === 'contact') navigation.openDialog({ ...came, kind: 'add-contact' });
        else if (came.kind === 'register')
          navigation.openDialog({ kind: 'add-account', domain: came.domain, ...(came.token === undefined ? {} : { token: came.token }) });
        else if (came.kind === 'join') {
          const here = rooms.snapshot().items.find(({ address, state }) => address === came.address && state === 'joined');
          if (here) navigation.openConversation(here.conversation);
          else navigation.openDialog({ ...came, kind: 'join-room' });
        } else if (came.kind === 'dial') navigation.openDialog({ kind: 'call', callee: { number: came.number } });
        else if (came.kind === 'call') navigation.openDialog({ kind: 'call', callee: { address: came.address, video: came.video } });
        else setLink(came);
      }),
    [service, navigation, rooms],
  );
  const close = (): void => setLink(undefined);
  return (
    <Dialog title={say('link.title')} isOpen={link !== undefined} onClose={close} size="small">
      {link && <MessageForm link={link} onClose={close} />}
    </Dialog>
  );
}

function MessageForm({ link, onClose }: { readonly link: MessageLink; readonly onClose: () => void }): ReactElement {
  const say = useText();
  const { conversations } = useServices();
  const navigation = useNavigation();
  const { value: accounts } = useViewModel(useReplicas().accounts);
  const { busy, failure, run } = useAction();
  const [chosen, setChosen] = useState<AccountId>();
  const account = chosen ?? accounts.find(({ enabled }) => enabled)?.id ?? accounts[0]?.id;
  const { address, body } = link;
  const open = useCallback(async (): Promise<void> => {
    if (account === undefined) return;
    const conversation = await conversations.start({ account, address });
    // What the user wrote there is worth more than what a link wants written.
    if (body !== undefined && conversation.draft === '') await conversations.setDraft({ conversation: conversation.id, text: body.slice(0, 65_536) });
    navigation.openConversation(conversation.id);
    onClose();
  }, [conversations, navigation, account, address, body, onClose]);
  return (
    <div className={styles['form']}>
      <p className={styles['address']} dir="ltr">
        {address}
      </p>
      {body !== undefined && (
        <blockquote className={styles['body']} dir="auto">
          {body.slice(0, 1000)}
        </blockquote>
      )}
      {accounts.length > 1 && (
        <Select
          label={say('link.account')}
          value={String(account)}
          onChange={id => setChosen(accounts.find(one => String(one.id) === id)?.id)}
          options={accounts.map(one => ({ id: String(one.id), label: one.address }))}
        />
      )}
      <Problem failure={failure} />
      <div className={styles['actions']}>
        <Button onPress={onClose}>{say('common.cancel')}</Button>
        <Button kind="primary" autoFocus isPending={busy} isDisabled={account === undefined} onPress={() => void run(open)}>
          {say('link.open')}
        </Button>
      </div>
    </div>
  );
}
