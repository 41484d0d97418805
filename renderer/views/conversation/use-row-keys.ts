import { useCallback, type KeyboardEvent, type MouseEvent, type RefObject } from 'react';
import type { VirtuosoHandle } from 'react-virtuoso';
import type { MessageId } from '../../../preload/contract/ids.ts';
import type { Message } from '../../../preload/contract/messages.ts';
import { useLatest } from '../../model/use-latest.ts';
import type { SelectHow } from './selection.ts';

interface RowKeysInput {
  readonly box: RefObject<HTMLDivElement | null>;
  readonly list: RefObject<VirtuosoHandle | null>;
  readonly messages: readonly Message[];
  readonly chosenCount: number;
  readonly onActive: (id: MessageId) => void;
  readonly onChoose: (id: MessageId, how: SelectHow) => void;
  readonly onDelete: (message: Message) => void;
}
export interface RowKeys {
  readonly onKeyDown: (event: KeyboardEvent) => void;
  readonly onClick: (event: MouseEvent) => void;
}

const STEPS: Readonly<Record<string, (at: number, count: number) => number>> = {
  ArrowUp: at => at - 1,
  ArrowDown: at => at + 1,
  PageUp: at => at - 10,
  PageDown: at => at + 10,
  Home: () => 0,
  End: (_at, count) => count - 1,
};

/** Arrows walk the rows, Shift draws a selection, Space and Ctrl-click choose one, Delete asks. */
export function useRowKeys(input: RowKeysInput): RowKeys {
  const latest = useLatest(input);

  const focusRow = useCallback(
    (index: number) => {
      const { list, box, messages, onActive } = latest.current;
      const id = messages[index]?.id;
      if (id === undefined) return;
      onActive(id);
      const focus = (): void => box.current?.querySelector<HTMLElement>(`[data-message="${id}"]`)?.focus({ preventScroll: true });
      list.current?.scrollIntoView({ index, done: focus });
      focus();
    },
    [latest],
  );

  const onKeyDown = useCallback(
    (event: KeyboardEvent) => {
      const { messages, onChoose, onDelete, chosenCount } = latest.current;
      const at = rowIndex(event.target, messages);
      const message = messages[at];
      // Only on the row itself: a button or link in it has keys of its own.
      if (!message || !(event.target instanceof Element) || !event.target.hasAttribute('data-message')) return;
      const step = STEPS[event.key];
      if (step) {
        const next = Math.max(0, Math.min(messages.length - 1, step(at, messages.length)));
        if (event.shiftKey) drawTo(latest.current, message, messages[next]);
        focusRow(next);
      } else if (event.key === ' ') onChoose(message.id, 'toggle');
      else if (event.key === 'Delete') onDelete(message);
      else if (event.key === 'Escape' && chosenCount > 0) {
        onChoose(message.id, 'none');
        event.stopPropagation();
      } else return;
      event.preventDefault();
    },
    [latest, focusRow],
  );

  const onClick = useCallback(
    (event: MouseEvent) => {
      const { messages, chosenCount, onChoose } = latest.current;
      const message = messages[rowIndex(event.target, messages)];
      if (!message || (event.target instanceof Element && event.target.closest('a, button'))) return;
      if (event.shiftKey && chosenCount > 0) onChoose(message.id, 'range');
      else if (event.ctrlKey || event.metaKey || chosenCount > 0) onChoose(message.id, 'toggle');
    },
    [latest],
  );

  return { onKeyDown, onClick };
}

function drawTo({ chosenCount, onChoose }: RowKeysInput, from: Message, to: Message | undefined): void {
  if (chosenCount === 0) onChoose(from.id, 'toggle');
  if (to) onChoose(to.id, 'range');
}

function rowIndex(target: EventTarget, messages: readonly Message[]): number {
  const row = target instanceof Element ? target.closest('[data-message]') : null;
  const id = Number(row?.getAttribute('data-message'));
  return messages.findIndex(message => message.id === id);
}
