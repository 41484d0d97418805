import type { ReactElement } from 'react';
import { useText } from '../../i18n/text.tsx';
import { calmLine } from '../../model/calm-text.ts';
import styles from './Details.module.css';

/** The groups that somebody is in; nothing where there are none. */
export function Groups({ groups, below }: { readonly groups: readonly string[]; readonly below: 'h1' | 'h2' }): ReactElement | null {
  const say = useText();
  const Heading = below === 'h1' ? 'h2' : 'h3';
  if (groups.length === 0) return null;
  return (
    <section className={styles['section']}>
      <Heading className={styles['label']}>{say('details.groups')}</Heading>
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
