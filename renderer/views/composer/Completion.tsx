import { useId, useState, type KeyboardEvent, type ReactElement, type ReactNode } from 'react';
import styles from './Completion.module.css';

/** One thing that can stand for what is being typed. */
export interface Suggestion {
  readonly id: string;
  /** What is put in its place. */
  readonly insert: string;
  readonly sign?: ReactNode;
  readonly name: string;
  readonly detail?: string | undefined;
}
/** What fits what is being typed now, from `from` to the caret. */
export interface Suggestions {
  /** The name of the list. */
  readonly label: string;
  readonly from: number;
  readonly typed: string;
  readonly items: readonly Suggestion[];
}
export interface Completion {
  readonly id: string;
  readonly label: string;
  readonly items: readonly Suggestion[];
  readonly active: number;
  readonly choose: (index: number) => void;
  /** True when the key belonged to the completion. */
  readonly onKey: (event: KeyboardEvent) => boolean;
  readonly ariaProps: { readonly 'aria-controls'?: string; readonly 'aria-activedescendant'?: string };
}

const NONE: readonly Suggestion[] = [];
const open = (found: Suggestions | undefined, isOver: boolean): readonly Suggestion[] => (found && !isOver ? found.items : NONE);
const placeOf = (found: Suggestions | undefined, caret: number): string => `${found?.from} ${caret}`;

/** A list over the box while something is typed that it knows; arrows walk it, Enter and Tab take, Escape leaves. */
export function useCompletion(found: Suggestions | undefined, caret: number, replace: (from: number, to: number, by: string) => void): Completion {
  const id = useId();
  const key = found && `${found.from} ${found.typed}`;
  const [walked, setWalked] = useState<{ readonly key: string; readonly active: number }>();
  const [dismissed, setDismissed] = useState<string>();
  /** Where the caret stands after what was chosen: nothing more is asked there, and Enter sends. */
  const [chosen, setChosen] = useState<string>();
  const items = open(found, key === dismissed || placeOf(found, caret) === chosen);
  const active = walked?.key === key ? Math.min(walked?.active ?? 0, items.length - 1) : 0;

  const choose = (index: number): void => {
    const item = items[index];
    if (!item || !found) return;
    setChosen(placeOf(found, found.from + item.insert.length));
    replace(found.from, caret, item.insert);
  };
  const onKey = (event: KeyboardEvent): boolean => {
    if (items.length === 0 || key === undefined) return false;
    if (event.key === 'ArrowDown') setWalked({ key, active: (active + 1) % items.length });
    else if (event.key === 'ArrowUp') setWalked({ key, active: (active + items.length - 1) % items.length });
    else if ((event.key === 'Enter' && !event.shiftKey) || event.key === 'Tab') choose(active);
    else if (event.key === 'Escape') setDismissed(key);
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  };
  const ariaProps = items.length > 0 ? { 'aria-controls': id, 'aria-activedescendant': `${id}-${active}` } : {};
  return { id, label: found?.label ?? '', items, active, choose, onKey, ariaProps };
}

export function CompletionList({ completion }: { readonly completion: Completion }): ReactElement | null {
  const { id, label, items, active, choose } = completion;
  if (items.length === 0) return null;
  return (
    <div id={id} role="listbox" aria-label={label} className={styles['list']}>
      {items.map((item, index) => (
        <div
          key={item.id}
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
          {item.sign !== undefined && <span className={styles['sign']}>{item.sign}</span>}
          <span className={styles['name']} title={item.name}>
            <bdi>{item.name}</bdi>
          </span>
          {item.detail !== undefined && (
            <span className={styles['detail']} title={item.detail}>
              {item.detail}
            </span>
          )}
        </div>
      ))}
    </div>
  );
}
