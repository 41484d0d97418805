// What the codecs write, and a real server's answers as they read them.
import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Profile } from '../../preload/contract/contacts.ts';
import { bareJid, originId } from '../../preload/contract/ids.ts';
import { child, el } from '../../main/xmpp/element.ts';
import { archiveQuery, readFin, readResult } from '../../main/xmpp/features/archive/archive.codec.ts';
import {
  avatarDataRequest,
  convertsAvatars,
  publishAvatarData,
  publishAvatarMetadata,
  readAvatar,
  readAvatarData,
  withdrawAvatar,
} from '../../main/xmpp/features/avatars/avatars.codec.ts';
import { blockElement, blockListRequest, decodePush, readBlockList, unblockElement } from '../../main/xmpp/features/blocking/blocking.codec.ts';
import { capsNode, isVerified, readCaps } from '../../main/xmpp/features/caps/caps.codec.ts';
import { carbonsSwitch, unwrapCarbon } from '../../main/xmpp/features/carbons/carbons.codec.ts';
import { discoInfoRequest, discoItemsRequest, readDiscoInfo, readDiscoItems } from '../../main/xmpp/features/disco/disco.codec.ts';
import { inviteCommand, inviteRequest, readInvitation } from '../../main/xmpp/features/invitations/invitations.codec.ts';
import { displayedItem, readMark } from '../../main/xmpp/features/mds/mds.codec.ts';
import { encodeChat } from '../../main/xmpp/features/messaging/messaging.codec.ts';
import { presenceElement } from '../../main/xmpp/features/presence/presence.codec.ts';
import { EMPTY_PROFILE, profileRequest, publishProfile, readProfile } from '../../main/xmpp/features/profile/profile.codec.ts';
import { itemsRequest, publish, readEvent } from '../../main/xmpp/features/pubsub/pubsub.codec.ts';
import { changePassword, readRegistration, registrationRequest, removeRegistration } from '../../main/xmpp/features/registration/registration.codec.ts';
import { readRoster, rosterRemove, rosterRequest, rosterSet } from '../../main/xmpp/features/roster/roster.codec.ts';
import { readStanzaId } from '../../main/xmpp/features/stanza-ids/stanza-ids.codec.ts';
import { encodeVcard, readVcard, vcardRequest } from '../../main/xmpp/features/vcard/vcard.codec.ts';
import { clientCaps, discoAnswer } from '../../main/xmpp/own-disco.ts';
import { allFeatures } from '../../main/xmpp/features/all.ts';
import { NS } from '../../main/xmpp/ns.ts';
import { parseLink } from '../../main/xmpp/uri.ts';
import { startPeer, type Element, type Peer } from '../actors/peer.ts';
import { startProsody, type Prosody } from '../actors/prosody.ts';

let server: Prosody;
let juliet: Peer;
let romeo: Peer;
let romeosPassword: string;
const sha1 = (text: string): string => createHash('sha1').update(text, 'utf8').digest('base64');
const software = { name: 'Balcony' };
const id = (): string => randomBytes(8).toString('hex');

beforeAll(async () => {
  server = await startProsody({ registration: 'open' });
  juliet = await startPeer(server, await server.register());
  const account = await server.register();
  romeosPassword = account.password;
  romeo = await startPeer(server, account);
  await juliet.befriend(romeo);
  const caps = clientCaps(allFeatures, software, sha1);
  const present = presenceElement({ availability: 'available', caps });
  juliet.send(present);
  await answerDisco(juliet);
  // What the server has learnt by the next answer it does not ask the second one for, whose caps are the same.
  await get(juliet, discoInfoRequest(), server.domain);
  romeo.send(present);
}, 60_000);
afterAll(async () => {
  await juliet.stop();
  await romeo.stop();
  await server.stop();
});

/** The server asks what the caps promise, as it will of the app. */
async function answerDisco(peer: Peer): Promise<void> {
  const asked = await peer.wait(one => one.is('iq') && one.attrs['type'] === 'get' && child(one, 'query', NS.discoInfo) !== undefined);
  const node = child(asked, 'query', NS.discoInfo)?.attrs['node'] as string | undefined;
  const answer = discoAnswer(allFeatures, software, sha1)(node);
  expect(answer).toBeDefined();
  peer.send(el('iq', NS.client, { type: 'result', to: asked.attrs['from'] as string | undefined, id: String(asked.attrs['id']) }, answer));
}

const get = (peer: Peer, payload: Element, to?: string): Promise<Element> => peer.iq(el('iq', NS.client, { type: 'get', to }, payload));
const set = (peer: Peer, payload: Element, to?: string): Promise<Element> => peer.iq(el('iq', NS.client, { type: 'set', to }, payload));
const own = (peer: Peer) => bareJid(peer.address);
const accountFeatures = async (peer: Peer): Promise<ReadonlySet<string>> => new Set(readDiscoInfo(await get(peer, discoInfoRequest(), peer.address))?.features);

test('the account announces what the app looks for', async () => {
  const features = await accountFeatures(juliet);
  for (const wanted of [NS.archive, NS.stanzaIds, NS.pubsubPublishOptions]) expect(features).toContain(wanted);
  const domain = readDiscoInfo(await get(juliet, discoInfoRequest(), server.domain))!;
  expect(domain.features).toContain(NS.carbons);
  expect(domain.features).toContain(NS.blocking);
  expect(domain.identities.length).toBeGreaterThan(0);
});

test('our caps reach a contact, and promise what we answer', async () => {
  const presence = await romeo.wait(one => one.is('presence') && readCaps(one) !== undefined && String(one.attrs['from']).startsWith(juliet.address));
  const caps = readCaps(presence)!;
  expect(caps.node).toBe('https://balcony.im');
  const info = discoAnswer(allFeatures, software, sha1)(capsNode(caps))!;
  expect(isVerified(readDiscoInfo(info)!, caps, sha1)).toBe(true);
});

test('read marks are published privately, come to our other devices, and can be fetched', async () => {
  const { item, options } = displayedItem(own(romeo), 'archive-1', own(juliet));
  await set(juliet, publish(NS.mds, item, options));
  const notice = await juliet.wait(one => readEvent(one)?.node === NS.mds);
  expect(notice.attrs['from']).toBe(juliet.address);
  expect(readMark(readEvent(notice)!.items[0]!, own(juliet))).toEqual({ peer: romeo.address, archive: 'archive-1' });
  const all = await get(juliet, itemsRequest(NS.mds));
  const items = all.getChild('pubsub')!.getChild('items')!.getChildren('item');
  expect(items.map(one => readMark(one, own(juliet)))).toEqual([{ peer: romeo.address, archive: 'archive-1' }]);
  await expect(get(romeo, itemsRequest(NS.mds), juliet.address)).rejects.toThrow(/forbidden|not-allowed|item-not-found|closed-node/);
});

test('a picture goes from one to the other, also into the vCard, and away again', async () => {
  const data = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
  const hash = createHash('sha1').update(data).digest('hex');
  await set(juliet, publishAvatarData(hash, data.toString('base64')));
  await set(juliet, publishAvatarMetadata({ hash, type: 'image/png', bytes: data.length, width: 1, height: 1 }));
  const notice = await romeo.wait(one => readEvent(one)?.node === NS.avatarMetadata);
  expect(readAvatar(readEvent(notice)!.items[0])).toMatchObject({ hash, type: 'image/png', bytes: data.length });
  expect(readAvatarData(await get(romeo, avatarDataRequest(hash), juliet.address), hash)).toBe(data.toString('base64'));
  expect(convertsAvatars(await accountFeatures(juliet))).toBe(true);
  const vcard = readVcard(await get(romeo, vcardRequest(), juliet.address));
  expect(vcard?.photo?.data).toBe(data.toString('base64'));
  romeo.heard.length = 0;
  await set(juliet, withdrawAvatar());
  const gone = await romeo.wait(one => readEvent(one)?.node === NS.avatarMetadata);
  expect(readAvatar(readEvent(gone)!.items[0])).toBe('none');
});

test('a profile is found by others, and by those who know only the old kind', async () => {
  const profile: Profile = { ...EMPTY_PROFILE, fullName: 'Juliet Capulet', nickname: 'Jule', email: 'juliet@capulet.lit', location: 'Verona', note: 'O Romeo' };
  await set(juliet, publishProfile(profile));
  expect(readProfile(await get(romeo, profileRequest(), juliet.address))).toEqual(profile);
  expect(readVcard(await get(romeo, vcardRequest(), juliet.address))?.profile).toMatchObject({ fullName: 'Juliet Capulet', nickname: 'Jule' });
  const old: Profile = { ...EMPTY_PROFILE, fullName: 'Romeo Montague', title: 'Lover', phone: '+39 1' };
  await set(romeo, encodeVcard({ profile: old, photo: undefined }));
  expect(readVcard(await get(juliet, vcardRequest(), romeo.address))?.profile).toMatchObject({ fullName: 'Romeo Montague', title: 'Lover' });
});

test('the archive answers by conversation, page by page, and says when it is done', async () => {
  const bodies = Array.from({ length: 5 }, () => `word ${id()}`);
  for (const body of bodies) juliet.send(encodeChat({ to: own(romeo), id: originId(id()), body, thread: undefined }));
  const last = await romeo.hears(bodies[4]!);
  const archiveId = readStanzaId(last, own(romeo));
  expect(archiveId).toBeDefined();

  const page = async (range: { max: number; before?: string }): Promise<{ texts: string[]; ids: string[]; complete: boolean; first: string | undefined }> => {
    const queryId = id();
    const fin = readFin(await set(romeo, archiveQuery(queryId, { with: own(juliet), start: Date.now() - 60_000 }, range), romeo.address))!;
    const results = romeo.heard.flatMap(one => readResult(one, { queryId, archive: own(romeo) }) ?? []);
    return { texts: results.map(one => one.message.getChildText('body')!), ids: results.map(one => one.id), complete: fin.complete, first: fin.first };
  };
  const newest = await page({ max: 3, before: '' });
  expect(newest).toMatchObject({ texts: bodies.slice(2), complete: false });
  expect(newest.ids.at(-1)).toBe(archiveId);
  expect(await page({ max: 3, before: newest.first! })).toMatchObject({ texts: bodies.slice(0, 2), complete: true });
});

test('a copy of what another device hears is unwrapped', async () => {
  const phone = await startPeer(server, { address: romeo.address, password: romeosPassword });
  await set(phone, carbonsSwitch(true));
  const body = `copy ${id()}`;
  juliet.say(romeo.full, body);
  const wrapped = await phone.wait(one => typeof unwrapCarbon(one, own(romeo)) === 'object');
  const copy = unwrapCarbon(wrapped, own(romeo));
  expect(typeof copy === 'object' && [copy.kind, copy.message.getChildText('body')]).toEqual(['received', body]);
  expect(unwrapCarbon(wrapped, own(juliet))).toBe('forged');
  await phone.stop();
});

test('blocking is told to our devices, listed, and undone', async () => {
  const mallory = 'mallory@example.net';
  await get(romeo, blockListRequest());
  await set(romeo, blockElement([mallory]));
  const push = await romeo.wait(one => one.is('iq') && one.attrs['type'] === 'set' && child(one, 'block', NS.blocking) !== undefined);
  expect(decodePush(child(push, 'block', NS.blocking)!)).toEqual({ blocked: true, addresses: [mallory] });
  expect(readBlockList(await get(romeo, blockListRequest()))).toEqual([mallory]);
  await set(romeo, unblockElement([mallory]));
  expect(readBlockList(await get(romeo, blockListRequest()))).toEqual([]);
});

test('the roster keeps names and groups, and its version', async () => {
  const nurse = bareJid(`nurse@${server.domain}`);
  await set(juliet, rosterSet({ address: nurse, name: 'Nurse & friend', groups: ['House', 'Old'] }));
  const roster = readRoster(await get(juliet, rosterRequest('')));
  if (roster === 'unchanged') throw new Error('a first answer is whole');
  expect(roster.items.find(one => one.address === nurse)).toMatchObject({ name: 'Nurse & friend', subscription: 'none' });
  expect(roster.items.find(one => one.address === nurse)?.groups.toSorted()).toEqual(['House', 'Old']);
  expect(roster.items.find(one => one.address === romeo.address)).toMatchObject({ subscription: 'both' });
  expect(readRoster(await get(juliet, rosterRequest(roster.version)))).toBe('unchanged');
  await set(juliet, rosterRemove(nurse));
});

test('an invitation is a link that we can read', async () => {
  const commands = readDiscoItems(await get(juliet, discoItemsRequest(NS.commands), server.domain))!;
  const command = inviteCommand(commands);
  expect(command).toBeDefined();
  const invitation = readInvitation(await set(juliet, inviteRequest(), command!.address));
  if (!invitation || !('uri' in invitation)) throw new Error('no invitation');
  expect(parseLink(invitation.uri)).toMatchObject({ kind: 'contact', address: juliet.address, token: expect.any(String) });
});

test('a password is changed, an account is ended', async () => {
  const account = await server.register();
  const nurse = await startPeer(server, account);
  const form = readRegistration(await get(nurse, registrationRequest(), server.domain));
  expect(form).toMatchObject({ registered: true });
  await set(nurse, changePassword(account.user, 'n3w <password>'), server.domain);
  await nurse.stop();
  const again = await startPeer(server, { ...account, password: 'n3w <password>' });
  again.send(el('iq', NS.client, { type: 'set', id: id(), to: server.domain }, removeRegistration()));
  await again.wait(one => one.is('iq') || one.getName() === 'error');
  await again.stop().catch(() => undefined);
  await expect(startPeer(server, { ...account, password: 'n3w <password>' })).rejects.toThrow('could not sign in');
});
