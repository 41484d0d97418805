import { useState, type ReactElement, type SyntheticEvent } from 'react';
import type { Account } from '../../../preload/contract/accounts.ts';
import { useText } from '../../i18n/text.tsx';
import { useServices } from '../../services.ts';
import { Button } from '../../ui/Button.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { Problem } from '../problem/Problem.tsx';
import { useAction } from '../problem/use-action.ts';
import styles from './Account.module.css';
import { failureIn, serverOf, wantsPassword } from './connection-words.ts';

interface ConnectionTroubleProps {
  readonly account: Account;
  readonly onRoute: () => void;
}

/** Why an account that is wanted online is not, and what the user can do: a new password, another way, or trying again now. */
export function ConnectionTrouble({ account, onRoute }: ConnectionTroubleProps): ReactElement | null {
  const say = useText();
  const { accounts } = useServices();
  const { busy, failure, run } = useAction();
  const [password, setPassword] = useState('');
  const wrong = failureIn(account.connection);
  if (account.connection.state === 'online' || account.connection.state === 'connecting') return null;
  const again = (): void => void run(() => accounts.reconnect({ account: account.id }));
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (!busy && password !== '') void run(() => accounts.setPassword({ account: account.id, password }));
  };
  return (
    <div className={styles['trouble']}>
      <Problem failure={wrong} server={serverOf(account.address)} />
      {wantsPassword(account.connection) ? (
        <form className={styles['form']} onSubmit={submit}>
          <TextField label={say('signIn.password')} type="password" value={password} onChange={setPassword} autoComplete="current-password" isRequired />
          <div className={styles['buttons']}>
            <Button type="submit" kind="primary" isPending={busy}>
              {say('signIn.signIn')}
            </Button>
          </div>
        </form>
      ) : (
        <div className={styles['buttons']}>
          <Button kind="primary" isPending={busy} onPress={again}>
            {say('account.reconnect')}
          </Button>
          <Button onPress={onRoute}>{say('account.route')}</Button>
        </div>
      )}
      <Problem failure={failure} server={serverOf(account.address)} />
    </div>
  );
}
