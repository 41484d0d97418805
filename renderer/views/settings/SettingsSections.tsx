import { Bell, CircleUserRound, EyeOff, Mic, Palette, Wrench, type LucideIcon } from 'lucide-react';
import type { ReactElement } from 'react';
import { ListBox, ListBoxItem } from 'react-aria-components';
import { useText } from '../../i18n/text.tsx';
import { placeOf, SECTIONS, type Section } from './sections.ts';
import styles from './Settings.module.css';

const ICONS: Readonly<Record<Section, LucideIcon>> = {
  accounts: CircleUserRound,
  appearance: Palette,
  notifications: Bell,
  sound: Mic,
  privacy: EyeOff,
  advanced: Wrench,
};

export interface SettingsSectionsProps {
  /** As in the route; undefined where nothing is chosen yet (one column only). */
  readonly section: string | undefined;
  readonly onChoose: (section: string) => void;
}

/** The list column of the settings. */
export function SettingsSections({ section, onChoose }: SettingsSectionsProps): ReactElement {
  const say = useText();
  return (
    <section className={styles['pane']} aria-label={say('settings.title')}>
      <h1 className={styles['heading']}>{say('settings.title')}</h1>
      <ListBox
        aria-label={say('settings.sections')}
        selectionMode="single"
        selectionBehavior="replace"
        disallowEmptySelection
        selectedKeys={section === undefined ? [] : [placeOf(section).section]}
        onSelectionChange={keys => {
          const chosen = keys === 'all' ? undefined : [...keys][0];
          if (chosen !== undefined) onChoose(String(chosen));
        }}
        className={styles['sections'] ?? ''}
      >
        {SECTIONS.map(id => {
          const Icon = ICONS[id];
          const label = say(`settings.section.${id}`);
          return (
            <ListBoxItem key={id} id={id} textValue={label} className={styles['section'] ?? ''}>
              <Icon aria-hidden className={styles['icon']} />
              {label}
            </ListBoxItem>
          );
        })}
      </ListBox>
    </section>
  );
}
