// RFC 7622: addresses. Prepared as far as comparing and typing need it: the server has the last word on what an account may be called.
import { bareJid, type BareJid } from '../../preload/contract/ids.ts';
import { decodePunycode } from './punycode.ts';

/** The parts of an address, each prepared: `local` and `domain` compare by `===`. */
export interface Jid {
  readonly local: string | undefined;
  readonly domain: string;
  readonly resource: string | undefined;
}

/** RFC 7622 §3.1: octets of each part. */
const MOST_BYTES = 1023;
/** RFC 7622 §3.3.1, with everything that is blank, invisible or no character at all. */
const BAD_LOCAL = /["&'/:<>@\p{Z}\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Noncharacter_Code_Point}]/u;
const BAD_RESOURCE = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}]/u;
const LABEL = /^(?!-)[\p{L}\p{N}\p{M}_\u00b7\u0375\u05f3\u05f4\u30fb-]{1,63}(?<!-)$/u;
const IP6 = /^\[[0-9a-f:.]{2,45}\]$/;
/** Already prepared, as nearly every address on the wire is: no dash pair that could be punycode, nothing to fold. */
const PLAIN_BARE = /^[a-z0-9._+-]{1,200}@[a-z0-9]{1,63}(?:[.-][a-z0-9]{1,63}){0,20}$/;

function bytes(text: string): number {
  let count = 0;
  for (const one of text) {
    const code = one.codePointAt(0)!;
    count += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x1_0000 ? 3 : 4;
  }
  return count;
}
const fits = (text: string): boolean => text.length > 0 && bytes(text) <= MOST_BYTES;

/** Lower case and composed. Composing may bring a capital back to light, hence until nothing moves. */
function fold(text: string): string {
  let before = text.replace(/[\uff01-\uffef]/g, wide => wide.normalize('NFKC'));
  for (let round = 0; round < 4; round += 1) {
    const after = before.toLowerCase().normalize('NFC');
    if (after === before) return after;
    before = after;
  }
  return before;
}

function prepareLocal(text: string): string | undefined {
  const local = fold(text);
  return fits(local) && !BAD_LOCAL.test(local) ? local : undefined;
}

function prepareLabel(text: string): string | undefined {
  const label = fold(text);
  if (!LABEL.test(label)) return undefined;
  if (!label.startsWith('xn--')) return label;
  const decoded = decodePunycode(label.slice(4));
  // A label that decodes into something unprepared stays as it is: it cannot be typed, and must not look like another.
  return decoded !== undefined && /[^\0-\x7f]/.test(decoded) && fold(decoded) === decoded && LABEL.test(decoded) ? decoded : label;
}

/** A domain in Unicode and lower case, without a closing dot; undefined where it is none. */
export function prepareDomain(text: string): string | undefined {
  if (text.length > MOST_BYTES) return undefined;
  const lower = text.toLowerCase();
  if (IP6.test(lower)) return lower;
  const labels = text
    .replace(/[\u3002\uff0e\uff61]/g, '.')
    .replace(/\.$/, '')
    .split('.')
    .map(prepareLabel);
  if (labels.includes(undefined)) return undefined;
  const domain = labels.join('.');
  return fits(domain) ? domain : undefined;
}

function prepareResource(text: string): string | undefined {
  const resource = text.replace(/\p{Zs}/gu, ' ').normalize('NFC');
  return fits(resource) && !BAD_RESOURCE.test(resource) ? resource : undefined;
}

/** Takes an address apart and prepares it; undefined where it is none. The resource is cut off first: it may hold `@` (RFC 7622 §3.2). */
export function parseJid(text: string): Jid | undefined {
  if (text.length > 3 * MOST_BYTES + 2) return undefined;
  const slash = text.indexOf('/');
  const bare = slash < 0 ? text : text.slice(0, slash);
  const at = bare.indexOf('@');
  const local = at < 0 ? undefined : prepareLocal(bare.slice(0, at));
  const domain = prepareDomain(bare.slice(at + 1));
  const resource = slash < 0 ? undefined : prepareResource(text.slice(slash + 1));
  if (domain === undefined || (at >= 0 && local === undefined) || (slash >= 0 && resource === undefined)) return undefined;
  return { local, domain, resource };
}

export const composeBare = (jid: Pick<Jid, 'local' | 'domain'>): BareJid => bareJid(jid.local === undefined ? jid.domain : `${jid.local}@${jid.domain}`);

/** The prepared text of an address, with its resource. */
export const composeJid = (jid: Jid): string => (jid.resource === undefined ? composeBare(jid) : `${composeBare(jid)}/${jid.resource}`);

/** The address without its resource, prepared; undefined where the text is no address. */
export function bareOf(text: string | undefined): BareJid | undefined {
  if (text === undefined) return undefined;
  const slash = text.indexOf('/');
  const bare = slash < 0 ? text : text.slice(0, slash);
  if (PLAIN_BARE.test(bare) && !bare.includes('xn--')) return slash < 0 || prepareResource(text.slice(slash + 1)) !== undefined ? bareJid(bare) : undefined;
  const jid = parseJid(text);
  return jid && composeBare(jid);
}

export const resourceOf = (text: string | undefined): string | undefined => (text === undefined ? undefined : parseJid(text)?.resource);
export const domainOf = (text: string | undefined): string | undefined => (text === undefined ? undefined : parseJid(text)?.domain);
export const localOf = (text: string | undefined): string | undefined => (text === undefined ? undefined : parseJid(text)?.local);

/** The whole text is exactly this bare address: no resource, whatever its spelling. */
export const isBare = (text: string | undefined, bare: BareJid): boolean => text !== undefined && !text.includes('/') && bareOf(text) === bare;

/** Stable keys: the views have a sentence for each. */
export type AddressHint = 'empty' | 'no-at' | 'spaces' | 'bad-characters' | 'bad-domain' | 'too-long';
/** `doubt`: may well be meant so (`juliet@localhost`), but is worth a second look. */
export type ReadAddress = { readonly address: BareJid; readonly doubt?: 'no-dot' } | { readonly hint: AddressHint };

/** Takes off what people paste around an address: `Juliet <…>`, a scheme, a resource, a query. */
function unwrap(text: string): string {
  const inside = /<([^<>]*)>\s*$/.exec(text)?.[1] ?? text;
  const [, scheme, rest] = /^\s*(xmpp:(?:\/\/[^/]*\/)?|mailto:)?(.*?)\s*$/isu.exec(inside) ?? [];
  if (scheme === undefined) return rest ?? '';
  const path = (rest ?? '').replace(/[?;#].*$/su, '');
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** A number at the end is an IPv4 address or a slip (RFC 3696 §2). */
const isHost = (host: string): boolean => !/(^|\.)\d+$/.test(host) || /^(\d{1,3}\.){3}\d{1,3}$/.test(host);
const isWhole = (host: string): boolean => host.includes('.') || host === 'localhost' || host.startsWith('[');

function readParts(local: string, domain: string): ReadAddress {
  if (bytes(local) > MOST_BYTES || bytes(domain) > MOST_BYTES) return { hint: 'too-long' };
  const name = prepareLocal(local);
  if (name === undefined || domain.includes('@')) return { hint: 'bad-characters' };
  const host = prepareDomain(domain);
  if (host === undefined || !isHost(host)) return { hint: 'bad-domain' };
  const address = composeBare({ local: name, domain: host });
  return isWhole(host) ? { address } : { address, doubt: 'no-dot' };
}

/** Reads a person's address as somebody typed or pasted it. */
export function readAddress(text: string): ReadAddress {
  const typed = unwrap(text.slice(0, 8192)).replace('\uff20', '@');
  const bare = typed.replace(/\/.*$/su, '');
  if (bare === '') return { hint: typed === '' ? 'empty' : 'no-at' };
  if (/[\s\p{Z}]/u.test(bare)) return { hint: 'spaces' };
  const at = bare.indexOf('@');
  return at <= 0 ? { hint: 'no-at' } : readParts(bare.slice(0, at), bare.slice(at + 1));
}
