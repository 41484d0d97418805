import { ChevronRight, UserPlus } from 'lucide-react';
import type { ReactElement } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import type { Account } from '../../../preload/contract/accounts.ts';
import type { AccountId } from '../../../preload/contract/ids.ts';
import { useText } from '../../i18n/text.tsx';
import { useReplicas } from '../../model/replicas.ts';
import { useViewModel } from '../../model/view-model.ts';
import { Avatar } from '../../ui/Avatar.tsx';
import { Button } from '../../ui/Button.tsx';
import { Skeleton } from '../../ui/Spinner.tsx';
import { describeFailure } from '../problem/describe-failure.ts';
import styles from './Account.module.css';
import { failureIn, serverOf } from './connection-words.ts';

export interface AccountsSectionProps {
  readonly onOpen: (account: AccountId) => void;
  readonly onAdd: () => void;
}

/** All accounts, each with how it is connected. */
export function AccountsSection({ onOpen, onAdd }: AccountsSectionProps): ReactElement {
  const say = useText();
  const { phase, value: accounts } = useViewModel(useReplicas().accounts);
  return (
    <>
      {phase === 'loading' && <Skeleton rows={2} avatars />}
      {accounts.length > 0 && (
        <ul className={styles['accounts']}>
          {accounts.map(account => (
            <li key={account.id}>
              <AriaButton className={styles['row'] ?? ''} onPress={() => onOpen(account.id)}>
                <Avatar name={account.name ?? account.address} address={account.address} picture={account.avatar} size={40} />
                <span className={styles['words']}>
                  <span className={styles['name']} title={account.address} dir="auto">
                    {account.address}
                  </span>
                  <ConnectionWords account={account} />
                </span>
                <ChevronRight aria-hidden className={styles['icon']} />
              </AriaButton>
            </li>
          ))}
        </ul>
      )}
      <div>
        <Button icon={UserPlus} onPress={onAdd}>
          {say('account.add')}
        </Button>
      </div>
    </>
  );
}

/** One line: online, connecting, offline, or what is wrong. */
export function ConnectionWords({ account: { enabled, connection, address } }: { readonly account: Account }): ReactElement {
  const say = useText();
  const failure = failureIn(connection);
  if (enabled && failure) return <span className={styles['wrong']}>{describeFailure(say, failure, serverOf(address)).title}</span>;
  const state = enabled ? connection.state : 'off';
  return (
    <span className={styles['quiet']} data-state={state}>
      {say(state === 'problem' ? 'account.state.offline' : `account.state.${state}`)}
    </span>
  );
}
