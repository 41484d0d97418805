import type { EmojiData } from 'frimousse';
import type { Language } from '../../i18n/catalogue.ts';

/** One emoji, as a completion knows it. */
export interface EmojiName {
  readonly emoji: string;
  readonly label: string;
  /** `names[0]` is written between the colons. */
  readonly names: readonly string[];
}

// Fonts follow the standard with years between; what a font lacks shows as a box.
const NEWEST = 15.1;
const COMPONENTS = 2; // skin tones and hair by themselves

/** The picker's data, out of our own files: the page may ask no other server. */
export async function emojiData(language: Language, locale: string): Promise<EmojiData> {
  const [data, texts] = await Promise.all([
    language === 'de' ? import('emojibase-data/de/data.json') : import('emojibase-data/en/data.json'),
    language === 'de' ? import('emojibase-data/de/messages.json') : import('emojibase-data/en/messages.json'),
  ]);
  const tone = (key: string): string => texts.default.skinTones.find(one => one.key === key)?.message ?? key;
  return {
    locale,
    categories: texts.default.groups.filter(({ order }) => order !== COMPONENTS).map(({ order, message }) => ({ index: order, label: message })),
    emojis: data.default
      .filter(one => one.group !== undefined && one.group !== COMPONENTS && one.version <= NEWEST)
      .map(one => ({ emoji: one.emoji, category: one.group ?? 0, label: one.label, version: one.version, tags: one.tags ?? [] })),
    skinTones: {
      light: tone('light'),
      'medium-light': tone('medium-light'),
      medium: tone('medium'),
      'medium-dark': tone('medium-dark'),
      dark: tone('dark'),
    },
  };
}

let names: Promise<readonly EmojiName[]> | undefined;

/** For `:name`: the short names that people know from elsewhere, and the words of their own language. */
export function emojiNames(language: Language): Promise<readonly EmojiName[]> {
  names ??= Promise.all([emojiData(language, language), import('emojibase-data/en/shortcodes/emojibase.json'), import('emojibase-data/en/data.json')]).then(
    ([data, codes, english]) => {
      const byHex = new Map(Object.entries(codes.default));
      const codeOf = new Map(english.default.map(one => [one.emoji, byHex.get(one.hexcode)]));
      return data.emojis.map(({ emoji, label, tags }) => {
        const own = codeOf.get(emoji) ?? [];
        return { emoji, label, names: [...(typeof own === 'string' ? [own] : own), label.replaceAll(' ', '_'), ...tags] };
      });
    },
  );
  return names;
}

/** The best few for what was typed after the colon: names that begin with it, the shorter first, then names that hold it. */
export function matchEmoji(all: readonly EmojiName[], query: string, most = 8): readonly EmojiName[] {
  const wanted = query.toLowerCase();
  const rank = (one: EmojiName): number => {
    const [first = ''] = one.names;
    if (first === wanted) return 0;
    if (first.startsWith(wanted)) return 1 + first.length / 100;
    if (one.names.some(name => name.toLowerCase().startsWith(wanted))) return 2;
    return one.names.some(name => name.toLowerCase().includes(wanted)) ? 3 : Infinity;
  };
  return all
    .map(one => ({ one, rank: rank(one) }))
    .filter(entry => entry.rank < Infinity)
    .toSorted((a, b) => a.rank - b.rank)
    .slice(0, most)
    .map(entry => entry.one);
}

/** The name being typed before the caret, without its colon; undefined: none. */
export const emojiQuery = (text: string, caret: number): string | undefined => /(?:^|[\s(])[:]([\p{L}\p{N}_+-]{2,24})$/u.exec(text.slice(0, caret))?.[1];
