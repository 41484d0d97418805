import { Search, X } from 'lucide-react';
import type { ReactElement, Ref } from 'react';
import { useText } from '../../i18n/text.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import styles from './Search.module.css';

export interface SearchBoxProps {
  readonly value: string;
  readonly onChange: (text: string) => void;
  readonly onFocus?: (() => void) | undefined;
  readonly autoFocus?: boolean;
  readonly inputRef?: Ref<HTMLInputElement>;
  /** Keys at the end, such as Ctrl K. */
  readonly shortcut?: string | undefined;
  /** The list that the arrow keys walk in, and the row they stand on. */
  readonly resultsId?: string | undefined;
  readonly activeId?: string | undefined;
}

/** The box named Search, here and in the list column. */
export function SearchBox({ value, onChange, onFocus, autoFocus = false, inputRef, shortcut, resultsId, activeId }: SearchBoxProps): ReactElement {
  const say = useText();
  return (
    <div className={styles['box']}>
      <Search aria-hidden className={styles['glass']} />
      <input
        ref={inputRef}
        type="search"
        className={styles['input']}
        aria-label={say('search.search')}
        placeholder={say('search.search')}
        aria-controls={resultsId}
        aria-activedescendant={activeId}
        value={value}
        onChange={event => onChange(event.target.value)}
        onFocus={onFocus}
        autoFocus={autoFocus}
        autoComplete="off"
        spellCheck={false}
        maxLength={512}
        dir="auto"
      />
      {value !== '' ? (
        <IconButton size="small" icon={X} label={say('search.clear')} tooltip={false} onPress={() => onChange('')} />
      ) : (
        shortcut !== undefined && <kbd className={styles['shortcut']}>{shortcut}</kbd>
      )}
    </div>
  );
}
