import { useEffect, useMemo, useState } from 'react';
import { useFormats, useText } from '../../i18n/text.tsx';
import type { Suggestions } from './Completion.tsx';
import { emojiNames, emojiQuery, matchEmoji, type EmojiName } from './emoji-data.ts';

/** Names of emoji while `:name` is being typed. */
export function useEmoji(text: string, caret: number): Suggestions | undefined {
  const say = useText();
  const language = useFormats().locale.startsWith('de') ? 'de' : 'en';
  const query = emojiQuery(text, caret);
  const [found, setFound] = useState<{ readonly query: string; readonly items: readonly EmojiName[] }>();
  useEffect(() => {
    if (query === undefined) return undefined;
    let wanted = true;
    void emojiNames(language).then(all => {
      if (wanted) setFound({ query, items: matchEmoji(all, query) });
    });
    return () => void (wanted = false);
  }, [query, language]);
  return useMemo(() => {
    if (query === undefined || found?.query !== query) return undefined;
    const items = found.items.map(({ emoji, names, label }) => ({ id: emoji, insert: `${emoji} `, sign: emoji, name: `:${names[0]}:`, detail: label }));
    return { label: say('composer.emojiNames'), from: caret - query.length - 1, typed: query, items };
  }, [say, query, found, caret]);
}
