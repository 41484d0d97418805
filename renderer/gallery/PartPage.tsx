import { useEffect, useMemo, type ReactElement } from 'react';
import type { SettingsValues } from '../../preload/contract/settings.ts';
import { useAppearance } from '../views/shell/appearance.ts';
import { Navigation } from '../views/shell/routes.ts';
import { Around } from './Around.tsx';
import type { Part } from './parts.tsx';
import styles from './PartPage.module.css';

export interface PartPageProps {
  readonly part: Part;
  readonly settings: SettingsValues;
  /** A locale that sets the reading direction alone. */
  readonly direction?: string | undefined;
}

/** One view by itself, in the look of the whole app. */
export function PartPage({ part, settings, direction }: PartPageProps): ReactElement {
  useAppearance(settings);
  const services = useMemo(() => part.services?.() ?? {}, [part]);
  const navigation = useMemo(() => new Navigation(), []);
  const view = useMemo(() => part.view(), [part]);
  const language = settings.language === 'de' ? 'de' : 'en';
  useEffect(() => {
    document.documentElement.dataset['part'] = 'true'; // no page: it has no landmarks and no heading of its own
    document.documentElement.lang = language;
    document.documentElement.dir = direction === undefined ? 'ltr' : 'rtl';
  }, [language, direction]);
  return (
    <Around services={services} language={language} direction={direction} navigation={navigation}>
      <div className={styles['page']}>{view}</div>
    </Around>
  );
}
