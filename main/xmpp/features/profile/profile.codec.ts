// XEP-0292: vCard4 Over XMPP, version 0.12.0 (2023-03-14)
import type { Profile } from '../../../../preload/contract/contacts.ts';
import { child, el, type Element } from '../../element.ts';
import { NS } from '../../ns.ts';
import { itemElement, itemsRequest, OPEN_NODE, publish } from '../pubsub/pubsub.codec.ts';

export const EMPTY_PROFILE: Profile = {
  nickname: undefined,
  fullName: undefined,
  organisation: undefined,
  title: undefined,
  email: undefined,
  phone: undefined,
  url: undefined,
  birthday: undefined,
  location: undefined,
  note: undefined,
};

const MOST_LINE = 1023;
const MOST_NOTE = 8192;
// oxlint-disable-next-line no-control-regex -- exactly these do not belong into a line
const CONTROL = /[\0-\x1f\x7f]+/g;

export function profileLine(text: string | undefined): string | undefined {
  const line = text?.replace(CONTROL, ' ').trim().slice(0, MOST_LINE).toWellFormed();
  return line === '' ? undefined : line;
}
export function profileNote(text: string | undefined): string | undefined {
  const note = text?.trim().slice(0, MOST_NOTE).toWellFormed();
  return note === '' ? undefined : note;
}

/** A property's text, whichever value type its writer chose. */
function valueOf(vcard: Element, name: string, ...kinds: readonly string[]): string | undefined {
  const property = child(vcard, name);
  for (const kind of kinds) {
    const value = child(property, kind);
    if (value) return value.text();
  }
  return undefined;
}

/** Parts of an address in the order in which people say them; ours is written into the first that fits. */
function locationOf(vcard: Element): string | undefined {
  const adr = child(vcard, 'adr');
  const parts = ['street', 'locality', 'region', 'code', 'country'].flatMap(name => profileLine(child(adr, name)?.text()) ?? []);
  return parts.length > 0 ? profileLine(parts.join(', ')) : undefined;
}

/** Reads `<vcard xmlns='urn:ietf:params:xml:ns:vcard-4.0'/>`; a profile that is hidden in groups is read from their first. */
export function decodeVcard4(vcard: Element): Profile {
  return {
    nickname: profileLine(valueOf(vcard, 'nickname', 'text')),
    fullName: profileLine(valueOf(vcard, 'fn', 'text')),
    organisation: profileLine(valueOf(vcard, 'org', 'text')),
    title: profileLine(valueOf(vcard, 'title', 'text')),
    email: profileLine(valueOf(vcard, 'email', 'text', 'uri')?.replace(/^mailto:/i, '')),
    phone: profileLine(valueOf(vcard, 'tel', 'uri', 'text')?.replace(/^tel:/i, '')),
    url: profileLine(valueOf(vcard, 'url', 'uri', 'text')),
    birthday: profileLine(valueOf(vcard, 'bday', 'date', 'date-and-or-time', 'text')),
    location: locationOf(vcard),
    note: profileNote(valueOf(vcard, 'note', 'text')),
  };
}

const property = (name: string, kind: string, text: string | undefined): Element | undefined =>
  text === undefined || text === '' ? undefined : el(name, undefined, {}, el(kind, undefined, {}, text));

export function encodeVcard4(profile: Profile): Element {
  const day = profile.birthday;
  return el(
    'vcard',
    NS.vcard4,
    {},
    property('fn', 'text', profile.fullName),
    property('nickname', 'text', profile.nickname),
    property('org', 'text', profile.organisation),
    property('title', 'text', profile.title),
    property('email', 'text', profile.email),
    property('tel', 'text', profile.phone),
    property('url', 'uri', profile.url),
    property('bday', day !== undefined && /^\d{4}-?\d\d-?\d\d$/.test(day) ? 'date' : 'text', day),
    property('adr', 'locality', profile.location),
    property('note', 'text', profile.note),
  );
}

/** Readable for everybody, as a profile that is meant to be found (§4.1.2). */
export const publishProfile = (profile: Profile): Element => publish(NS.vcard4Node, itemElement('current', encodeVcard4(profile)), OPEN_NODE);
export const profileRequest = (): Element => itemsRequest(NS.vcard4Node, { newest: 1 });

/** Reads the answer to `profileRequest`; undefined where there is no profile. */
export function readProfile(iq: Element): Profile | undefined {
  const items = child(child(iq, 'pubsub', NS.pubsub), 'items');
  const vcard = child(items?.getChildren('item').at(-1), 'vcard', NS.vcard4);
  return vcard && decodeVcard4(vcard);
}
