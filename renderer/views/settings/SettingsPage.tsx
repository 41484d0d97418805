import { ArrowLeft } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import { useText } from '../../i18n/text.tsx';
import { Button } from '../../ui/Button.tsx';
import { AccountPage } from '../account/AccountPage.tsx';
import { AccountsSection } from '../account/AccountsSection.tsx';
import { Advanced } from './Advanced.tsx';
import { Appearance } from './Appearance.tsx';
import { Notifications } from './Notifications.tsx';
import { Privacy } from './Privacy.tsx';
import { placeOf, type Section } from './sections.ts';
import styles from './Settings.module.css';
import { SoundAndVideo } from './SoundAndVideo.tsx';

export interface SettingsPageProps {
  /** As in the route: a section, or `account:3`. */
  readonly section: string | undefined;
  readonly onSection: (section: string) => void;
  readonly onAddAccount: () => void;
  /** Back to the sections, where there is one column only. */
  readonly onLeave?: (() => void) | undefined;
}

/** The main column of the settings. */
export function SettingsPage({ section, onSection, onAddAccount, onLeave }: SettingsPageProps): ReactElement {
  const say = useText();
  const place = placeOf(section);
  if (place.account !== undefined) return <AccountPage id={place.account} onLeave={() => onSection('accounts')} />;
  return (
    <article className={styles['page']} aria-label={say(`settings.section.${place.section}`)}>
      {onLeave && (
        <div className={styles['back']}>
          <Button kind="quiet" size="small" icon={ArrowLeft} onPress={onLeave}>
            {say('settings.title')}
          </Button>
        </div>
      )}
      <h1 className={styles['title']}>{say(`settings.section.${place.section}`)}</h1>
      {bodyOf(place.section, onSection, onAddAccount)}
    </article>
  );
}

function bodyOf(section: Section, onSection: (section: string) => void, onAddAccount: () => void): ReactNode {
  switch (section) {
    case 'accounts':
      return <AccountsSection onOpen={id => onSection(`account:${id}`)} onAdd={onAddAccount} />;
    case 'appearance':
      return <Appearance />;
    case 'notifications':
      return <Notifications />;
    case 'sound':
      return <SoundAndVideo />;
    case 'privacy':
      return <Privacy />;
    case 'advanced':
      return <Advanced />;
  }
}
