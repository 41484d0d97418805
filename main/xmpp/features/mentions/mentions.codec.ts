// XEP-0372: References, version 0.5.0 (2020-12-09): mentions; XEP-0513: Explicit Mentions, version 0.1.0 (2026-04-01)
import type { BareJid } from '../../../../preload/contract/ids.ts';
import { attr, child, childrenOf, el, numberAttr, type Element } from '../../element.ts';
import { bareOf, isBare, resourceOf } from '../../jid.ts';
import { NS } from '../../ns.ts';
import type { Mention } from '../muc/muc.types.ts';

/** More than anybody means in one message; what follows is not looked at. */
const MOST_MENTIONS = 64;
const MOST_URI = 4096;
const MOST_ID = 128;
/** XEP-0513 §3.2.1.1 */
export const EVERYBODY = `${NS.mentions}#channel`;

type Who = Omit<Mention, 'begin' | 'end'>;
const NOBODY: Who = { nickname: undefined, occupantId: undefined, address: undefined, everybody: false };

/** A pair of surrogates is one. */
const codePoints = (text: string): number => text.length - (text.match(/[\ud800-\udbff][\udc00-\udfff]/g)?.length ?? 0);

/** `xmpp:` and an address, as RFC 5122 writes it. */
function addressInUri(uri: string | undefined): string | undefined {
  const [, text] = /^xmpp:([^?#]+)/i.exec(uri?.slice(0, MOST_URI) ?? '') ?? [];
  try {
    return text === undefined ? undefined : decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** An address of the room itself is one of its occupants; anything else, a person's. */
function whoIs(address: string | undefined, room: BareJid): Who | undefined {
  const bare = bareOf(address);
  if (bare === undefined) return undefined;
  if (bare !== room) return { ...NOBODY, address: bare };
  const nickname = resourceOf(address);
  return nickname === undefined ? { ...NOBODY, everybody: true } : { ...NOBODY, nickname };
}

/** XEP-0372 §3.2. A mention with an anchor is of another message (§3.4). */
function whoByReference(reference: Element, room: BareJid): Who | undefined {
  return attr(reference, 'type') === 'mention' && attr(reference, 'anchor') === undefined ? whoIs(addressInUri(attr(reference, 'uri')), room) : undefined;
}

/** XEP-0513 §3.1 and §3.2.1. Other groups than the whole room are nobody we could name. */
function whoByMention(mention: Element, room: BareJid): Who | undefined {
  // §3.5.2: nobody is to be disturbed.
  if (child(mention, 'noping', NS.mentions)) return undefined;
  const group = attr(mention, 'mentions');
  if (group !== undefined) {
    const where = attr(mention, 'uri');
    return group === EVERYBODY && (where === undefined || isBare(addressInUri(where), room)) ? { ...NOBODY, everybody: true } : undefined;
  }
  const id = attr(mention, 'occupantid');
  if (id !== undefined) return id.length > 0 && id.length <= MOST_ID ? { ...NOBODY, occupantId: id } : undefined;
  return whoIs(attr(mention, 'jid'), room);
}

/** Outside of the body, or of a body in another language (§3.4): of no part of the text. */
function spanOf(element: Element, length: number): { readonly begin: number; readonly end: number } {
  const [begin, end] = [numberAttr(element, 'begin'), numberAttr(element, 'end')];
  const fits = begin !== undefined && end !== undefined && begin < end && end <= length && attr(element, 'hreflang') === undefined;
  return fits ? { begin, end } : { begin: 0, end: 0 };
}

/** The same words by both protocols are one mention. */
function join(found: readonly Mention[]): readonly Mention[] {
  const joined: Mention[] = [];
  for (const one of found) {
    const twin = joined.findIndex(other => other.begin === one.begin && other.end === one.end && mayBeOne(other, one));
    const other = joined[twin];
    if (other)
      joined[twin] = {
        ...other,
        nickname: other.nickname ?? one.nickname,
        occupantId: other.occupantId ?? one.occupantId,
        address: other.address ?? one.address,
      };
    else joined.push(one);
  }
  return joined;
}

/** Several may stand for the same words (XEP-0513 §3.3), each of another person. */
function mayBeOne(a: Mention, b: Mention): boolean {
  if (a.everybody || b.everybody) return a.everybody && b.everybody;
  if (a.begin === a.end) return a.nickname === b.nickname && a.occupantId === b.occupantId && a.address === b.address;
  const differ = (key: 'nickname' | 'occupantId' | 'address'): boolean => a[key] !== undefined && b[key] !== undefined && a[key] !== b[key];
  return !differ('nickname') && !differ('occupantId') && !differ('address');
}

/** Whom a message means; `begin` and `end` 0: no part of its text. `body`: the text as it is shown. */
export function readMentions(message: Element, body: string, room: BareJid): readonly Mention[] {
  const length = codePoints(body);
  const parts = childrenOf(message).filter(one => one.is('reference', NS.references) || one.is('mention', NS.mentions));
  const found = parts.slice(0, MOST_MENTIONS).flatMap((one): readonly Mention[] => {
    const who = one.is('mention') ? whoByMention(one, room) : whoByReference(one, room);
    return who ? [{ ...spanOf(one, length), ...who }] : [];
  });
  const joined = join(found);
  const all = child(message, 'mention-all', NS.mentionAll) && !joined.some(one => one.everybody);
  return all ? [...joined, { begin: 0, end: 0, ...NOBODY, everybody: true }] : joined;
}

const uriOf = (address: string): string =>
  `xmpp:${address.split('/', 1)[0]!}${address.includes('/') ? `/${encodeURIComponent(address.slice(address.indexOf('/') + 1))}` : ''}`;

/** Where somebody is mentioned by: as the room's occupant if the nickname is known, so that no real address is told to all. */
const addressOf = (mention: Mention, room: BareJid): string | undefined => {
  if (mention.everybody) return room;
  return mention.nickname === undefined ? mention.address : `${room}/${mention.nickname}`;
};

function elementsOf(mention: Mention, room: BareJid): readonly Element[] {
  const span = mention.begin < mention.end ? { begin: String(mention.begin), end: String(mention.end) } : {};
  const address = addressOf(mention, room);
  const who = mention.everybody ? { mentions: EVERYBODY } : mention.occupantId === undefined ? { jid: address } : { occupantid: mention.occupantId };
  const explicit = Object.values(who)[0] === undefined ? [] : [el('mention', NS.mentions, { ...span, ...who })];
  return address === undefined ? explicit : [el('reference', NS.references, { ...span, type: 'mention', uri: uriOf(address) }), ...explicit];
}

/** To be put into a groupchat message beside the body that the spans speak of; by both protocols, and everybody also in Fluux's words. */
export const mentionElements = (mentions: readonly Mention[], room: BareJid): readonly Element[] => [
  ...mentions.slice(0, MOST_MENTIONS).flatMap(mention => elementsOf(mention, room)),
  ...(mentions.some(({ everybody }) => everybody) ? [el('mention-all', NS.mentionAll)] : []),
];
