import { ArrowBigUpDash } from 'lucide-react';
import type { ReactElement } from 'react';
import { useText } from '../../i18n/text.tsx';
import styles from './Entry.module.css';

/** Beneath a password, while caps lock is on. */
export function CapsHint({ on }: { readonly on: boolean }): ReactElement | null {
  const say = useText();
  if (!on) return null;
  return (
    <p className={styles['caps']} role="status">
      <ArrowBigUpDash aria-hidden />
      {say('signIn.capsLock')}
    </p>
  );
}
