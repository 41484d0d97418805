// Does a message mean the user? By reference (XEP-0372, XEP-0513), or by name in its text.
import type { BareJid } from '../../preload/contract/ids.ts';
import type { Mention } from '../xmpp/features/muc/muc.types.ts';

/** Who the user is in a room. */
export interface Own {
  readonly nickname: string;
  readonly occupantId: string | undefined;
  readonly address: BareJid | undefined;
}

/** Of others only; who asks has looked at that. */
export function meansMe(body: string, mentions: readonly Mention[], own: Own): boolean {
  return mentions.some(mention => isMe(mention, own)) || hasWord(body, own.nickname) || EVERYBODY.test(body);
}

/** The surest thing that a reference names decides: a nickname may have had another owner. */
function isMe({ address, occupantId, nickname, everybody }: Mention, own: Own): boolean {
  if (everybody) return true;
  if (occupantId !== undefined && own.occupantId !== undefined) return occupantId === own.occupantId;
  if (address !== undefined) return address === own.address;
  return nickname !== undefined && nickname === own.nickname;
}

const EVERYBODY = /(?<![\p{L}\p{N}_.@/])@(?:room|everybody|everyone|all|here)(?![\p{L}\p{N}_])/iu;
const LETTER = /[\p{L}\p{N}_]/u;
/** A name of one letter stands in nearly every text. */
const SHORTEST = 2;

/** The name as a whole word, whatever its case. */
export function hasWord(body: string, name: string): boolean {
  const wanted = name.trim().toLowerCase();
  if (wanted.length < SHORTEST) return body.toLowerCase().includes(`@${wanted}`) && wanted !== '';
  const text = body.toLowerCase();
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) {
    const [before, after] = [charBefore(text, at), charAt(text, at + wanted.length)];
    // What begins or ends with a sign needs no border there.
    if ((!LETTER.test(before) || !LETTER.test(charAt(text, at))) && (!LETTER.test(after) || !LETTER.test(charBefore(text, at + wanted.length)))) return true;
  }
  return false;
}
const charAt = (text: string, at: number): string => (at < text.length ? String.fromCodePoint(text.codePointAt(at) ?? 0) : '');
function charBefore(text: string, at: number): string {
  if (at <= 0) return '';
  const low = text.charCodeAt(at - 1);
  return low >= 0xdc00 && low <= 0xdfff ? text.slice(at - 2, at) : text.charAt(at - 1);
}

/** Names of people in a room that stand in a text as `@name`, or at its beginning as `name:` or `name,`. Spans in code points, end exclusive. */
export function mentionsIn(body: string, people: Iterable<string>): readonly { readonly begin: number; readonly end: number; readonly nickname: string }[] {
  const found: { begin: number; end: number; nickname: string }[] = [];
  const points = (upTo: number): number => [...body.slice(0, upTo)].length;
  const add = (at: number, length: number, nickname: string): void => void found.push({ begin: points(at), end: points(at + length), nickname });
  for (const nickname of people) {
    if (nickname === '' || found.length >= MOST) continue;
    if (body.startsWith(nickname) && /^[:,]/.test(body.slice(nickname.length))) add(0, nickname.length, nickname);
    for (let at = body.indexOf(`@${nickname}`); at >= 0; at = body.indexOf(`@${nickname}`, at + 1)) {
      if (!LETTER.test(charBefore(body, at)) && !LETTER.test(charAt(body, at + 1 + nickname.length))) add(at, nickname.length + 1, nickname);
    }
  }
  // Of two names of which one is the beginning of the other, the longer one is meant.
  return found
    .filter(one => !found.some(other => other !== one && other.begin <= one.begin && other.end >= one.end && other.end - other.begin > one.end - one.begin))
    .toSorted((a, b) => a.begin - b.begin);
}
const MOST = 50;

/** Where a text calls everybody. */
export function everybodyIn(body: string): readonly { readonly begin: number; readonly end: number }[] {
  const found = EVERYBODY.exec(body);
  if (!found) return [];
  const begin = [...body.slice(0, found.index)].length;
  return [{ begin, end: begin + found[0].length }];
}
