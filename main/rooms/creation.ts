import type { BareJid } from '../../preload/contract/ids.ts';
import type { RoomKind } from '../../preload/contract/rooms.ts';
import { configCancel, configRequest, configSubmit, instantRoom, readConfig } from '../xmpp/features/muc/muc-admin.codec.ts';
import { fieldOf, type Form } from '../xmpp/form.ts';
import type { Session } from '../xmpp/session.ts';

/** What each kind of room is, in the words of §15.5.3. The first of several values that a service offers counts. */
const KINDS: Readonly<Record<RoomKind, Readonly<Record<string, readonly string[]>>>> = {
  group: {
    'muc#roomconfig_membersonly': ['1'],
    'muc#roomconfig_whois': ['anyone'],
    'muc#roomconfig_publicroom': ['0'],
    'muc#roomconfig_moderatedroom': ['0'],
    'muc#roomconfig_allowinvites': ['1'],
    '{http://prosody.im/protocol/muc}roomconfig_allowmemberinvites': ['1'],
    'muc#roomconfig_changesubject': ['1'],
  },
  channel: {
    'muc#roomconfig_membersonly': ['0'],
    'muc#roomconfig_whois': ['moderators'],
    'muc#roomconfig_publicroom': ['1'],
    'muc#roomconfig_moderatedroom': ['0'],
    'muc#roomconfig_allowinvites': ['1'],
    'muc#roomconfig_changesubject': ['0'],
  },
  announcement: {
    'muc#roomconfig_membersonly': ['0'],
    'muc#roomconfig_whois': ['moderators'],
    'muc#roomconfig_publicroom': ['1'],
    'muc#roomconfig_moderatedroom': ['1'],
    'muc#roomconfig_changesubject': ['0'],
    // ejabberd: who comes may not write before somebody lets them.
    members_by_default: ['0'],
  },
};
const ALWAYS: Readonly<Record<string, readonly string[]>> = {
  'muc#roomconfig_persistentroom': ['1'],
  'muc#roomconfig_enablearchiving': ['1'],
  mam: ['1'],
};

/** Only what the form has, and of a list only what it offers. */
export function valuesFor(form: Form, kind: RoomKind, roomName: string, description: string | undefined): Readonly<Record<string, readonly string[]>> {
  const wanted: Readonly<Record<string, readonly string[]>> = {
    ...ALWAYS,
    ...KINDS[kind],
    'muc#roomconfig_roomname': [roomName],
    ...(description === undefined ? {} : { 'muc#roomconfig_roomdesc': [description] }),
  };
  const known = Object.entries(wanted).flatMap(([name, values]) => {
    const field = fieldOf(form, name);
    const offered = field && field.options.length > 0 ? values.filter(value => field.options.some(option => option.value === value)) : values;
    return field && offered.length > 0 ? [[name, offered] as const] : [];
  });
  return Object.fromEntries(known);
}

/** Sets a new room up and opens it (§10.1.3). Where that fails, it is taken back. */
export async function setUp(
  session: Session,
  room: BareJid,
  about: { readonly kind: RoomKind; readonly name: string; readonly description?: string | undefined },
): Promise<void> {
  try {
    const form = readConfig(await session.iq('get', room, configRequest()));
    const payload = form ? configSubmit(form, valuesFor(form, about.kind, about.name, about.description)) : instantRoom();
    await session.iq('set', room, payload);
  } catch (error) {
    session.iq('set', room, configCancel()).catch(() => undefined);
    throw error;
  }
}

/** A local part that says what the room is called, with something that makes it nobody else's. */
export function localPart(name: string, random: string): string {
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40);
  const end = random.toLowerCase().replace(/[^a-z0-9]/g, '');
  return plain === '' ? end : `${plain}-${end.slice(0, 6)}`;
}
