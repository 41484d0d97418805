import type { ReactElement, ReactNode } from 'react';
import { ArchDrawing } from '../../ui/EmptyState.tsx';
import styles from './Entry.module.css';

/** The frame of every page that stands before the app itself: one column in the middle, our drawing above it. */
export function Entry(props: { readonly title: string; readonly text?: string | undefined; readonly children?: ReactNode }): ReactElement {
  return (
    <main className={styles['page']}>
      <div className={styles['column']}>
        <div className={styles['drawing']}>
          <ArchDrawing />
        </div>
        <h1 className={styles['title']}>{props.title}</h1>
        {props.text !== undefined && <p className={styles['text']}>{props.text}</p>}
        {props.children}
      </div>
    </main>
  );
}
