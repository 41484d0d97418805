import type { FindQuery } from '../store/api.ts';

export type ReadQuery = Omit<FindQuery, 'conversation' | 'olderThan'> & { readonly ignored: readonly string[] };

const PART = /(-?)(?:(from|in|before|after|has):)?(?:"([^"]*)"?|(\S+))/giu;
const DAY = 24 * 3600 * 1000;
const MOST_WORDS = 12;

/**
 * Reads what was typed: words, "phrases", and `from: in: before: after: has:link`. Dates are `2026-11-22`, `2026-11`, `2026`, `today`, `yesterday`, or
 * days back as `7d`, in local time. `before:` a day ends where the day begins, `after:` begins where the day ends. Never throws.
 */
export function readQuery(text: string, now: number): ReadQuery {
  const words: string[] = [];
  const phrases: string[] = [];
  const ignored: string[] = [];
  const found: { from?: string; in?: string; before?: number; after?: number; hasLink?: boolean } = {};
  const take = (key: string | undefined, value: string, whole: string, quoted: boolean): void => {
    if (key === undefined) void (quoted ? value && phrases.push(value) : words.length < MOST_WORDS && words.push(value));
    else if (key === 'from' || key === 'in') found[key] = value;
    else if (key === 'has' && /^links?$/i.test(value)) found.hasLink = true;
    else {
      const day = key === 'before' || key === 'after' ? readDay(value, now) : undefined;
      if (day && key === 'before') found.before = day.start;
      else if (day) found.after = day.end;
      else ignored.push(whole);
    }
  };
  for (const match of text.normalize('NFC').matchAll(PART)) {
    const value = match[3] ?? match[4] ?? '';
    if (match[1]) ignored.push(match[0]);
    else take(match[2]?.toLowerCase(), value, match[0], match[3] !== undefined);
  }
  return { words, phrases, from: found.from, in: found.in, before: found.before, after: found.after, hasLink: found.hasLink ?? false, ignored };
}

function readDay(text: string, now: number): { readonly start: number; readonly end: number } | undefined {
  const today = new Date(now);
  const at = (year: number, month: number, day: number): number => new Date(year, month, day).getTime();
  const [y, m, d] = [today.getFullYear(), today.getMonth(), today.getDate()];
  if (/^today$/i.test(text)) return { start: at(y, m, d), end: at(y, m, d + 1) };
  if (/^yesterday$/i.test(text)) return { start: at(y, m, d - 1), end: at(y, m, d) };
  const back = /^(\d{1,4})d$/i.exec(text);
  if (back) return { start: now - Number(back[1]) * DAY, end: now - Number(back[1]) * DAY };
  const date = /^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?$/.exec(text);
  if (!date) return undefined;
  const [year, month, day] = [Number(date[1]), date[2] === undefined ? undefined : Number(date[2]) - 1, date[3] === undefined ? undefined : Number(date[3])];
  if (month !== undefined && month > 11) return undefined;
  if (day !== undefined && (day < 1 || day > new Date(year, (month ?? 0) + 1, 0).getDate())) return undefined;
  if (month === undefined) return { start: at(year, 0, 1), end: at(year + 1, 0, 1) };
  return day === undefined ? { start: at(year, month, 1), end: at(year, month + 1, 1) } : { start: at(year, month, day), end: at(year, month, day + 1) };
}
