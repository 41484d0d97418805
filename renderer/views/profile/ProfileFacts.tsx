import type { ReactElement } from 'react';
import type { Profile } from '../../../preload/contract/contacts.ts';
import { useText } from '../../i18n/text.tsx';
import { PROFILE_FIELDS } from './profile-fields.ts';
import styles from './Profile.module.css';

/** What somebody wrote about themselves. Always text: a link in it is not ours to open by a mere click. */
export function ProfileFacts({ profile }: { readonly profile: Profile }): ReactElement | null {
  const say = useText();
  const told = PROFILE_FIELDS.flatMap(field => {
    const text = profile[field]?.trim() ?? '';
    return text === '' ? [] : [{ field, text }];
  });
  if (told.length === 0) return null;
  return (
    <section className={styles['facts']} aria-label={say('account.profileOf')}>
      <dl>
        {told.map(({ field, text }) => (
          <div key={field}>
            <dt>{say(`account.profile.${field}`)}</dt>
            <dd dir="auto">{text.slice(0, 8192)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
