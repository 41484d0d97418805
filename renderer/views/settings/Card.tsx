import type { ReactElement, ReactNode } from 'react';
import styles from './Settings.module.css';

/** A group of settings with a line above it that says what they are about. */
export function Card(props: { readonly title?: string; readonly text?: string; readonly children: ReactNode }): ReactElement {
  return (
    <section className={styles['cardSection']} aria-label={props.title}>
      {props.title !== undefined && <h2 className={styles['cardTitle']}>{props.title}</h2>}
      {props.text !== undefined && <p className={styles['quiet']}>{props.text}</p>}
      <div className={styles['card']}>{props.children}</div>
    </section>
  );
}
