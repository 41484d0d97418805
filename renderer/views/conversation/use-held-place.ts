import { useCallback, useEffect, useRef, type RefObject } from 'react';
import type { VirtuosoHandle } from 'react-virtuoso';
import type { MessageId } from '../../../preload/contract/ids.ts';
import type { Message } from '../../../preload/contract/messages.ts';

const HANDS = ['wheel', 'touchmove', 'pointerdown', 'keydown'] as const;

/**
 * Keeps a row that was jumped to in the middle, whatever turns out higher than it was guessed or comes in around it, until the user moves.
 * @param id the row; undefined: there is none
 * @returns what is to be called when rows were drawn or changed their height
 */
export function useHeldPlace(
  box: RefObject<HTMLElement | null>,
  list: RefObject<VirtuosoHandle | null>,
  messages: readonly Message[],
  id: MessageId | undefined,
  holdsEnd: () => boolean,
): () => void {
  const held = useRef(id !== undefined);
  const now = useRef(messages);
  const hold = useCallback(() => {
    // So far down that the end is in sight: from now on that is what is held.
    held.current &&= !holdsEnd();
    if (!held.current) return;
    // The list guesses the heights of rows that it has not drawn yet; one that is drawn knows where it stands.
    const row = box.current?.querySelector(`[data-message="${id}"]`);
    if (row) return row.scrollIntoView({ block: 'center' });
    const index = now.current.findIndex(message => message.id === id);
    if (index >= 0) list.current?.scrollToIndex({ index, align: 'center' });
  }, [box, list, id, holdsEnd]);
  useEffect(() => {
    now.current = messages;
    hold();
  }, [messages, hold]);
  useEffect(() => {
    const { current } = box;
    const leave = (): void => void (held.current = false);
    for (const name of HANDS) current?.addEventListener(name, leave, { passive: true });
    return () => HANDS.forEach(name => current?.removeEventListener(name, leave));
  }, [box]);
  return hold;
}
