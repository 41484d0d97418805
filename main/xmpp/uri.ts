// RFC 5122: xmpp links; XEP-0147: XMPP URI Scheme Query Components, version 1.2 (2006-09-13), XEP-0379 §3.2, XEP-0401 §5.1 and XEP-0445 §2
import type { XmppLink } from '../../preload/contract/accounts.ts';
import type { BareJid } from '../../preload/contract/ids.ts';
import { bareOf, domainOf, localOf } from './jid.ts';
import { cleanName } from './features/nickname/nickname.codec.ts';

const MOST_LINK = 8192;
const MOST_TOKEN = 1024;
const MOST_PASSWORD = 1023;
/** Actions on others and on nodes, or that take something away: a link must not start those. */
const NOT_OURS = ['invite', 'kick', 'pubsub', 'command', 'disco', 'remove', 'unsubscribe', 'unregister', 'recvfile', 'sendfile', 'vcard', 'probe'];

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

interface Query {
  readonly action: string;
  readonly values: ReadonlyMap<string, string>;
}
function readQuery(text: string): Query {
  const [action = '', ...pairs] = text.split(/[;&]/).slice(0, 64);
  const values = new Map<string, string>();
  for (const pair of pairs) {
    const cut = pair.indexOf('=');
    const value = cut < 0 ? '' : decoded(pair.slice(cut + 1));
    const key = cut < 0 ? pair : pair.slice(0, cut);
    if (value !== undefined && !values.has(key)) values.set(key, value);
  }
  return { action: action.toLowerCase(), values };
}

/** A token is taken literally or not at all. */
const tokenIn = ({ values }: Query): { readonly token?: string } => {
  const token = values.get('preauth');
  // oxlint-disable-next-line no-control-regex -- exactly these are refused
  return token !== undefined && token.length > 0 && token.length <= MOST_TOKEN && !/[\0-\x20\x7f]/.test(token) ? { token } : {};
};

function registerLink(address: BareJid, query: Query): XmppLink {
  const domain = domainOf(address) ?? address;
  return { kind: 'register', domain, ...(localOf(address) === undefined ? {} : { address }), ...tokenIn(query) };
}

function contactLink(address: BareJid, query: Query): XmppLink {
  // XEP-0379's own example writes a space as "+".
  const name = cleanName(query.values.get('name')?.replaceAll('+', ' ') ?? '');
  const mayRegister = query.values.get('ibr') === 'y';
  return { kind: 'contact', address, ...(name === undefined ? {} : { name }), ...tokenIn(query), ...(mayRegister ? { mayRegister } : {}) };
}

function messageLink(address: BareJid, query: Query): XmppLink {
  const body = query.action === 'message' ? query.values.get('body') : undefined;
  return { kind: 'message', address, ...(body ? { body } : {}) };
}

const callLink = (address: BareJid, { values }: Query): XmppLink => ({ kind: 'call', address, video: values.get('type') === 'video' || values.has('video') });

function joinLink(address: BareJid, { values }: Query): XmppLink | undefined {
  const password = values.get('password');
  // A service is no room.
  if (localOf(address) === undefined) return undefined;
  return { kind: 'join', address, ...(password && password.length <= MOST_PASSWORD ? { password } : {}) };
}

const READERS: ReadonlyMap<string, (address: BareJid, query: Query) => XmppLink | undefined> = new Map([
  ['register', registerLink],
  ['call', callLink],
  ['join', joinLink],
  ['roster', contactLink],
  ['subscribe', contactLink],
]);

/** RFC 3966: a number with its country, or one of the country that the user is in; its parameters say how to dial it from elsewhere. Pages write spaces and slashes into it all the same. */
const TEL = /^\s*tel:(?:\/\/)?(\+?[\d().*#-]{2,64})(?:;[^\s]*)?\s*$/i;

const LINK = /^\s*xmpp:(?:\/\/[^/?#]*\/)?([^?#]*)(?:\?([^#]*))?(?:#.*)?$/isu;

/** Reads an `xmpp:` or `tel:` link from anywhere; undefined where it is none, or asks for what a link may not. Nothing happens by reading. */
export function parseLink(text: string): XmppLink | undefined {
  const number = TEL.exec(text.slice(0, MOST_LINK).replaceAll('%20', ''))?.[1];
  if (number !== undefined && /\d/.test(number)) return { kind: 'dial', number };
  const [, path = '', question = ''] = LINK.exec(text.slice(0, MOST_LINK)) ?? [];
  const address = bareOf(decoded(path.trim()));
  const query = readQuery(question.trim());
  if (address === undefined || NOT_OURS.includes(query.action)) return undefined;
  return (READERS.get(query.action) ?? messageLink)(address, query);
}

/** Both parts of an address may hold what has a meaning in links. */
const path = (address: string): string =>
  address
    .split('@')
    .map(part => encodeURIComponent(part).replaceAll('%3A', ':').replaceAll('%5B', '[').replaceAll('%5D', ']'))
    .join('@');

const link = (address: string, action: string, values: Readonly<Record<string, string | undefined>>): string => {
  const pairs = Object.entries(values).flatMap(([key, value]) => (value === undefined ? [] : [`;${key}=${encodeURIComponent(value)}`]));
  return `xmpp:${path(address)}${action === '' ? '' : `?${action}${pairs.join('')}`}`;
};

/** The link that `parseLink` reads as this. */
export function buildLink(to: XmppLink): string {
  if (to.kind === 'message') return link(to.address, to.body === undefined ? '' : 'message', { body: to.body });
  if (to.kind === 'dial') return `tel:${to.number}`;
  if (to.kind === 'join') return link(to.address, 'join', { password: to.password });
  if (to.kind === 'call') return link(to.address, 'call', { type: to.video ? 'video' : undefined });
  if (to.kind === 'register') return link(to.address ?? to.domain, 'register', { preauth: to.token });
  return link(to.address, 'roster', { preauth: to.token, name: to.name, ibr: to.mayRegister ? 'y' : undefined });
}
