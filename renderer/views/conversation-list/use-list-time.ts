import { useFormats, useText } from '../../i18n/text.tsx';
import { useNow } from '../../model/clock.ts';
import { sameDay } from '../conversation/rows.ts';

const DAY = 24 * 60 * 60_000;

/** A moment as short as it can be told: the hour today, "Yesterday", a weekday, a date. */
export function useListTime(): (at: number) => string {
  const say = useText();
  const formats = useFormats();
  const now = useNow();
  return at => {
    if (sameDay(at, now)) return formats.formatTime(at, { timeStyle: 'short' });
    if (sameDay(at, now - DAY)) return say('conversation.yesterday');
    if (at < now && now - at < 6 * DAY) return formats.formatDate(at, { weekday: 'short' });
    if (new Date(at).getFullYear() === new Date(now).getFullYear()) return formats.formatDate(at, { day: 'numeric', month: 'short' });
    return formats.formatDate(at, { dateStyle: 'short' });
  };
}
