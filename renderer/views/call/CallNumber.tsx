import { Phone } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import type { Calls } from '../../../preload/contract/calls.ts';
import { useText } from '../../i18n/text.tsx';
import { useReplicas } from '../../model/replicas.ts';
import { useViewModel } from '../../model/view-model.ts';
import { useServices } from '../../services.ts';
import { Button } from '../../ui/Button.tsx';
import { Select } from '../../ui/Select.tsx';
import { Problem } from '../problem/Problem.tsx';
import { useAnswer } from '../problem/use-answer.ts';
import styles from './CallDialog.module.css';
import { useBeginCall } from './use-call-actions.ts';

export interface CallNumberProps {
  readonly number: string;
  /** The link of a message that it came from: another program may open it. */
  readonly url: string | undefined;
  readonly onClose: () => void;
}

/** A telephone number, before it is called: as its country writes it, and through which gateway; or what is missing. */
export function CallNumber({ number, url, onClose }: CallNumberProps): ReactElement {
  const say = useText();
  const { desk } = useServices();
  const begin = useBeginCall();
  const { found, written, ways, way, choose, failure } = useWays(number);
  const openElsewhere = (link: string): void => {
    void desk.openLink({ url: link }).catch(() => undefined); // no program took it
    onClose();
  };
  return (
    <div className={styles['form']}>
      <p className={styles['callee']} dir="ltr">
        {written ?? number}
      </p>
      {found === 'no-number' && <p role="alert">{say('call.noNumber')}</p>}
      {found === 'no-way' && <NoWay />}
      {way && <Ways ways={ways} way={way} onChoose={choose} />}
      <Problem failure={begin.failure ?? failure} />
      <div className={styles['actions']}>
        <Button onPress={onClose}>{say('common.cancel')}</Button>
        {found === 'no-way' && url !== undefined && <Button onPress={() => openElsewhere(url)}>{say('call.otherProgram')}</Button>}
        {found !== 'no-way' && (
          <Button
            kind="primary"
            autoFocus
            icon={Phone}
            isPending={begin.busy}
            isDisabled={found !== 'way'}
            onPress={() => void begin.dial(number, way?.account)}
          >
            {say('call.start')}
          </Button>
        )}
      </div>
    </div>
  );
}

type Way = Awaited<ReturnType<Calls['gateways']>>[number];

/** One way of each account, and the one that is chosen. */
function useWays(number: string) {
  const { calls } = useServices();
  const [ask] = useState(() => async () => ({ gateways: await calls.gateways({}), written: (await calls.writeNumber({ number })).written }));
  const { value, failure } = useAnswer(ask);
  const [chosen, choose] = useState<string>();
  const written = value?.written;
  const ways = [...new Map((value?.gateways ?? []).toReversed().map(one => [one.account, one])).values()].toReversed();
  const way = ways.find(({ account }) => String(account) === chosen) ?? ways[0];
  const found = !value ? ('looking' as const) : !way ? ('no-way' as const) : written === undefined ? ('no-number' as const) : ('way' as const);
  return { found, written, ways, way, choose, failure };
}

function Ways({ ways, way, onChoose }: { readonly ways: readonly Way[]; readonly way: Way; readonly onChoose: (account: string) => void }): ReactElement {
  const say = useText();
  const { value: accounts } = useViewModel(useReplicas().accounts);
  if (ways.length === 1) return <p>{say('call.through', { gateway: way.name })}</p>;
  const words = ({ account, name }: Way): string => say('call.gatewayOf', { gateway: name, account: accounts.find(one => one.id === account)?.address ?? '' });
  return (
    <Select
      label={say('call.throughWhich')}
      value={String(way.account)}
      onChange={onChoose}
      options={ways.map(one => ({ id: String(one.account), label: words(one) }))}
    />
  );
}

/** What is missing. */
function NoWay(): ReactElement {
  const say = useText();
  const { value: accounts } = useViewModel(useReplicas().accounts);
  const isOnline = accounts.some(({ connection }) => connection.state === 'online');
  return (
    <div role="alert">
      <p>{say(isOnline ? 'call.noGateway' : 'call.gatewayOffline')}</p>
      {isOnline && <p className={styles['help']}>{say('call.noGatewayHelp')}</p>}
    </div>
  );
}
