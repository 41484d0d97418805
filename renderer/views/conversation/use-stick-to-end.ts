import { useCallback, useEffect, useRef, type RefObject } from 'react';

const NEAR_END = 24;
const UPWARD = new Set(['ArrowUp', 'PageUp', 'Home']);

/**
 * Keeps the end in sight until the user leaves it, whatever grows meanwhile: rows that turn out higher than they were guessed, fonts that arrive,
 * a composer that takes room. `holdEnd` is to be called when the height of the list changed,
 * `toEnd` goes there and holds on from then on; `holdsEnd` says whether it does.
 */
export function useStickToEnd(
  box: RefObject<HTMLElement | null>,
  atFirst: boolean,
): { readonly toEnd: () => void; readonly holdEnd: () => void; readonly holdsEnd: () => boolean } {
  const stuck = useRef(atFirst);
  const holdEnd = useCallback(() => {
    const scroller = box.current?.querySelector<HTMLElement>('[role="log"]');
    if (scroller && stuck.current) scroller.scrollTop = scroller.scrollHeight;
  }, [box]);
  useEffect(() => {
    const scroller = box.current?.querySelector<HTMLElement>('[role="log"]');
    return scroller ? watch(scroller, stuck, holdEnd) : undefined;
  }, [box, holdEnd]);
  const toEnd = useCallback(() => {
    stuck.current = true;
    holdEnd();
  }, [holdEnd]);
  const holdsEnd = useCallback(() => stuck.current, []);
  return { toEnd, holdEnd, holdsEnd };
}

function watch(scroller: HTMLElement, stuck: { current: boolean }, holdEnd: () => void): () => void {
  let lastTop = scroller.scrollTop;
  const leave = (): void => void (stuck.current = false);
  const onScroll = (): void => {
    const { scrollTop, scrollHeight, clientHeight } = scroller;
    const near = scrollHeight - scrollTop - clientHeight < NEAR_END;
    // Coming down to the end holds on to it again; a move that nobody made is undone.
    if (near && scrollTop >= lastTop) stuck.current = true;
    else if (!near) holdEnd();
    lastTop = scroller.scrollTop;
  };
  const listeners: { readonly [K in keyof HTMLElementEventMap]?: (event: HTMLElementEventMap[K]) => void } = {
    scroll: onScroll,
    wheel: event => (event.deltaY < 0 ? leave() : undefined),
    touchmove: leave,
    // The scroll bar belongs to the scroller itself; the middle button scrolls by moving.
    pointerdown: event => (event.target === scroller || event.button === 1 ? leave() : undefined),
    keydown: event => (UPWARD.has(event.key) ? leave() : undefined),
  };
  const size = new ResizeObserver(holdEnd);
  size.observe(scroller);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- each listener stands under the name of its own event
  const all = Object.entries(listeners) as [string, EventListener][];
  for (const [name, listener] of all) scroller.addEventListener(name, listener, { passive: true });
  return () => {
    size.disconnect();
    for (const [name, listener] of all) scroller.removeEventListener(name, listener);
  };
}
