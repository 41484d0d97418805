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
  const found: Found = { words: [], phrases: [], ignored: [] };
  for (const match of text.normalize('NFC').matchAll(PART)) {
    const value = match[3] ?? match[4] ?? '';
    const key = match[2]?.toLowerCase();
    const understood = match[1] === '' && (key === undefined ? takeText(found, value, match[3] !== undefined) : takeFilter(found, key, value, now));
    if (!understood) found.ignored.push(match[0]);
  }
  const { words, phrases, ignored } = found;
  return { words, phrases, from: found.from, in: found.in, before: found.before, after: found.after, hasLink: found.hasLink ?? false, ignored };
}

interface Found {
  readonly words: string[];
  readonly phrases: string[];
  readonly ignored: string[];
  from?: string;
  in?: string;
  before?: number;
  after?: number;
  hasLink?: boolean;
}

function takeText(found: Found, value: string, quoted: boolean): boolean {
  const list = quoted ? found.phrases : found.words;
  if (list.length >= MOST_WORDS) return false;
  if (value !== '') list.push(value);
  return true;
}

function takeFilter(found: Found, key: string, value: string, now: number): boolean {
  if (key === 'from' || key === 'in') found[key] = value;
  else if (key === 'has') {
    if (!/^links?$/i.test(value)) return false;
    found.hasLink = true;
  } else {
    const span = readSpan(value, now);
    if (!span) return false;
    if (key === 'before') found.before = span.start;
    else found.after = span.end;
  }
  return true;
}

interface Span {
  readonly start: number;
  readonly end: number;
}

function readSpan(text: string, now: number): Span | undefined {
  const today = new Date(now);
  const day = (back: number): number => new Date(today.getFullYear(), today.getMonth(), today.getDate() - back).getTime();
  if (/^today$/i.test(text)) return { start: day(0), end: day(-1) };
  if (/^yesterday$/i.test(text)) return { start: day(1), end: day(0) };
  const back = /^(\d{1,4})d$/i.exec(text);
  if (back) return { start: now - Number(back[1]) * DAY, end: now - Number(back[1]) * DAY };
  const date = /^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?$/.exec(text);
  return date ? readDate(Number(date[1]), date[2], date[3]) : undefined;
}

/** A year, a month of it, or a day of that; undefined where the calendar has none. */
function readDate(year: number, monthText: string | undefined, dayText: string | undefined): Span | undefined {
  const at = (month: number, day: number, ofYear = year): number => new Date(ofYear, month, day).getTime();
  if (monthText === undefined) return { start: at(0, 1), end: at(0, 1, year + 1) };
  const month = Number(monthText) - 1;
  if (month < 0 || month > 11) return undefined;
  if (dayText === undefined) return { start: at(month, 1), end: at(month + 1, 1) };
  const day = Number(dayText);
  return day < 1 || day > new Date(year, month + 1, 0).getDate() ? undefined : { start: at(month, day), end: at(month, day + 1) };
}
