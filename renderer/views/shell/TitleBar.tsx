import type { ReactElement } from 'react';
import styles from './TitleBar.module.css';

/** Our own title bar, where the host leaves it to us: a place to drag the window by, beside the platform's own controls. */
export function TitleBar({ platform }: { readonly platform: 'linux' | 'darwin' | 'win32' }): ReactElement {
  return (
    <div className={styles['bar']} data-platform={platform} aria-hidden>
      <span className={styles['name']}>Balcony</span>
    </div>
  );
}
