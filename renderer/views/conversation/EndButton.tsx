import { ArrowDown, ArrowUp } from 'lucide-react';
import type { ReactElement } from 'react';
import { Button } from 'react-aria-components';
import { useText } from '../../i18n/text.tsx';
import styles from './EndButton.module.css';

/** Back to the newest message; says how many came in while it was out of sight. */
export function EndButton({ arrived, onPress }: { readonly arrived: number; readonly onPress: () => void }): ReactElement {
  const say = useText();
  return (
    <Button className={styles['button'] ?? ''} onPress={onPress} {...(arrived > 0 ? {} : { 'aria-label': say('conversation.toEnd') })} data-new={arrived > 0}>
      <ArrowDown aria-hidden className={styles['icon']} />
      {arrived > 0 && <span>{say('conversation.arrived', { count: arrived })}</span>}
    </Button>
  );
}

/** Up to the first one that was not read; says how many there are. */
export function UnreadButton({ unread, onPress }: { readonly unread: number; readonly onPress: () => void }): ReactElement {
  const say = useText();
  return (
    <Button className={`${styles['button']} ${styles['up']}`} onPress={onPress} aria-label={say('conversation.toUnread', { count: unread })} data-new="true">
      <ArrowUp aria-hidden className={styles['icon']} />
      <span>{say('conversation.arrived', { count: unread })}</span>
    </Button>
  );
}
