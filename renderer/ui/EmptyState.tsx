import type { ReactElement, ReactNode } from 'react';
import styles from './EmptyState.module.css';

/** Where nothing is: why, and what to do. */
export function EmptyState(props: {
  readonly title: string;
  readonly text?: string | undefined;
  readonly drawing?: ReactNode;
  readonly actions?: ReactNode;
}): ReactElement {
  return (
    <div className={styles['empty']}>
      {props.drawing}
      <p className={styles['title']}>{props.title}</p>
      {props.text && <p className={styles['text']}>{props.text}</p>}
      {props.actions && <div className={styles['actions']}>{props.actions}</div>}
    </div>
  );
}

/** An arch of a balcony with a speech mark in it. */
export function ArchDrawing(): ReactElement {
  return (
    <svg className={styles['arch']} viewBox="0 0 120 112" aria-hidden>
      <path className={styles['wall']} d="M24 92V50a36 36 0 0 1 72 0v42z" />
      <path className={styles['speech']} d="M46 42h28a7 7 0 0 1 7 7v12a7 7 0 0 1-7 7H62l-9 8v-8h-7a7 7 0 0 1-7-7V49a7 7 0 0 1 7-7z" />
      <path className={styles['rail']} d="M12 80h96M12 104h96M20 80v24M36 80v24M52 80v24M68 80v24M84 80v24M100 80v24" />
    </svg>
  );
}
