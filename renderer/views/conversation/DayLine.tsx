import type { ReactElement } from 'react';
import { useFormats, useText } from '../../i18n/text.tsx';
import { useNow } from '../../model/clock.ts';
import styles from './DayLine.module.css';
import { sameDay } from './rows.ts';

const DAY = 24 * 60 * 60_000;

/** "Today", "Yesterday", a weekday, or a date. */
export function useDayName(): (at: number) => string {
  const say = useText();
  const formats = useFormats();
  const now = useNow();
  return at => {
    if (sameDay(at, now)) return say('conversation.today');
    if (sameDay(at, now - DAY)) return say('conversation.yesterday');
    if (at < now && now - at < 6 * DAY) return formats.formatDate(at, { weekday: 'long' });
    const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
    return formats.formatDate(at, { weekday: 'short', day: 'numeric', month: 'long', ...(sameYear ? {} : { year: 'numeric' }) });
  };
}

/** Where a day begins. */
export function DayLine({ at }: { readonly at: number }): ReactElement {
  const dayName = useDayName();
  return (
    <div className={styles['line']} data-day={at}>
      <span className={styles['label']}>{dayName(at)}</span>
    </div>
  );
}

/** Where those begin that were not read when the conversation was opened. */
export function UnreadLine(): ReactElement {
  const say = useText();
  return (
    <div className={styles['line']} data-unread>
      <span className={styles['label']}>{say('conversation.unread')}</span>
    </div>
  );
}
