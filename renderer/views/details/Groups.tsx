import type { ReactElement } from 'react';
import { useText } from '../../i18n/text.tsx';
import { calmLine } from '../../model/calm-text.ts';
import styles from './Details.module.css';

/** The groups that somebody is in; nothing where there are none. */
export function Groups({ groups }: { readonly groups: readonly string[] }): ReactElement | null {
  const say = useText();
  if (groups.length === 0) return null;
  return (
    <section className={styles['section']}>
      <h3 className={styles['label']}>{say('details.groups')}</h3>
      <ul className={styles['groups']}>
        {groups.map(group => (
          <li key={group} className={styles['group']} title={group}>
            <bdi>{calmLine(group)}</bdi>
          </li>
        ))}
      </ul>
    </section>
  );
}
