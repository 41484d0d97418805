import { EmojiPicker as Picker, type EmojiPickerListComponents } from 'frimousse';
import { useCallback, type ReactElement } from 'react';
import { useFormats, useText } from '../../i18n/text.tsx';
import { emojiData } from './emoji-data.ts';
import styles from './EmojiPicker.module.css';

const COMPONENTS: EmojiPickerListComponents = {
  CategoryHeader: ({ category, ...props }) => (
    <div {...props} className={styles['category']}>
      {category.label}
    </div>
  ),
  Row: ({ children, ...props }) => (
    <div {...props} className={styles['row']}>
      {children}
    </div>
  ),
  Emoji: ({ emoji, ...props }) => (
    <button {...props} type="button" className={styles['emoji']} data-active={emoji.isActive}>
      {emoji.emoji}
    </button>
  ),
};

/** All emoji, by group, with a search in the language of the app. */
export default function EmojiPicker({ onPick }: { readonly onPick: (emoji: string) => void }): ReactElement {
  const say = useText();
  const language = useFormats().locale.startsWith('de') ? 'de' : 'en';
  const resolve = useCallback((locale: string) => emojiData(language, locale), [language]);
  return (
    <Picker.Root className={styles['picker'] ?? ''} locale={language} columns={9} resolveEmojiData={resolve} onEmojiSelect={({ emoji }) => onPick(emoji)}>
      <Picker.Search className={styles['search'] ?? ''} autoFocus placeholder={say('composer.emojiSearch')} aria-label={say('composer.emojiSearch')} />
      <Picker.Viewport className={styles['viewport'] ?? ''}>
        <Picker.Loading className={styles['note'] ?? ''}>{say('common.loading')}</Picker.Loading>
        <Picker.Empty className={styles['note'] ?? ''}>{say('composer.emojiNone')}</Picker.Empty>
        <Picker.List className={styles['list'] ?? ''} components={COMPONENTS} />
      </Picker.Viewport>
    </Picker.Root>
  );
}
