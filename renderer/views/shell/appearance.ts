import { useEffect, useState } from 'react';
import type { SettingsValues } from '../../../preload/contract/settings.ts';

export interface Look {
  readonly theme: 'light' | 'dark' | 'contrast';
  readonly scheme: 'light' | 'dark';
}

/** What a setting means on this computer. The high-contrast theme follows the system in being light or dark. */
export function lookOf(theme: SettingsValues['theme'], system: { readonly dark: boolean; readonly contrast: boolean }): Look {
  const scheme = theme === 'light' || theme === 'dark' ? theme : system.dark ? 'dark' : 'light';
  return { theme: theme === 'contrast' || (theme === 'system' && system.contrast) ? 'contrast' : scheme, scheme };
}

/** Whether a media query holds now. */
export function useMedia(query: string): boolean {
  const [matches, setMatches] = useState(() => matchMedia(query).matches);
  useEffect(() => {
    const media = matchMedia(query);
    const check = (): void => setMatches(media.matches);
    check();
    media.addEventListener('change', check);
    return () => media.removeEventListener('change', check);
  }, [query]);
  return matches;
}

/** Puts theme and zoom on the page. */
export function useAppearance({ theme, zoom }: Pick<SettingsValues, 'theme' | 'zoom'>): void {
  const dark = useMedia('(prefers-color-scheme: dark)');
  const contrast = useMedia('(prefers-contrast: more)');
  const look = lookOf(theme, { dark, contrast });
  useEffect(() => {
    const page = document.documentElement;
    page.dataset['theme'] = look.theme;
    page.dataset['scheme'] = look.scheme;
    page.style.setProperty('--zoom', String(zoom));
  }, [look.theme, look.scheme, zoom]);
}
