import { useEffect, useId, useState, type KeyboardEvent, type ReactElement } from 'react';
import { useFormats, useText } from '../../i18n/text.tsx';
import styles from './EmojiCompletion.module.css';
import { emojiNames, emojiQuery, matchEmoji, type EmojiName } from './emoji-data.ts';

interface Completion {
  readonly id: string;
  readonly items: readonly EmojiName[];
  readonly active: number;
  readonly choose: (index: number) => void;
  /** True when the key belonged to the completion. */
  readonly onKey: (event: KeyboardEvent) => boolean;
  readonly ariaProps: { readonly 'aria-controls'?: string; readonly 'aria-activedescendant'?: string };
}

const NONE: readonly EmojiName[] = [];

/** Names of emoji while `:name` is being typed. */
export function useEmojiCompletion(text: string, caret: number, replace: (from: number, to: number, by: string) => void): Completion {
  const id = useId();
  const language = useFormats().locale.startsWith('de') ? 'de' : 'en';
  const query = emojiQuery(text, caret);
  const [found, setFound] = useState<{ readonly query: string; readonly items: readonly EmojiName[] }>();
  const [active, setActive] = useState(0);
  const [dismissed, setDismissed] = useState<string>();
  useEffect(() => {
    if (query === undefined) return undefined;
    let wanted = true;
    void emojiNames(language).then(all => {
      if (!wanted) return;
      setFound({ query, items: matchEmoji(all, query) });
      setActive(0);
    });
    return () => void (wanted = false);
  }, [query, language]);
  const items = query !== undefined && query !== dismissed && found?.query === query ? found.items : NONE;

  const choose = (index: number): void => {
    const item = items[index];
    if (item && query !== undefined) replace(caret - query.length - 1, caret, `${item.emoji} `);
  };
  const onKey = (event: KeyboardEvent): boolean => {
    if (items.length === 0) return false;
    if (event.key === 'ArrowDown') setActive((active + 1) % items.length);
    else if (event.key === 'ArrowUp') setActive((active + items.length - 1) % items.length);
    else if (event.key === 'Enter' || event.key === 'Tab') choose(active);
    else if (event.key === 'Escape') setDismissed(query);
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  };
  const ariaProps = items.length > 0 ? { 'aria-controls': id, 'aria-activedescendant': `${id}-${active}` } : {};
  return { id, items, active, choose, onKey, ariaProps };
}

export function EmojiCompletion({ completion }: { readonly completion: Completion }): ReactElement | null {
  const say = useText();
  const { id, items, active, choose } = completion;
  if (items.length === 0) return null;
  return (
    <div id={id} role="listbox" aria-label={say('composer.emojiNames')} className={styles['list']}>
      {items.map((item, index) => (
        <div
          key={item.emoji}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === active}
          className={styles['option']}
          // The focus stays in the text.
          onPointerDown={event => {
            event.preventDefault();
            choose(index);
          }}
        >
          <span className={styles['emoji']}>{item.emoji}</span>
          <span className={styles['name']} title={item.label}>
            :{item.names[0]}:
          </span>
        </div>
      ))}
    </div>
  );
}
