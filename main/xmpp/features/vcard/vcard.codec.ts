// XEP-0054: vcard-temp, version 1.3.0 (2024-06-27)
import type { Profile } from '../../../../preload/contract/contacts.ts';
import { child, childrenOf, el, textOf, type Element } from '../../element.ts';
import { NS } from '../../ns.ts';
import { cleanBase64 } from '../avatars/avatars.codec.ts';
import { profileLine, profileNote } from '../profile/profile.codec.ts';

export interface Photo {
  readonly type: string | undefined;
  /** Base64. */
  readonly data: string;
}
export interface Vcard {
  readonly profile: Profile;
  readonly photo: Photo | undefined;
}

export const vcardRequest = (): Element => el('vCard', NS.vcard);

const inner = (vcard: Element, outer: string, name: string): string | undefined => textOf(child(vcard, outer), name);

function locationOf(vcard: Element): string | undefined {
  const adr = child(vcard, 'ADR');
  const parts = ['STREET', 'LOCALITY', 'REGION', 'PCODE', 'CTRY'].flatMap(name => profileLine(textOf(adr, name)) ?? []);
  return parts.length > 0 ? profileLine(parts.join(', ')) : undefined;
}

/** Some clients write texts where the DTD (§9) wants elements; both are read. */
export function decodeVcard(vcard: Element): Vcard {
  const data = cleanBase64(inner(vcard, 'PHOTO', 'BINVAL'));
  const type = inner(vcard, 'PHOTO', 'TYPE')?.trim().toLowerCase();
  return {
    profile: {
      nickname: profileLine(textOf(vcard, 'NICKNAME')),
      fullName: profileLine(textOf(vcard, 'FN')),
      organisation: profileLine(inner(vcard, 'ORG', 'ORGNAME')),
      title: profileLine(textOf(vcard, 'TITLE')),
      email: profileLine(inner(vcard, 'EMAIL', 'USERID') ?? textOf(vcard, 'EMAIL')),
      phone: profileLine(inner(vcard, 'TEL', 'NUMBER') ?? textOf(vcard, 'TEL')),
      url: profileLine(textOf(vcard, 'URL')),
      birthday: profileLine(textOf(vcard, 'BDAY')),
      location: locationOf(vcard),
      note: profileNote(textOf(vcard, 'DESC') ?? textOf(vcard, 'NOTE')),
    },
    photo: data === undefined ? undefined : { type: type !== undefined && /^image\/[a-z0-9.+-]{1,40}$/.test(type) ? type : undefined, data },
  };
}

/** Reads the answer to `vcardRequest`; undefined where there is none. */
export function readVcard(iq: Element): Vcard | undefined {
  const vcard = child(iq, 'vCard', NS.vcard);
  return vcard && childrenOf(vcard).length > 0 ? decodeVcard(vcard) : undefined;
}

const OURS = ['FN', 'NICKNAME', 'ORG', 'TITLE', 'EMAIL', 'TEL', 'URL', 'BDAY', 'ADR', 'DESC', 'NOTE', 'PHOTO'];
const line = (name: string, text: string | undefined): Element | undefined => (text ? el(name, undefined, {}, text) : undefined);
const within = (outer: string, name: string, text: string | undefined, ...flags: readonly string[]): Element | undefined =>
  text ? el(outer, undefined, {}, ...flags.map(flag => el(flag)), el(name, undefined, {}, text)) : undefined;

/** §3.2: the whole is replaced, so what other clients keep in it (`before`) is copied over. */
export function encodeVcard({ profile, photo }: Vcard, before?: Element): Element {
  const kept = before ? childrenOf(before).filter(one => !OURS.includes(one.getName())) : [];
  return el(
    'vCard',
    NS.vcard,
    {},
    line('FN', profile.fullName),
    line('NICKNAME', profile.nickname),
    within('ORG', 'ORGNAME', profile.organisation),
    line('TITLE', profile.title),
    within('EMAIL', 'USERID', profile.email, 'INTERNET'),
    within('TEL', 'NUMBER', profile.phone, 'VOICE'),
    line('URL', profile.url),
    line('BDAY', profile.birthday),
    within('ADR', 'LOCALITY', profile.location),
    line('DESC', profile.note),
    photo ? el('PHOTO', undefined, {}, line('TYPE', photo.type), el('BINVAL', undefined, {}, photo.data)) : undefined,
    ...kept,
  );
}
