import { useState, type ReactElement, type SyntheticEvent } from 'react';
import type { Account } from '../../../preload/contract/accounts.ts';
import { useText } from '../../i18n/text.tsx';
import { useServices } from '../../services.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Checkbox } from '../../ui/Switch.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { Problem } from '../problem/Problem.tsx';
import { useAction } from '../problem/use-action.ts';
import styles from './Account.module.css';
import type { AccountDialogProps } from './ChangePasswordDialog.tsx';
import { serverOf } from './connection-words.ts';

interface RemoveAccountProps extends AccountDialogProps {
  readonly onRemoved: () => void;
}

/** Forgets the account with its history here; on the server too only when its address is typed by hand. */
export function RemoveAccountDialog({ isOpen, ...props }: RemoveAccountProps): ReactElement {
  const say = useText();
  return (
    <Dialog title={say('account.removeTitle', { address: props.account.address })} isOpen={isOpen} onClose={props.onClose} size="small" role="alertdialog">
      <Form {...props} />
    </Dialog>
  );
}

const canDelete = ({ connection, features }: Account): boolean => connection.state === 'online' && features.includes('delete-account');

function Form({ account, onClose, onRemoved }: Omit<RemoveAccountProps, 'isOpen'>): ReactElement {
  const say = useText();
  const { accounts } = useServices();
  const { busy, failure, run } = useAction();
  const [onServer, setOnServer] = useState(false);
  const [typed, setTyped] = useState('');
  const [password, setPassword] = useState('');
  const sure = !onServer || typed.trim().toLowerCase() === account.address;
  const submit = async (event: SyntheticEvent): Promise<void> => {
    event.preventDefault();
    if (busy || !sure) return;
    const removed = { account: account.id, onServer, ...(onServer ? { password } : {}) };
    if (!(await run(() => accounts.remove(removed)))) return;
    onClose();
    onRemoved();
  };
  return (
    <form className={styles['form']} onSubmit={event => void submit(event)}>
      <p>{say('account.removeText')}</p>
      {(onServer || canDelete(account)) && (
        <Checkbox
          label={say('account.removeOnServer', { server: serverOf(account.address) })}
          description={say('account.removeOnServerText')}
          isSelected={onServer}
          onChange={setOnServer}
        />
      )}
      {onServer && (
        <>
          <TextField
            label={say('account.typeAddress')}
            description={account.address}
            value={typed}
            onChange={setTyped}
            autoComplete="off"
            spellCheck="false"
            isRequired
          />
          <TextField
            label={say('account.currentPassword')}
            type="password"
            value={password}
            onChange={setPassword}
            autoComplete="current-password"
            isRequired
          />
        </>
      )}
      <Problem failure={failure} server={serverOf(account.address)} />
      <div className={styles['actions']}>
        <Button onPress={onClose}>{say('common.cancel')}</Button>
        <Button type="submit" kind="danger" isPending={busy} isDisabled={!sure}>
          {say(onServer ? 'account.removeEverywhere' : 'account.removeHere')}
        </Button>
      </div>
    </form>
  );
}
