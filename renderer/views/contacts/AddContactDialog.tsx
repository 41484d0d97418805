import { useState, type ReactElement, type SyntheticEvent } from 'react';
import type { AccountId, BareJid } from '../../../preload/contract/ids.ts';
import { useText } from '../../i18n/text.tsx';
import { useReplicas } from '../../model/replicas.ts';
import { useViewModel } from '../../model/view-model.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Select } from '../../ui/Select.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { describeHint } from '../problem/describe-failure.ts';
import { Problem } from '../problem/Problem.tsx';
import { useAction } from '../problem/use-action.ts';
import styles from './Contacts.module.css';
import type { ContactsModel } from './contacts.model.ts';
import { readGroups } from './group-contacts.ts';

export interface AddContactProps {
  readonly model: ContactsModel;
  /** What an `xmpp:` link or another view knows already. */
  readonly first?: { readonly account?: AccountId; readonly address?: string; readonly name?: string; readonly token?: string };
  readonly onClose: () => void;
  readonly onAdded: (account: AccountId, address: BareJid) => void;
}

/** Somebody new, by address. A malformed one is told before anything is sent. */
export function AddContactDialog({ isOpen, ...props }: AddContactProps & { readonly isOpen: boolean }): ReactElement {
  const say = useText();
  return (
    <Dialog title={say('contacts.add')} isOpen={isOpen} onClose={props.onClose} size="small">
      <AddForm {...props} />
    </Dialog>
  );
}

function AddForm({ model, first = {}, onClose, onAdded }: AddContactProps): ReactElement {
  const say = useText();
  const { value: accounts } = useViewModel(useReplicas().accounts);
  const { busy, failure, run, clear } = useAction();
  const [address, setAddress] = useState(first.address ?? '');
  const [name, setName] = useState(first.name ?? '');
  const [groups, setGroups] = useState('');
  const [chosen, setChosen] = useState(first.account);
  const account = accounts.find(({ id }) => id === chosen) ?? accounts.find(({ enabled }) => enabled) ?? accounts[0];
  const hint = failure?.code === 'bad-address' ? describeHint(say, failure.hint) : undefined;
  const submit = async (event: SyntheticEvent): Promise<void> => {
    event.preventDefault();
    if (busy || !account) return;
    const added = { account: account.id, address, name, groups: readGroups(groups), token: address === first.address ? first.token : undefined };
    await run(async () => onAdded(account.id, await model.add(added)));
  };
  const typed = (text: string): void => {
    setAddress(text);
    clear();
  };
  return (
    <form className={styles['form']} onSubmit={event => void submit(event)}>
      <TextField
        label={say('contacts.address')}
        value={address}
        onChange={typed}
        placeholder="name@example.org"
        maxLength={3071}
        autoComplete="off"
        spellCheck="false"
        isRequired
        autoFocus
        error={hint}
      />
      <TextField label={say('contacts.name')} value={name} onChange={setName} maxLength={1023} description={say('contacts.nameHelp')} />
      <TextField label={say('contacts.groups')} value={groups} onChange={setGroups} maxLength={1023} description={say('contacts.groupsHelp')} />
      {accounts.length > 1 && account && (
        <Select
          label={say('contacts.account')}
          value={String(account.id)}
          onChange={id => setChosen(accounts.find(one => String(one.id) === id)?.id)}
          options={accounts.map(one => ({ id: String(one.id), label: one.address }))}
        />
      )}
      <p className={styles['why']}>{say('contacts.addText')}</p>
      <Problem failure={hint === undefined ? failure : undefined} server={address.split('@').at(-1)} />
      <div className={styles['actions']}>
        <Button onPress={onClose}>{say('common.cancel')}</Button>
        <Button type="submit" kind="primary" isPending={busy} isDisabled={!account}>
          {say('contacts.addAction')}
        </Button>
      </div>
    </form>
  );
}
