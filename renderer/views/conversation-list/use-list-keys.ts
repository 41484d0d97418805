import { useState, type KeyboardEvent, type RefObject } from 'react';
import type { VirtuosoHandle } from 'react-virtuoso';
import type { ConversationId } from '../../../preload/contract/ids.ts';
import type { ListItem } from './list-items.ts';

interface ListKeys {
  /** The row that the Tab key comes to. */
  readonly tabTo: ConversationId | undefined;
  readonly onKeyDown: (event: KeyboardEvent) => void;
}

/** Arrows walk the rows of the list; the focus goes with them, also to rows that are not drawn yet. */
export function useListKeys(
  box: RefObject<HTMLElement | null>,
  list: RefObject<VirtuosoHandle | null>,
  rows: readonly ListItem[],
  open: ConversationId | undefined,
): ListKeys {
  const [active, setActive] = useState<ConversationId>();
  const ids = rows.flatMap(row => (row.kind === 'conversation' ? [row.conversation.id] : []));
  const tabTo = [active, open].find(id => id !== undefined && ids.includes(id)) ?? ids[0];
  const onKeyDown = (event: KeyboardEvent): void => {
    const at = ids.findIndex(id => id === tabTo);
    const step = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: ids.length - 1 }[event.key];
    const next = step === undefined ? undefined : ids[Math.max(0, Math.min(ids.length - 1, step))];
    if (next === undefined) return;
    event.preventDefault();
    setActive(next);
    const focus = (): void => box.current?.querySelector<HTMLElement>(`[data-conversation="${next}"]`)?.focus({ preventScroll: true });
    list.current?.scrollIntoView({ index: rows.findIndex(row => row.kind === 'conversation' && row.conversation.id === next), done: focus });
    focus();
  };
  return { tabTo, onKeyDown };
}
