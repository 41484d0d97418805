import enCommon from './en/common.json' with { type: 'json' };
import enShell from './en/shell.json' with { type: 'json' };
import deCommon from './de/common.json' with { type: 'json' };
import deShell from './de/shell.json' with { type: 'json' };

/**
 * One file per area and language. To add an area, name it here four times; to add a language, add its column. A key starts with its area
 * (`composer.send`); the compiler refuses a key that is missing in a language, catalogue.test.ts one that nobody uses.
 */
export const en = { ...enCommon, ...enShell };
export type TextKey = keyof typeof en;

const de: Record<TextKey, string> = { ...deCommon, ...deShell };

export const LANGUAGES = ['en', 'de'] as const;
export type Language = (typeof LANGUAGES)[number];
export const catalogue: Record<Language, Readonly<Record<TextKey, string>>> = { en, de };

/** The first of the wanted languages that there are texts for, else English. */
export function chooseLanguage(setting: 'system' | Language, wanted: readonly string[]): Language {
  if (setting !== 'system') return setting;
  for (const tag of wanted) {
    const found = LANGUAGES.find(language => tag.toLowerCase().split('-')[0] === language);
    if (found) return found;
  }
  return 'en';
}
