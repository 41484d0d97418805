import { useEffect, useState, type ReactElement, type RefObject } from 'react';
import { useDayName } from './DayLine.tsx';
import styles from './StickyDay.module.css';

/** The day of the topmost row in sight, staying at the top while its own line is out of sight. Seen only: the lines themselves are read out. */
export function StickyDay({ box }: { readonly box: RefObject<HTMLDivElement | null> }): ReactElement | null {
  const dayName = useDayName();
  const [day, setDay] = useState<number>();
  useEffect(() => {
    const scroller = box.current?.querySelector<HTMLElement>('[role="log"]');
    if (!scroller) return undefined;
    let frame = 0;
    const look = (): void => {
      frame = 0;
      setDay(topmostDay(scroller));
    };
    const later = (): void => void (frame ||= requestAnimationFrame(look));
    scroller.addEventListener('scroll', later, { passive: true });
    later();
    return () => {
      cancelAnimationFrame(frame);
      scroller.removeEventListener('scroll', later);
    };
  }, [box]);
  if (day === undefined) return null;
  return (
    <div className={styles['sticky']} aria-hidden>
      <span className={styles['label']}>{dayName(day)}</span>
    </div>
  );
}

/** Undefined while a day line stands at the top itself. */
function topmostDay(scroller: HTMLElement): number | undefined {
  const top = scroller.getBoundingClientRect().top;
  for (const row of scroller.querySelectorAll('[data-message]')) {
    const box = row.getBoundingClientRect();
    if (box.bottom <= top + 8) continue;
    const line = row.parentElement?.querySelector('[data-day]');
    if (line && line.getBoundingClientRect().bottom > top + 8) return undefined;
    const time = row.querySelector('time')?.dateTime;
    return time === undefined ? undefined : startOfDay(Date.parse(time));
  }
  return undefined;
}

const startOfDay = (at: number): number => new Date(at).setHours(0, 0, 0, 0);
