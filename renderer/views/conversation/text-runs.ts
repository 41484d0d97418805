import { LinkifyIt } from 'linkify-it';
import { calmText } from '../../model/calm-text.ts';

/** A piece of a body: text as it stands, or a link with where it leads. */
export type TextRun = string | { readonly text: string; readonly href: string };

const OPEN = new Set(['http:', 'https:', 'mailto:', 'xmpp:', 'geo:', 'tel:']);
// What may follow a scheme that linkify-it does not know by itself; brackets, quotes and a closing mark of the sentence belong to the text around it.
const TAILS = {
  'xmpp:': /[^\s<>"'()[\]{}|\\^`]{1,2048}/y,
  'geo:': /-?\d{1,3}(?:\.\d+)?,-?\d{1,3}(?:\.\d+)?(?:,-?\d+(?:\.\d+)?)?(?:;[\w.~%=-]+)*(?:\?[\w.~%=&,+-]*)?/y,
  'tel:': /\+?[\d().-]{2,32}(?:;[\w.=+-]+)*/y,
} as const;

const linkify = new LinkifyIt({ fuzzyLink: false, fuzzyEmail: true });
linkify.add('ftp:', null).add('//', null);
for (const [scheme, tail] of Object.entries(TAILS)) {
  linkify.add(scheme, {
    validate: (text, pos) => {
      tail.lastIndex = pos;
      return (tail.exec(text)?.[0] ?? '').replace(/[.,;:!?]+$/, '').length;
    },
  });
}
// Nobody writes "www." who does not mean the web; other names without a scheme may be files (`main.rs`) or sentences without a space.
linkify.add('www.', {
  validate: (text, pos, self) => {
    const match = self.matchAtStart(`https://www.${text.slice(pos, pos + 2048)}`);
    return match ? Math.max(0, match.raw.length - 'https://www.'.length) : 0;
  },
  normalize: match => void (match.url = `https://${match.raw}`),
});

/** The href that a link in a text may have, whole; undefined for every scheme but the six. */
export function safeHref(url: string): string | undefined {
  if (url.length > 8192 || !URL.canParse(url)) return undefined;
  const parsed = new URL(url);
  return OPEN.has(parsed.protocol) ? parsed.href : undefined;
}

/** Cuts a body into text and links. Text stays text, whatever it looks like. */
export function textRuns(body: string): readonly TextRun[] {
  const text = calmText(body);
  const runs: TextRun[] = [];
  let end = 0;
  for (const match of linkify.match(text) ?? []) {
    const href = safeHref(match.url);
    if (href === undefined) continue;
    if (match.index > end) runs.push(text.slice(end, match.index));
    runs.push({ text: match.raw, href });
    end = match.lastIndex;
  }
  if (end < text.length) runs.push(text.slice(end));
  return runs;
}

const ME = '/me ';

/** XEP-0245 §3: what the sender does, without the command; undefined: an ordinary text. */
export const actionOf = (body: string): string | undefined => (body.startsWith(ME) ? body.slice(ME.length) : undefined);

/** Longer than this is folded. A line of the measure holds about so many letters. */
const FOLD_LINES = 24;
const LINE_LETTERS = 84;

/** The beginning of a long body, at the end of a line or word; undefined: it is not long. */
export function folded(body: string): string | undefined {
  let lines = 0;
  let start = 0;
  while (start <= body.length) {
    const at = body.indexOf('\n', start);
    const end = at === -1 ? body.length : at;
    const needs = Math.max(1, Math.ceil((end - start) / LINE_LETTERS));
    if (lines + needs > FOLD_LINES) {
      const cut = start + (FOLD_LINES - lines) * LINE_LETTERS;
      const space = body.lastIndexOf(' ', cut);
      return lines === FOLD_LINES ? body.slice(0, start).trimEnd() : body.slice(0, space > start ? space : cut).trimEnd();
    }
    lines += needs;
    if (at === -1) return undefined;
    start = at + 1;
  }
  return undefined;
}
