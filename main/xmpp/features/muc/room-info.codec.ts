// XEP-0045: Multi-User Chat, version 1.35.5 (2026-05-03): what a room says of itself (§6.4, §15.5.4); XEP-0486: MUC Avatars, version 0.1.0 (2024-03-10); XEP-0500: MUC Slow Mode, version 0.1.1 (2024-12-03)
import type { RoomNature } from '../../../../preload/contract/rooms.ts';
import type { Element } from '../../element.ts';
import { fieldOf, valueOf, type Form } from '../../form.ts';
import { NS } from '../../ns.ts';
import { readDiscoInfo, type DiscoInfo } from '../disco/disco.codec.ts';
import { moderationOf } from '../moderation/moderation.codec.ts';
import { cleanName } from '../nickname/nickname.codec.ts';
import type { RoomInfo } from './muc.types.ts';
import { nicknameIn, shortText } from './values.ts';

const MOST_SUBJECT = 4000;
/** Node that tells which nickname is kept for who asks (§7.12). */
export const RESERVED_NICKNAME = 'x-roomuser-item';
/** As Prosody's mod_vcard_muc called it before XEP-0486. */
const OLDER_AVATAR = '{http://modules.prosody.im/mod_vcard_muc}avatar#sha1';

const numberIn = (text: string | undefined): number | undefined => (text !== undefined && /^\d{1,9}$/.test(text.trim()) ? Number(text) : undefined);

function flagIn(form: Form | undefined, ...names: readonly string[]): boolean | undefined {
  const value = names.map(name => valueOf(form, name)?.trim()).find(text => text !== undefined);
  return value === undefined || value === '' ? undefined : value === '1' || value === 'true';
}

/** §4 of XEP-0486: of several, which are one picture in several formats, the first. */
const avatarIn = (form: Form | undefined): string | undefined =>
  [...(fieldOf(form, 'muc#roominfo_avatarhash')?.value ?? []), ...(fieldOf(form, OLDER_AVATAR)?.value ?? [])]
    .map(hash => hash.trim().toLowerCase())
    .find(hash => /^[0-9a-f]{40}$/.test(hash));

const conferenceIn = (info: DiscoInfo) => info.identities.find(one => one.category === 'conference');

/** A room or a service of rooms answers so (§6.2); what else may live at an address does not. */
export function isConference(info: DiscoInfo): boolean {
  return conferenceIn(info) !== undefined && info.features.includes(NS.muc);
}

/** Reads an answer to disco#info, given as the whole `iq` or its `query`; undefined where it is not a room's. */
export function readRoomInfo(element: Element): RoomInfo | undefined {
  const info = readDiscoInfo(element);
  if (!info || !isConference(info)) return undefined;
  const form = info.forms.find(one => valueOf(one, 'FORM_TYPE') === NS.mucRoomInfo);
  return {
    name: cleanName(conferenceIn(info)?.name ?? '') ?? cleanName(valueOf(form, 'muc#roomconfig_roomname') ?? ''),
    description: shortText(valueOf(form, 'muc#roominfo_description') ?? valueOf(form, 'muc#roomconfig_roomdesc')),
    subject: shortText(fieldOf(form, 'muc#roominfo_subject')?.value.join('\n'), MOST_SUBJECT),
    occupants: numberIn(valueOf(form, 'muc#roominfo_occupants')),
    language: shortText(valueOf(form, 'muc#roominfo_lang') ?? valueOf(form, 'muc#roomconfig_lang'), 35),
    avatar: avatarIn(form),
    features: new Set(info.features),
    slowSeconds: numberIn(valueOf(form, 'muc#roominfo_slow_mode_duration')) || undefined,
    occupantsMayChangeSubject: flagIn(form, 'muc#roominfo_changesubject', 'muc#roomconfig_changesubject', 'muc#roominfo_subjectmod'),
  };
}

/** §15.3: what kind of place it is. A feature that is missing is not claimed: rooms say each thing or its opposite, gateways say less. */
export const natureOf = ({ features }: Pick<RoomInfo, 'features'>): RoomNature => ({
  membersOnly: features.has('muc_membersonly'),
  nonAnonymous: features.has('muc_nonanonymous'),
  moderated: features.has('muc_moderated'),
  password: features.has('muc_passwordprotected') || features.has('muc_password'),
  persistent: features.has('muc_persistent'),
  listed: features.has('muc_public') || features.has('muc_public_room'),
  archived: features.has(NS.archive),
  canRetract: moderationOf(features) !== undefined,
});

/**
 * Reads the answer to disco#info of the node `RESERVED_NICKNAME` (§7.12); undefined: none is kept. A service that does not know the node
 * may tell of the room itself, whose name is nobody's nickname.
 */
export function readReservedNickname(element: Element): string | undefined {
  const info = readDiscoInfo(element);
  const answers = info !== undefined && (info.node === RESERVED_NICKNAME || (info.node === undefined && info.features.length === 0));
  return answers ? nicknameIn(conferenceIn(info)?.name) : undefined;
}
