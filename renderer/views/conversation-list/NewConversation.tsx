import { useId, useMemo, useState, type FormEvent, type ReactElement } from 'react';
import type { Account } from '../../../preload/contract/accounts.ts';
import type { Contact } from '../../../preload/contract/contacts.ts';
import { useText } from '../../i18n/text.tsx';
import { useReplicas } from '../../model/replicas.ts';
import { useViewModel } from '../../model/view-model.ts';
import { useServices } from '../../services.ts';
import { Avatar } from '../../ui/Avatar.tsx';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Select } from '../../ui/Select.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { describeHint } from '../problem/describe-failure.ts';
import { Problem } from '../problem/Problem.tsx';
import { useAction } from '../problem/use-action.ts';
import { useNavigation } from '../shell/routes.ts';
import { fit } from '../switcher/switcher-entries.ts';
import styles from './NewConversation.module.css';

/** Asks for an address, and knows those of the contacts. */
export function NewConversation({ isOpen, address }: { readonly isOpen: boolean; readonly address: string | undefined }): ReactElement {
  const say = useText();
  const navigation = useNavigation();
  return (
    <Dialog title={say('conversations.new')} isOpen={isOpen} onClose={navigation.closeDialog} size="small">
      <Form first={address ?? ''} />
    </Dialog>
  );
}

function Form({ first }: { readonly first: string }): ReactElement {
  const say = useText();
  const { conversations } = useServices();
  const navigation = useNavigation();
  const replicas = useReplicas();
  const accounts = useViewModel(replicas.accounts).value.filter(({ enabled }) => enabled);
  const contacts = useViewModel(replicas.contacts).items;
  const [account, setAccount] = useState<Account['id']>();
  const [text, setText] = useState(first);
  const action = useAction();
  const from = accounts.find(({ id }) => id === account) ?? accounts[0];
  const suggestions = useMemo(() => suggest(contacts, text), [contacts, text]);
  const wrong = action.failure?.code === 'bad-address' ? describeHint(say, action.failure.hint) : undefined;

  const start = (on: Account['id'] | undefined, address: string): void => {
    if (on === undefined || address.trim() === '') return;
    void action.run(async () => navigation.openConversation((await conversations.start({ account: on, address: address.trim() })).id));
  };
  return (
    <form
      className={styles['form']}
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        start(from?.id, text);
      }}
    >
      {accounts.length > 1 && from && (
        <Select
          label={say('conversations.from')}
          options={accounts.map(({ id, address }) => ({ id: String(id), label: address }))}
          value={String(from.id)}
          onChange={id => setAccount(accounts.find(one => String(one.id) === id)?.id)}
        />
      )}
      <TextField
        label={say('conversations.address')}
        description={say('conversations.addressHelp')}
        error={wrong}
        value={text}
        onChange={typed => {
          setText(typed);
          action.clear();
        }}
        autoFocus
        autoComplete="off"
        spellCheck="false"
        maxLength={3071}
      />
      {suggestions.length > 0 && <Suggestions contacts={suggestions} onChoose={contact => start(contact.account, contact.address)} />}
      {wrong === undefined && <Problem failure={action.failure} />}
      <div className={styles['actions']}>
        <Button onPress={navigation.closeDialog}>{say('common.cancel')}</Button>
        <Button kind="primary" type="submit" isDisabled={text.trim() === '' || !from} isPending={action.busy}>
          {say('conversations.start')}
        </Button>
      </div>
    </form>
  );
}

function Suggestions({ contacts, onChoose }: { readonly contacts: readonly Contact[]; readonly onChoose: (contact: Contact) => void }): ReactElement {
  const say = useText();
  const id = useId();
  return (
    <section>
      <h3 id={id} className={styles['heading']}>
        {say('conversations.suggestions')}
      </h3>
      <ul aria-labelledby={id} className={styles['list']}>
        {contacts.map(contact => (
          <li key={`${contact.account} ${contact.address}`}>
            <button type="button" className={styles['contact']} onClick={() => onChoose(contact)}>
              <Avatar name={contact.title} address={contact.address} picture={contact.avatar} size={28} presence={contact.availability} />
              <span className={styles['name']} title={contact.title}>
                <bdi>{contact.title}</bdi>
              </span>
              <span className={styles['address']} title={contact.address}>
                {contact.address}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

const MOST = 5;

function suggest(contacts: readonly Contact[], text: string): readonly Contact[] {
  return contacts
    .map(contact => ({ contact, rank: Math.min(fit(contact.title, text) ?? 9, fit(contact.address, text) ?? 9) }))
    .filter(({ contact, rank }) => rank < 3 && !contact.blocked && contact.address !== text.trim())
    .toSorted((a, b) => a.rank - b.rank)
    .slice(0, MOST)
    .map(({ contact }) => contact);
}
