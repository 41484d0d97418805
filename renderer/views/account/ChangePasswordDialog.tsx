import { useState, type ReactElement, type SyntheticEvent } from 'react';
import type { Account } from '../../../preload/contract/accounts.ts';
import { useText } from '../../i18n/text.tsx';
import { useServices } from '../../services.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { Problem } from '../problem/Problem.tsx';
import { useAction } from '../problem/use-action.ts';
import { StrengthHint } from '../sign-up/FormFieldInput.tsx';
import styles from './Account.module.css';
import { serverOf } from './connection-words.ts';

export interface AccountDialogProps {
  readonly account: Account;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** A new password, on the server and here. */
export function ChangePasswordDialog({ account, isOpen, onClose }: AccountDialogProps): ReactElement {
  const say = useText();
  return (
    <Dialog title={say('account.changePassword')} isOpen={isOpen} onClose={onClose} size="small">
      <Form account={account} onClose={onClose} />
    </Dialog>
  );
}

function Form({ account, onClose }: Omit<AccountDialogProps, 'isOpen'>): ReactElement {
  const say = useText();
  const { accounts } = useServices();
  const { busy, failure, run } = useAction();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const [again, setAgain] = useState('');
  const [notSame, setNotSame] = useState(false);
  const submit = async (event: SyntheticEvent): Promise<void> => {
    event.preventDefault();
    setNotSame(next !== again);
    if (busy || next !== again || next === '') return;
    if (await run(() => accounts.changePassword({ account: account.id, current, next }))) onClose();
  };
  return (
    <form className={styles['form']} onSubmit={event => void submit(event)}>
      <TextField
        label={say('account.currentPassword')}
        type="password"
        value={current}
        onChange={setCurrent}
        autoComplete="current-password"
        isRequired
        autoFocus
      />
      <TextField label={say('account.newPassword')} type="password" value={next} onChange={setNext} autoComplete="new-password" isRequired />
      {next !== '' && <StrengthHint password={next} address={account.address} />}
      <TextField
        label={say('signUp.again')}
        type="password"
        value={again}
        onChange={setAgain}
        autoComplete="new-password"
        isRequired
        error={notSame ? say('signUp.notSame') : undefined}
      />
      <p className={styles['quiet']}>{say('account.passwordElsewhere')}</p>
      <Problem failure={failure} server={serverOf(account.address)} />
      <div className={styles['actions']}>
        <Button onPress={onClose}>{say('common.cancel')}</Button>
        <Button type="submit" kind="primary" isPending={busy}>
          {say('account.change')}
        </Button>
      </div>
    </form>
  );
}
