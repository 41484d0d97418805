import { Check, CheckCheck, CircleAlert, Clock3, type LucideIcon } from 'lucide-react';
import type { ReactElement } from 'react';
import type { Delivery, Message } from '../../../preload/contract/messages.ts';
import { useText } from '../../i18n/text.tsx';
import styles from './DeliveryMark.module.css';

const ICONS: Record<Delivery, LucideIcon> = { queued: Clock3, sent: Check, delivered: CheckCheck, displayed: CheckCheck };

/** How far an own message has come. On every own row for those who listen; seen only where `visible`. */
export function DeliveryMark({ message, visible }: { readonly message: Message; readonly visible: boolean }): ReactElement {
  const say = useText();
  const state = message.failed === undefined ? message.delivery : 'failed';
  const name = say(`conversation.delivery.${state}`);
  const Icon = state === 'failed' ? CircleAlert : ICONS[state];
  return (
    <span role="img" aria-label={name} title={name} className={styles['mark']} data-state={state} data-visible={visible}>
      <Icon aria-hidden />
    </span>
  );
}
