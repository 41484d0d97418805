import { CloudOff, History, type LucideIcon } from 'lucide-react';
import { useMemo, type ReactElement, type ReactNode } from 'react';
import type { Account } from '../../../preload/contract/accounts.ts';
import { useFormats, useText } from '../../i18n/text.tsx';
import { useNow } from '../../model/clock.ts';
import { useReplicas } from '../../model/replicas.ts';
import { useViewModel } from '../../model/view-model.ts';
import { useServices } from '../../services.ts';
import { Button } from '../../ui/Button.tsx';
import { Spinner } from '../../ui/Spinner.tsx';
import { describeFailure } from '../problem/describe-failure.ts';
import { useNavigation } from './routes.ts';
import { FillingModel, overall } from './status-line.model.ts';
import styles from './StatusLine.module.css';

/** The one quiet line above the list. Nobody is alarmed: what was typed waits in the outbox. */
export function StatusLine(): ReactElement {
  const say = useText();
  const { phase, value: accounts } = useViewModel(useReplicas().accounts);
  const state = phase === 'ready' ? overall(accounts) : 'connecting';
  const enabled = accounts.filter(account => account.enabled);
  return (
    <div className={styles['lines']}>
      <div className={styles['line']} data-state={state} data-seen={state !== 'online'}>
        {state === 'connecting' ? <Spinner /> : <CloudOff aria-hidden className={styles['icon']} />}
        <span role="status" aria-label={say('shell.connection')} className={styles['state']}>
          {say(`shell.connection.${state}`)}
        </span>
        {state === 'offline' && enabled.length > 0 && <Retry accounts={enabled} />}
      </div>
      {enabled.map(account => (account.connection.state === 'problem' ? <ProblemLine key={account.id} account={account} /> : null))}
      <Filling />
    </div>
  );
}

/** When the next attempt is, and a button for those who do not want to wait. */
function Retry({ accounts }: { readonly accounts: readonly Account[] }): ReactElement | null {
  const say = useText();
  const formats = useFormats();
  const services = useServices();
  const now = useNow(1000);
  const waiting = accounts.filter(({ connection }) => connection.state === 'offline');
  if (waiting.length === 0) return null;
  const retryAt = Math.min(...waiting.map(({ connection }) => (connection.state === 'offline' ? (connection.retryAt ?? Infinity) : Infinity)));
  const seconds = Math.max(1, Math.round((retryAt - now) / 1000));
  const when =
    retryAt === Infinity ? '' : seconds < 90 ? formats.formatRelativeTime(seconds, 'second') : formats.formatRelativeTime(Math.round(seconds / 60), 'minute');
  return (
    <>
      <span className={styles['more']}>{when && say('shell.retryIn', { time: when })}</span>
      <Button kind="quiet" size="small" onPress={() => waiting.forEach(({ id }) => void services.accounts.reconnect({ account: id }).catch(() => undefined))}>
        {say('shell.reconnect')}
      </Button>
    </>
  );
}

function ProblemLine({ account }: { readonly account: Account }): ReactElement | null {
  const say = useText();
  const navigation = useNavigation();
  if (account.connection.state !== 'problem') return null;
  const { title } = describeFailure(say, { code: 'connection', ...account.connection }, account.address.split('@').at(-1));
  return (
    <Line
      icon={CloudOff}
      action={
        <Button kind="quiet" size="small" onPress={() => navigation.openSettings(`account:${account.id}`)}>
          {say('shell.show')}
        </Button>
      }
    >
      <bdi>{account.address}</bdi>: {title}
    </Line>
  );
}

function Filling(): ReactElement {
  const say = useText();
  const formats = useFormats();
  const { desk } = useServices();
  const model = useMemo(() => new FillingModel(desk), [desk]);
  const { filling } = useViewModel(model);
  return (
    <>
      {filling.map(({ account, fetched, reached }) => (
        <Line
          key={account}
          icon={History}
          action={
            <Button kind="quiet" size="small" onPress={() => model.stop(account)}>
              {say('shell.stopFilling')}
            </Button>
          }
        >
          {reached === undefined
            ? say('shell.filling', { count: fetched })
            : say('shell.fillingBack', { count: fetched, date: formats.formatDate(reached, { dateStyle: 'medium' }) })}
        </Line>
      ))}
    </>
  );
}

function Line({ icon: Icon, action, children }: { readonly icon: LucideIcon; readonly action: ReactNode; readonly children: ReactNode }): ReactElement {
  return (
    <div className={styles['line']} data-seen="true">
      <Icon aria-hidden className={styles['icon']} />
      <span className={styles['more']}>{children}</span>
      {action}
    </div>
  );
}
