// Every pair cases/<codec>.<case>.xml + .json is read, and written again; `.in.xml` is read only. How to add one: README.md.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Profile } from '../../../preload/contract/contacts.ts';
import { bareJid } from '../../../preload/contract/ids.ts';
import type { Hat } from '../../../preload/contract/rooms.ts';
import { childrenOf, el, Element } from '../element.ts';
import { bareOf } from '../jid.ts';
import { parseXml } from '../xml.fixture.ts';
import { readFin, readResult } from './archive/archive.codec.ts';
import { decodeMetadata, metadataElement, readVcardUpdate, vcardUpdateElement, type AvatarInfo } from './avatars/avatars.codec.ts';
import { blockElement, decodePush, unblockElement, type BlockingPush, type Report } from './blocking/blocking.codec.ts';
import { decodeCallMessage, encodeCallMessage } from './call-messages/call-messages.codec.ts';
import { bookmarkItem, readBookmark } from './bookmarks/bookmarks.codec.ts';
import { readStorage, storageElement } from './bookmarks/older-bookmarks.codec.ts';
import { capsElement, readCaps } from './caps/caps.codec.ts';
import { unwrapCarbon } from './carbons/carbons.codec.ts';
import { decodeChatState, encodeChatState } from './chat-states/chat-states.codec.ts';
import { commandAnswer, readCommand, type Command } from './commands/commands.codec.ts';
import { decodeDelay, encodeDelay, type Delay } from './delay/delay.codec.ts';
import { discoInfoElement, discoItemsElement, readDiscoInfo, readDiscoItems, type DiscoInfo, type DiscoItem } from './disco/disco.codec.ts';
import { entityTimeElement, readEntityTime, type EntityTime } from './entity-time/entity-time.codec.ts';
import { decodeError, encodeError, type Condition } from './errors/errors.codec.ts';
import { readServices } from './external-services/external-services.codec.ts';
import { hint, readHints, type Hint } from './hints/hints.codec.ts';
import { incoming } from './incoming.fixture.ts';
import { readInvitation } from './invitations/invitations.codec.ts';
import { decodeJingle, encodeJingle } from './jingle/jingle.codec.ts';
import type { CallMessage, JingleAction } from './jingle/jingle.types.ts';
import { decodeMarker, encodeMarker, type Marker } from './markers/markers.codec.ts';
import { displayedItem, readMark, type ReadMark } from './mds/mds.codec.ts';
import { decodeChat, encodeChat, type ChatMessage } from './messaging/messaging.codec.ts';
import { readMentions } from './mentions/mentions.codec.ts';
import { readModeration, readTombstone } from './moderation/moderation.codec.ts';
import { readInvitation as readRoomInvitation } from './muc/invites.codec.ts';
import { readAdminList } from './muc/muc-admin.codec.ts';
import { readOccupantPresence, readRoomRefusal } from './muc/muc.codec.ts';
import type { Bookmark } from './muc/muc.types.ts';
import { natureOf, readReservedNickname, readRoomInfo } from './muc/room-info.codec.ts';
import { readVoiceRequest } from './muc/voice.codec.ts';
import { decodeNickname, encodeNickname } from './nickname/nickname.codec.ts';
import { hatsElement, occupantIdElement, readHats, readOccupantId } from './occupants/occupants.codec.ts';
import { presenceElement, readPresence, readSubscription, subscriptionElement, type OwnPresenceInfo, type Subscription } from './presence/presence.codec.ts';
import { decodeVcard4, encodeVcard4 } from './profile/profile.codec.ts';
import { publish, readEvent, type NodeOptions } from './pubsub/pubsub.codec.ts';
import { decodeReceipt, encodeReceipt, type Receipt } from './receipts/receipts.codec.ts';
import { readRegistration, shownFields } from './registration/registration.codec.ts';
import { decodePageRequest, encodePageRequest, type PageRequest } from './result-sets/result-sets.codec.ts';
import { readFoundRooms } from './room-search/room-search.codec.ts';
import { decodeRoster, decodeRosterItem, rosterItemElement } from './roster/roster.codec.ts';
import type { RosterItem } from '../feature.ts';
import { readSoftwareVersion, softwareVersionElement, type SoftwareVersion } from './software-version/software-version.codec.ts';
import { originIdElement, readOriginId, readStanzaId, stanzaIdElement } from './stanza-ids/stanza-ids.codec.ts';
import { readSlot } from './upload/upload.codec.ts';
import { decodeVcard, encodeVcard, type Vcard } from './vcard/vcard.codec.ts';

const JULIET = bareJid('juliet@capulet.lit');
const ROMEO = bareJid('romeo@montague.example');
const ROOM = bareJid('room@muc.example.com');
const BALCONY = bareJid('balcony@channels.shakespeare.lit');

interface Codec {
  readonly read: (root: Element) => unknown;
  /** Writes what was read; what comes out must be the case's element, or its first child where `inside` is set. */
  readonly write?: (value: never) => Element | readonly Element[];
  readonly inside?: true;
}
const heard = (stanza: Element) => {
  const from = stanza.attrs['from'] as string;
  return incoming('<message/>', { stanza, from, peer: bareOf(from)! });
};
/** Only servers write these. */
const readOnly = (read: Codec['read']): Codec => ({ read });

const CODECS: Readonly<Record<string, Codec>> = {
  'archive/fin': readOnly(readFin),
  'archive/result': readOnly(root => readResult(root, { queryId: 'f27', archive: JULIET })),
  'avatars/metadata': { read: decodeMetadata, write: (infos: readonly AvatarInfo[]) => metadataElement(infos) },
  'avatars/update': { read: readVcardUpdate, write: vcardUpdateElement, inside: true },
  'blocking/push': {
    read: decodePush,
    write: ({ blocked, addresses }: BlockingPush) => (blocked ? blockElement(addresses) : unblockElement(addresses.length > 0 ? addresses : 'unblockAll')),
  },
  'blocking/report': { read: readReport, write: (report: Report) => blockElement(['romeo@example.net'], report) },
  'bookmarks/bookmark': { read: readBookmark, write: (bookmark: Bookmark) => bookmarkItem(bookmark) },
  'bookmarks/storage': { read: readStorage, write: (all: readonly Bookmark[]) => storageElement(all) },
  'call-messages/said': { read: decodeCallMessage, write: (said: CallMessage) => encodeCallMessage('juliet@capulet.example', said) },
  'caps/caps': { read: readCaps, write: capsElement, inside: true },
  'carbons/carbon': readOnly(root => unwrapCarbon(root, ROMEO)),
  'chat-states/state': { read: decodeChatState, write: encodeChatState, inside: true },
  'commands/command': { read: readCommand, write: (command: Command) => commandAnswer(command) },
  'delay/delay': { read: decodeDelay, write: (delay: Delay) => encodeDelay(delay) },
  'disco/info': { read: readDiscoInfo, write: (info: DiscoInfo) => discoInfoElement(info) },
  'disco/items': { read: readDiscoItems, write: (items: readonly DiscoItem[]) => discoItemsElement(items) },
  'entity-time/time': { read: readEntityTime, write: (time: EntityTime) => entityTimeElement(time) },
  'errors/error': { read: decodeError, write: (error: { readonly condition: Condition }) => encodeError(error) },
  'external-services/services': readOnly(readServices),
  'hints/hints': { read: readHints, write: (hints: readonly Hint[]) => hints.map(hint), inside: true },
  'invitations/invitation': readOnly(readInvitation),
  'jingle/action': { read: decodeJingle, write: (said: JingleAction) => encodeJingle(said) },
  'markers/marker': { read: decodeMarker, write: (marker: Marker) => encodeMarker(marker), inside: true },
  'mds/mark': { read: root => readMark(root, JULIET), write: ({ peer, archive }: ReadMark) => displayedItem(peer, archive, JULIET).item },
  'mentions/mentions': readOnly(root => readMentions(root, root.getChildText('body') ?? '', BALCONY)),
  'messaging/chat': { read: decodeChat, write: (message: ChatMessage) => encodeChat(message) },
  'moderation/moderation': readOnly(root => readModeration(root, ROOM)),
  'moderation/tombstone': readOnly(root => readTombstone(root, 'stanza-id-1')),
  'muc/admin-list': readOnly(readAdminList),
  'muc/info': readOnly(root => {
    const info = readRoomInfo(root);
    return info && { ...info, features: info.features.size, nature: natureOf(info) };
  }),
  'muc/invitation': readOnly(root => readRoomInvitation(heard(root))),
  'muc/presence': readOnly(readOccupantPresence),
  'muc/refusal': readOnly(readRoomRefusal),
  'muc/reserved': readOnly(readReservedNickname),
  'muc/voice': readOnly(root => readVoiceRequest(heard(root))),
  'nickname/nickname': { read: decodeNickname, write: encodeNickname },
  'occupants/hats': { read: readHats, write: (hats: readonly Hat[]) => hatsElement(hats), inside: true },
  'occupants/id': { read: readOccupantId, write: occupantIdElement, inside: true },
  'presence/presence': { read: readPresence, write: (info: OwnPresenceInfo) => presenceElement(info) },
  'presence/subscription': {
    read: readSubscription,
    write: ({ kind, ...about }: Subscription) => subscriptionElement(bareJid('romeo@montague.net'), kind, about),
  },
  'profile/vcard4': { read: decodeVcard4, write: (profile: Profile) => encodeVcard4(profile) },
  'pubsub/event': readOnly(readEvent),
  'pubsub/publish': {
    read: readPublish,
    write: ({ node, item, options }: { node: string; item: string; options: NodeOptions }) => publish(node, parseXml(item), options),
  },
  'receipts/receipt': { read: decodeReceipt, write: (receipt: Receipt) => encodeReceipt(receipt), inside: true },
  'registration/fields': readOnly(root => shownFields(readRegistration(root)!)),
  'registration/registration': { read: readRegistration },
  'result-sets/page': { read: decodePageRequest, write: (page: PageRequest) => encodePageRequest(page) },
  'room-search/found': readOnly(readFoundRooms),
  'roster/item': { read: decodeRosterItem, write: (item: RosterItem) => rosterItemElement(item) },
  'roster/roster': readOnly(decodeRoster),
  'software-version/version': { read: readSoftwareVersion, write: (software: SoftwareVersion) => softwareVersionElement(software) },
  'stanza-ids/origin-id': { read: readOriginId, write: originIdElement, inside: true },
  'stanza-ids/stanza-id': { read: root => readStanzaId(root, JULIET), write: (id: string) => stanzaIdElement(id, JULIET), inside: true },
  'upload/slot': readOnly(readSlot),
  'vcard/vcard': { read: decodeVcard, write: (vcard: Vcard) => encodeVcard(vcard) },
};

function readReport(block: Element): unknown {
  const report = block.getChild('item')?.getChild('report');
  const messages = report?.getChildren('stanza-id').map(one => ({ id: one.attrs['id'] as string, by: one.attrs['by'] as string }));
  return { reason: String(report?.attrs['reason']).endsWith('spam') ? 'spam' : 'abuse', text: report?.getChild('text')?.text(), messages };
}

function readPublish(root: Element): unknown {
  const step = root.getChild('publish')!;
  const fields = root.getChild('publish-options')!.getChild('x')!.getChildren('field');
  const options = fields.flatMap(field => (field.attrs['var'] === 'FORM_TYPE' ? [] : [[field.attrs['var'] as string, field.getChild('value')!.text()]]));
  const item = step.getChild('item')!;
  return { node: step.attrs['node'] as string, item: new Element('x', { xmlns: item.getNS() }).cnode(item).toString(), options: Object.fromEntries(options) };
}

/** Name, namespace, attributes by name, children; white space between elements is nothing. */
function canonical(element: Element): unknown {
  const attrs = Object.entries(element.attrs)
    .filter(([name]) => name !== 'xmlns')
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  const children = childrenOf(element).map(canonical);
  const text = element.text();
  return { name: element.getName(), ns: element.getNS() ?? '', attrs, ...(children.length > 0 ? { children } : { text }) };
}

/** As it stands in the file: elements as XML, nothing for undefined. */
const plain = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value ?? null, (_key, one: unknown) => (one instanceof Element ? one.toString().replace(/>\s+</g, '><') : one)));

const here = import.meta.dirname;
const cases = readdirSync(here, { withFileTypes: true })
  .filter(entry => entry.isDirectory() && readdirSync(join(here, entry.name)).includes('cases'))
  .flatMap(entry => readdirSync(join(here, entry.name, 'cases')).map(file => `${entry.name}/cases/${file}`));

test('every case is a pair, and belongs to a codec', () => {
  const names = new Set(cases.map(file => file.replace(/\.(xml|json)$/, '')));
  for (const name of names) {
    expect(cases).toContain(`${name}.xml`);
    expect(cases).toContain(`${name}.json`);
  }
  const used = new Set([...names].map(codecOf));
  expect([...used].toSorted()).toEqual(Object.keys(CODECS).toSorted());
});

const codecOf = (name: string): string => name.replace('/cases/', '/').replace(/\..*$/, '');

test.each(cases.filter(file => file.endsWith('.xml')).map(file => file.slice(0, -4)))('%s', name => {
  const { read, write, inside } = CODECS[codecOf(name)]!;
  const root = parseXml(readFileSync(join(here, `${name}.xml`), 'utf8'));
  const expected: unknown = JSON.parse(readFileSync(join(here, `${name}.json`), 'utf8'));
  expect(plain(read(root))).toEqual(expected);
  const writable = expected !== null && !name.endsWith('.in') && !(typeof expected === 'object' && Object.keys(expected).length === 0);
  if (!write || !writable) return;
  const written = [write(expected as never)].flat();
  const wanted = inside ? childrenOf(root) : [root];
  // As a child of what it belongs to, so that namespaces are inherited as on the wire.
  const parent = el(inside ? root.getName() : 'stream', inside ? root.getNS() : 'jabber:client', {}, ...written);
  expect(childrenOf(parent).map(canonical)).toEqual(wanted.map(canonical));
});
