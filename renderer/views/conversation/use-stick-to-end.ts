import { useCallback, useEffect, useRef, type RefObject } from 'react';

const NEAR_END = 24;

/**
 * Keeps the end in sight while the user has not left it, whatever grows: rows that turn out higher than they were guessed, fonts that arrive,
 * a composer that takes room. Answers what to call when the height of the list changed.
 */
export function useStickToEnd(box: RefObject<HTMLElement | null>, atFirst: boolean): () => void {
  const stuck = useRef(atFirst);
  const lastTop = useRef(0);
  const lastHeight = useRef(0);
  const toEnd = useCallback(() => {
    const scroller = box.current?.querySelector<HTMLElement>('[role="log"]');
    if (scroller && stuck.current) scroller.scrollTop = scroller.scrollHeight;
  }, [box]);
  useEffect(() => {
    const scroller = box.current?.querySelector<HTMLElement>('[role="log"]');
    if (!scroller) return undefined;
    const onScroll = (): void => {
      const { scrollTop, scrollHeight, clientHeight } = scroller;
      const sameHeight = scrollHeight === lastHeight.current;
      if (scrollHeight - scrollTop - clientHeight < NEAR_END) stuck.current = true;
      // Only a move up in a list that did not itself change is the user's.
      else if (scrollTop < lastTop.current && sameHeight) stuck.current = false;
      lastTop.current = scrollTop;
      lastHeight.current = scrollHeight;
    };
    const onWheel = (event: WheelEvent): void => {
      if (event.deltaY < 0) stuck.current = false;
    };
    const size = new ResizeObserver(toEnd);
    size.observe(scroller);
    scroller.addEventListener('scroll', onScroll, { passive: true });
    scroller.addEventListener('wheel', onWheel, { passive: true });
    return () => {
      size.disconnect();
      scroller.removeEventListener('scroll', onScroll);
      scroller.removeEventListener('wheel', onWheel);
    };
  }, [box, toEnd]);
  return toEnd;
}
