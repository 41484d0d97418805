import type { ReactElement } from 'react';
import styles from './Spinner.module.css';

/** A turning mark; says nothing to a screen reader, so the words stand beside it. */
export const Spinner = (): ReactElement => <span className={styles['spinner']} aria-hidden />;

/** Grey lines where text will be; seen only after 300 ms, because most things are there before. */
export function Skeleton({ rows = 3, avatars = false }: { readonly rows?: number; readonly avatars?: boolean }): ReactElement {
  return (
    <div className={styles['skeleton']} aria-hidden>
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className={styles['row']}>
          {avatars && <span className={styles['disc']} />}
          <span className={styles['lines']}>
            <span className={styles['line']} data-length={(row * 7) % 3} />
            <span className={styles['line']} data-length={3 + ((row * 5) % 3)} />
          </span>
        </div>
      ))}
    </div>
  );
}
