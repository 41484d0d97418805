import { PhoneIncoming, PhoneMissed, PhoneOutgoing } from 'lucide-react';
import type { ReactElement } from 'react';
import { Button } from 'react-aria-components';
import type { CallRecord } from '../../../preload/contract/calls.ts';
import { useText } from '../../i18n/text.tsx';
import { Avatar } from '../../ui/Avatar.tsx';
import { lengthText, nameOf } from '../call/call-words.ts';
import { useListTime } from '../conversation-list/use-list-time.ts';
import styles from './CallHistory.module.css';

export interface CallRowProps {
  readonly record: CallRecord;
  readonly chosen: boolean;
  readonly onChoose: (record: CallRecord) => void;
}

/** One call of the past in the list. */
export function CallRow({ record, chosen, onChoose }: CallRowProps): ReactElement {
  const listTime = useListTime();
  const name = nameOf(record);
  return (
    <Button className={styles['row'] ?? ''} {...(chosen ? { 'aria-current': 'true' } : {})} onPress={() => onChoose(record)}>
      <Avatar name={name} address={record.peer} picture={record.avatar} size={36} />
      <span className={styles['words']}>
        <span className={styles['name']} title={name} dir="auto">
          {name}
        </span>
        <CallOutcomeLine record={record} />
      </span>
      <time className={styles['when']}>{listTime(record.startedAt)}</time>
    </Button>
  );
}

/** Which way it went, and what came of it. */
export function CallOutcomeLine({ record }: { readonly record: CallRecord }): ReactElement {
  const say = useText();
  const missed = record.direction === 'incoming' && record.outcome === 'missed';
  const Icon = missed ? PhoneMissed : record.direction === 'incoming' ? PhoneIncoming : PhoneOutgoing;
  const outcome = say(`calls.outcome.${record.direction}.${record.outcome}`);
  const words = record.lengthMs === undefined ? outcome : say('calls.outcomeLength', { outcome, length: lengthText(record.lengthMs) });
  return (
    <span className={styles['second']} data-missed={missed} title={words}>
      <Icon aria-hidden className={styles['icon']} />
      <span>{record.video ? say('calls.withVideo', { outcome: words }) : words}</span>
    </span>
  );
}
