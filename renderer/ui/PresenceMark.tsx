import type { ReactElement } from 'react';
import styles from './PresenceMark.module.css';

export type PresenceState = 'available' | 'away' | 'dnd' | 'offline';

/** A dot that is told by its shape too: full, a crescent, barred, a ring. Decoration: the words stand elsewhere. */
export function PresenceMark({ presence, className }: { readonly presence: PresenceState; readonly className?: string | undefined }): ReactElement {
  return (
    <svg className={`${styles['mark']} ${className ?? ''}`} data-presence={presence} viewBox="0 0 12 12" aria-hidden>
      <circle className={styles['gap']} cx="6" cy="6" r="6" />
      {presence === 'offline' ? <circle className={styles['ring']} cx="6" cy="6" r="3.25" /> : <circle className={styles['dot']} cx="6" cy="6" r="4.25" />}
      {presence === 'away' && <circle className={styles['gap']} cx="4.2" cy="4.2" r="2.7" />}
      {presence === 'dnd' && <rect className={styles['gap']} x="3.4" y="5.2" width="5.2" height="1.6" rx="0.8" />}
    </svg>
  );
}
