// 10,000 stanzas, and as many in rooms, each a little wrong: whatever they hold, no feature may fail, and none may answer with more than it was sent.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { childrenOf, Element } from '../element.ts';
import { bareJid, type BareJid } from '../../../preload/contract/ids.ts';
import type { Arrival, Effect, Feature } from '../feature.ts';
import { bareOf, resourceOf } from '../jid.ts';
import { filterLive, filterRoomArchived, runFeatures, type PipelineContext } from '../pipeline.ts';
import { parseXml } from '../xml.fixture.ts';
import { allFeatures } from './all.ts';
import { CONTEXT, JULIET, ROMEO } from './incoming.fixture.ts';
import { readItems, readEvent } from './pubsub/pubsub.codec.ts';
import { readFin, readResult } from './archive/archive.codec.ts';
import { readAvatar, readAvatarData } from './avatars/avatars.codec.ts';
import { bookmarkItem, readBookmark, readBookmarks } from './bookmarks/bookmarks.codec.ts';
import { readPepBookmarks, readPrivateBookmarks, readStorage, storageElement } from './bookmarks/older-bookmarks.codec.ts';
import { readBlockList } from './blocking/blocking.codec.ts';
import { isIllFormed, verificationText } from './caps/caps.codec.ts';
import { readCommand } from './commands/commands.codec.ts';
import { readDiscoInfo, readDiscoItems } from './disco/disco.codec.ts';
import { readEntityTime } from './entity-time/entity-time.codec.ts';
import { readError } from './errors/errors.codec.ts';
import { readServices } from './external-services/external-services.codec.ts';
import { readInvitation } from './invitations/invitations.codec.ts';
import { readAdminList, readConfig, readRegisteredNickname, registerInRoom } from './muc/muc-admin.codec.ts';
import { readReservedNickname, readRoomInfo } from './muc/room-info.codec.ts';
import { decodeVcard4, readProfile } from './profile/profile.codec.ts';
import { readRegistration, registrationSubmit, shownFields } from './registration/registration.codec.ts';
import { readFoundRooms, readSearchForm } from './room-search/room-search.codec.ts';
import { readRoster } from './roster/roster.codec.ts';
import { readSoftwareVersion } from './software-version/software-version.codec.ts';
import { readVcard } from './vcard/vcard.codec.ts';

const ROUNDS = 10_000;
const SEED = 20_250_714;

/** Mulberry32: the same stanzas at every run. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed;
  return below => {
    state = (state + 0x6d2b_79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4_294_967_296) * below);
  };
}
const random = randomFrom(SEED);
const pick = <T>(from: readonly T[]): T => from[random(from.length)]!;

const here = import.meta.dirname;
const WHOLE = [
  `<message id='m1' type='error'><body>x</body><error type='cancel'><gone xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'>xmpp:new@place.lit</gone></error></message>`,
  `<message type='headline'><event xmlns='http://jabber.org/protocol/pubsub#event'><items node='urn:xmpp:avatar:metadata'><item id='current'><metadata xmlns='urn:xmpp:avatar:metadata'><info bytes='9' id='111f4b3c50d7b0df729d299bc6f8e9ef9066971f' type='image/png'/></metadata></item></items></event></message>`,
  `<iq type='set'><query xmlns='jabber:iq:roster'><item jid='nurse@capulet.lit' subscription='both'/></query></iq>`,
];
const seeds = readdirSync(here, { withFileTypes: true })
  .filter(entry => entry.isDirectory() && readdirSync(join(here, entry.name)).includes('cases'))
  .flatMap(entry => readdirSync(join(here, entry.name, 'cases')).map(file => join(here, entry.name, 'cases', file)))
  .filter(file => file.endsWith('.xml'))
  .map(file => readFileSync(file, 'utf8'))
  .concat(WHOLE)
  .map(parseXml);

const NASTY = [
  '',
  ' ',
  '\u0000',
  '\ud800',
  '\u202e',
  '__proto__',
  'constructor',
  '-1',
  '1e400',
  '99999999999999999999',
  'NaN',
  '@',
  '/',
  'a@b/c/d@e',
  'x'.repeat(5000),
  '<body/>',
  '&amp;',
  'javascript:alert(1)',
  '9999-99-99T99:99:99Z',
  '+275760-09-13T00:00:00Z',
  JULIET,
  `${JULIET}/balcony`,
  'error',
  'groupchat',
  'subscribe',
];

const STRANGERS = [`${ROMEO}/orchard`, JULIET, 'mallory@example.net/x', 'capulet.lit'];
/** What is said in rooms, as itself: the wrapping of a mutant says too little of it. */
const COVEN = bareJid('coven@chat.shakespeare.lit');
const IN_ROOMS = [
  `<message type='groupchat' id='m1'><body>Hail, Alice!</body><subject>x</subject><origin-id xmlns='urn:xmpp:sid:0' id='o'/><stanza-id xmlns='urn:xmpp:sid:0' by='${COVEN}' id='r1'/><delay xmlns='urn:xmpp:delay' from='${COVEN}' stamp='2002-10-13T23:58:37Z'/><mention xmlns='urn:xmpp:mentions:0' begin='6' end='11' occupantid='a'/><reference xmlns='urn:xmpp:reference:0' begin='6' end='11' type='mention' uri='xmpp:${COVEN}/Alice'/><occupant-id xmlns='urn:xmpp:occupant-id:0' id='w3'/></message>`,
  `<message type='groupchat' id='m2'><subject>Fire Burn and Cauldron Bubble!</subject></message>`,
  `<message type='groupchat'><x xmlns='http://jabber.org/protocol/muc#user'><status code='104'/><item jid='mallory@example.net/x'/></x></message>`,
  `<message type='groupchat'><retract id='r1' xmlns='urn:xmpp:message-retract:1'><moderated by='${COVEN}/w' xmlns='urn:xmpp:message-moderate:1'><occupant-id xmlns='urn:xmpp:occupant-id:0' id='w3'/></moderated><reason>x</reason></retract></message>`,
  `<message type='groupchat'><apply-to id='r1' xmlns='urn:xmpp:fasten:0'><moderated by='${COVEN}/w' xmlns='urn:xmpp:message-moderate:0'><retract xmlns='urn:xmpp:message-retract:0'/></moderated></apply-to></message>`,
  `<message type='groupchat'><retracted xmlns='urn:xmpp:message-retract:1'><moderated xmlns='urn:xmpp:message-moderate:1'/></retracted></message>`,
  `<message type='groupchat'><composing xmlns='http://jabber.org/protocol/chatstates'/></message>`,
  `<message type='groupchat'><displayed xmlns='urn:xmpp:chat-markers:0' id='r1'/></message>`,
].map(parseXml);

function copy(element: Element): Element {
  const twin = new Element(element.name, { ...element.attrs });
  for (const child of element.children) twin.cnode(typeof child === 'string' ? (child as never) : copy(child));
  return twin;
}

const everything = (root: Element): readonly Element[] => [root, ...childrenOf(root).flatMap(everything)];

const MUTATIONS: readonly ((target: Element, root: Element) => void)[] = [
  target => void (target.attrs[pick(Object.keys(target.attrs).concat('id', 'type', 'jid', 'node', 'xmlns'))] = pick(NASTY)),
  target => void delete target.attrs[pick(Object.keys(target.attrs).concat('id'))],
  target => void (target.children = []),
  target => void target.t(pick(NASTY)),
  target => void (target.name = pick(['body', 'item', 'value', 'x', 'a:b', ':', pick(everything(pick(seeds))).name])),
  target => void target.cnode(copy(pick(everything(pick(seeds))))),
  (target, root) => void target.cnode(copy(root)),
  target => {
    for (let count = random(40); count > 0 && target.children[0] instanceof Element; count -= 1) target.cnode(copy(target.children[0]));
  },
  target => void (target.children = target.children.toReversed()),
];

function mutant(from: readonly Element[] = seeds, senders: readonly string[] = STRANGERS): Element {
  const seed = copy(pick(from));
  const wraps = ['message', 'presence', 'iq'].includes(seed.name) ? seed : new Element(pick(['message', 'presence', 'iq']), { xmlns: 'jabber:client' });
  if (wraps !== seed) wraps.cnode(seed);
  wraps.attrs['xmlns'] ??= 'jabber:client';
  wraps.attrs['from'] = pick([...senders, pick(NASTY)]);
  wraps.attrs['to'] = JULIET;
  for (let count = random(4); count > 0; count -= 1) pick(MUTATIONS)(pick(everything(wraps)), copy(wraps));
  return wraps;
}

/** Answers are read by these, whoever sent them. */
const READERS: readonly ((iq: Element) => unknown)[] = [
  readFin,
  readAdminList,
  readBookmarks,
  iq => readStorage(readPrivateBookmarks(iq)),
  iq => readStorage(readPepBookmarks(iq)),
  iq => readBookmarkAndWrite(childrenOf(iq)[0] ?? iq),
  iq => registerInRoom(iq, 'w').toString(),
  readConfig,
  readFoundRooms,
  readRegisteredNickname,
  readReservedNickname,
  readRoomInfo,
  readSearchForm,
  iq => readResult(iq, { queryId: 'f27', archive: JULIET }),
  iq => readAvatarData(iq, '111f4b3c50d7b0df729d299bc6f8e9ef9066971f'),
  iq => readAvatar(childrenOf(iq)[0]),
  readBlockList,
  readCommand,
  readInvitation,
  readDiscoInfo,
  readDiscoItems,
  readEntityTime,
  readError,
  iq => readItems(iq, 'urn:xmpp:mds:displayed:0'),
  readProfile,
  readServices,
  readRoster,
  readSoftwareVersion,
  readVcard,
  iq => decodeVcard4(childrenOf(iq)[0] ?? iq),
  iq => {
    const registration = readRegistration(childrenOf(iq)[0] ?? iq);
    return registration && [shownFields(registration), registrationSubmit(registration, { username: ['juliet'] }).toString()];
  },
  iq => {
    const info = readDiscoInfo(childrenOf(iq)[0] ?? iq);
    return info && [isIllFormed(info), verificationText(info)];
  },
];

/** What somebody has kept there can be written again, and means the same. */
function readBookmarkAndWrite(item: Element): void {
  const bookmark = readBookmark(item);
  if (!bookmark) return;
  const again = readBookmark(parseXml(bookmarkItem(bookmark).toString()));
  expect(again).toMatchObject({ room: bookmark.room, pinned: bookmark.pinned, notify: bookmark.notify });
  storageElement([bookmark], item).toString();
}

const ARRIVALS: readonly Arrival[] = ['live', 'catch-up', 'history', 'carbon-received', 'carbon-sent'];
const flip = (): boolean => random(2) === 0;

function fromEvents(feature: Feature, stanza: Element, peer: BareJid): readonly Effect[] {
  const event = readEvent(stanza);
  const node = feature.advertises.find(one => one.endsWith('+notify'))?.replace('+notify', '') ?? 'x';
  const items = everything(stanza).filter(one => one.getName() === 'item');
  const heard = [...(event ? [event] : []), { node, items, retracted: [] }];
  return heard.flatMap(one => feature.event?.({ from: peer, own: flip(), ...one }) ?? []);
}

function fromIq(feature: Feature, stanza: Element, from: string): readonly Effect[] {
  const [payload] = childrenOf(stanza);
  const answer = payload && feature.iq?.({ type: flip() ? 'get' : 'set', from, trusted: flip(), sharesPresence: flip(), payload }, CONTEXT);
  return answer && 'effects' in answer ? (answer.effects ?? []) : [];
}

function offer(stanza: Element): readonly Effect[] {
  const from = (stanza.attrs['from'] as string | undefined) ?? JULIET;
  const peer = bareOf(from) ?? ROMEO;
  filterLive(stanza, { own: JULIET, features: allFeatures, archiveIds: flip(), sharesPresence: flip });
  const message = { stanza, from, to: JULIET, peer, mine: flip(), arrival: pick(ARRIVALS), stamp: undefined, archiveId: undefined, sharesPresence: flip() };
  const presence = { stanza, from, peer, resource: resourceOf(from) ?? '' };
  return allFeatures.flatMap(feature => [
    ...(feature.message?.(message) ?? []),
    ...(feature.presence?.(presence) ?? []),
    ...fromEvents(feature, stanza, peer),
    ...fromIq(feature, stanza, from),
  ]);
}

function weigh(effect: Effect, size: number): void {
  const shown = effect.do === 'send' ? effect.stanza.toString() : JSON.stringify(effect);
  if (shown.length > size * 6 + 4096) throw new Error(`${shown.length} characters out of ${size}`);
  if (effect.do === 'send') parseXml(shown);
}

/** One stanza and what came of it, with its text where that goes wrong. */
function round(stanza: Element, number: number, judge: (stanza: Element) => readonly Effect[]): readonly Effect[] {
  const text = stanza.toString();
  try {
    const effects = judge(stanza);
    for (const effect of effects) weigh(effect, text.length);
    expect(effects.filter(effect => effect.do === 'send').length).toBeLessThan(2);
    return effects;
  } catch (error) {
    throw new Error(`round ${number}: ${text.slice(0, 2000)}`, { cause: error });
  }
}

test(`${ROUNDS} mutated stanzas: no feature fails, and what comes of them is bounded`, () => {
  const kinds = new Set<string>();
  for (let number = 0; number < ROUNDS; number += 1) {
    const effects = round(mutant(), number, stanza => {
      const found = offer(stanza);
      for (const read of READERS) read(stanza);
      return found;
    });
    for (const effect of effects) kinds.add(effect.do);
  }
  // Mutants that mean nothing at all would prove nothing.
  expect(kinds.size).toBe(25);
});

/** Whoever says it in a room: these are the words of the room alone. */
const OF_THE_ROOM = new Set(['room-status', 'room-moderation', 'room-invitation', 'room-declined', 'room-asked']);

function inRoom(stanza: Element, context: PipelineContext): readonly Effect[] {
  const archived = random(3) === 0;
  const message = archived ? filterRoomArchived(stanza, 1, 'r1', pick(['catch-up', 'history'] as const), context, COVEN) : filterLive(stanza, context);
  if (!message) return [];
  const effects = runFeatures(message, allFeatures);
  const byTheRoom = resourceOf(message.from) === undefined;
  for (const effect of effects) {
    if ('room' in effect) expect(effect.room).toBe(bareOf(message.from));
    // A stone in an archive stands where the message of an occupant was, and speaks of that one only.
    const stone = archived && effect.do === 'room-moderation' && effect.said.archiveId === 'r1';
    if (OF_THE_ROOM.has(effect.do) && !stone && effect.do !== 'room-invitation') expect(byTheRoom).toBe(true);
    expect(['store-message', 'typing', 'mark-displayed', 'mark-delivered', 'nickname']).not.toContain(attrIsGroupchat(stanza) ? effect.do : '');
  }
  return effects;
}
const attrIsGroupchat = (stanza: Element): boolean => stanza.attrs['type'] === 'groupchat';

test(`${ROUNDS} mutated stanzas in rooms: only the room speaks for itself, and nobody's word is longer than it was`, () => {
  const kinds = new Set<string>();
  const context: PipelineContext = { own: JULIET, features: allFeatures, archiveIds: true, sharesPresence: () => false };
  const senders = [COVEN, `${COVEN}/thirdwitch`, `${COVEN}/third witch`, `${ROMEO}/orchard`, 'heath@chat.shakespeare.lit/x'];
  for (let number = 0; number < ROUNDS; number += 1) {
    for (const effect of round(mutant(IN_ROOMS, senders), number, stanza => inRoom(stanza, context))) kinds.add(effect.do);
  }
  expect([...kinds].filter(kind => kind.startsWith('room-')).toSorted()).toEqual([
    'room-message',
    'room-moderation',
    'room-read',
    'room-status',
    'room-subject',
    'room-typing',
  ]);
});
