import { ArrowLeftRight, PhoneOff } from 'lucide-react';
import type { ReactElement } from 'react';
import type { Call } from '../../../preload/contract/calls.ts';
import { useText } from '../../i18n/text.tsx';
import { Avatar } from '../../ui/Avatar.tsx';
import { CallButton } from './CallButton.tsx';
import styles from './OtherCalls.module.css';
import { nameOf } from './call-words.ts';
import { useCallActions } from './use-call-actions.ts';

/** Who waits on hold meanwhile. */
export function OtherCalls({ current, others }: { readonly current: Call; readonly others: readonly Call[] }): ReactElement | null {
  const say = useText();
  const { swap, hangUp } = useCallActions();
  if (others.length === 0) return null;
  return (
    <ul className={styles['others']} aria-label={say('call.others')}>
      {others.map(call => (
        <li key={call.id} className={styles['other']}>
          <Avatar name={nameOf(call)} address={call.peer} picture={call.avatar} size={28} />
          <span className={styles['words']}>
            <span className={styles['name']} title={nameOf(call)}>
              <bdi>{nameOf(call)}</bdi>
            </span>
            <span className={styles['state']}>{say(`call.state.${call.phase}`)}</span>
          </span>
          <CallButton size="small" icon={ArrowLeftRight} label={say('call.swap', { name: nameOf(call) })} onPress={() => swap(current, call)} />
          <CallButton size="small" kind="end" icon={PhoneOff} label={say('call.hangUpOn', { name: nameOf(call) })} onPress={() => hangUp(call)} />
        </li>
      ))}
    </ul>
  );
}
