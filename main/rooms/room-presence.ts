// What a room says of who is in it (XEP-0045 §7.2.2, §7.6, §7.14, §8.2, §9.1, §10.9). Only of a room that we are in, or are joining.
import type { Occupant } from '../../preload/contract/rooms.ts';
import type { OccupantPresence } from '../xmpp/features/muc/muc.types.ts';
import { destroyRoom } from '../xmpp/features/muc/muc-admin.codec.ts';
import { occupantAddress } from '../xmpp/features/muc/values.ts';
import { NS } from '../xmpp/ns.ts';
import type { Room } from './room.ts';
import { putOutBy } from './room-state.ts';

const SELF = 110;
const NEW_ROOM = 201;
const RENAMED = 303;

export function heardPresence(room: Room, nickname: string, said: OccupantPresence): void {
  if (!room.counts) return;
  room.heardAt = room.world.clock.now();
  // While we are joining, the name that we ask for may be somebody else's still.
  const self = said.statuses.includes(SELF) || (room.state === 'joined' && nickname === room.nickname);
  if (said.gone) gone(room, nickname, said, self);
  else here(room, nickname, said, self);
  room.world.changed(room, 'often');
}

function here(room: Room, nickname: string, said: OccupantPresence, self: boolean): void {
  const before = room.occupants.put(nickname, said, { self, ids: room.supports(NS.occupantId), hats: room.supports(NS.hats) });
  picture(room, nickname, said.avatar);
  if (self) return ourselves(room, nickname, said, before);
  if (room.state !== 'joined') return;
  if (!before && !room.renaming.delete(nickname)) room.notices.add({ what: 'joined', who: nickname });
  if (before) promoted(room, nickname, said, before);
}

function ourselves(room: Room, nickname: string, said: OccupantPresence, before: Occupant | undefined): void {
  const wanted = room.nickname;
  const wasIn = room.state === 'joined';
  room.nickname = nickname;
  room.role = said.item.role ?? 'participant';
  room.affiliation = said.item.affiliation ?? 'none';
  learnId(room, said.occupantId);
  if (wasIn) return shownAgain(room, nickname, said, before);
  if (said.statuses.includes(NEW_ROOM) && !room.entry.creating) return takeBack(room);
  room.hear('let-in');
  const first = room.row.nickname || room.world.ownNickname(room.account);
  if (nickname !== first) room.notices.add({ what: 'renamed', who: first === nickname ? wanted : first, to: nickname });
}

/** Of a crowd, nobody looks at each face, and each would be asked for through the room. */
const MOST_PICTURES = 60;
function picture(room: Room, nickname: string, hash: string | undefined): void {
  if (hash === undefined || hash === '' || room.occupants.hasPicture(hash) || room.occupants.size > MOST_PICTURES) return;
  const { world, session, address } = room;
  world.pictures.run(`${address}/${nickname}`, async () => {
    const isHere = session?.online === true && (await world.fetchPicture(session, occupantAddress(address, nickname), hash));
    if (!isHere) return;
    room.occupants.knowPicture(nickname, hash);
    world.changed(room, 'often');
  });
}

/** Past messages under our id in the room are ours. */
function learnId(room: Room, occupantId: string | undefined): void {
  if (room.supports(NS.occupantId) && occupantId !== undefined && occupantId !== room.row.occupantId) room.note({ occupantId });
}

function shownAgain(room: Room, nickname: string, said: OccupantPresence, before: Occupant | undefined): void {
  if (before) promoted(room, nickname, said, before);
  if (before) room.world.changed(room);
  room.entry.wasRenamed();
}

/** There was no such room, and we have made one by asking to be let in (§10.1.1). */
function takeBack(room: Room): void {
  room.session?.iq('set', room.address, destroyRoom()).catch(() => undefined);
  room.hear('refused', { trouble: 'not-found' });
}

/** Somebody was given another role or another standing. */
function promoted(room: Room, nickname: string, { item }: OccupantPresence, before: Occupant): void {
  const by = item.actor?.nickname ?? item.actor?.address;
  const about = { who: nickname, by, reason: item.reason };
  if (item.affiliation !== undefined && item.affiliation !== before.affiliation) room.notices.add({ ...about, what: 'affiliation', to: item.affiliation });
  // A standing brings a role along.
  else if (item.role !== undefined && item.role !== before.role) room.notices.add({ ...about, what: 'role', to: item.role });
}

function gone(room: Room, nickname: string, said: OccupantPresence, self: boolean): void {
  const { item, statuses, destroyed } = said;
  if (destroyed) return roomGone(room, said);
  const wasHere = room.occupants.remove(nickname) !== undefined;
  room.typing.heard(nickname, 'gone');
  if (statuses.includes(RENAMED) && item.nickname !== undefined) return renamed(room, nickname, item.nickname, self);
  const by = item.actor?.nickname ?? item.actor?.address;
  if (self) return ourEnd(room, said, by);
  if (room.state !== 'joined' || !wasHere) return;
  const end = putOutBy(statuses);
  const what = end && WHAT[end.trouble];
  if (what) room.notices.add({ what, who: nickname, by, reason: item.reason });
  else room.notices.add({ what: 'left', who: nickname });
}
const WHAT: Readonly<Partial<Record<string, 'kicked' | 'banned' | 'removed'>>> = { kicked: 'kicked', banned: 'banned', affiliation: 'removed' };

function renamed(room: Room, from: string, to: string, self: boolean): void {
  if (self) room.nickname = to;
  // Its presence under the new name follows, and is nobody who comes.
  if (room.renaming.size < MOST_RENAMING) room.renaming.add(to);
  room.notices.add({ what: 'renamed', who: from, to });
}
const MOST_RENAMING = 1000;

function roomGone(room: Room, { destroyed }: OccupantPresence): void {
  if (!destroyed) return;
  const { movedTo, reason } = destroyed;
  room.notices.add({ what: 'destroyed', who: undefined, to: movedTo, reason });
  if (movedTo !== undefined) room.note({ movedTo });
  room.hear('put-out', { trouble: 'destroyed', movedTo, reason });
}

function ourEnd(room: Room, { item, statuses }: OccupantPresence, by: string | undefined): void {
  const end = putOutBy(statuses);
  if (!end) {
    // Another client of ours under the same name has left for us both, or the service has lost us.
    room.hear('lost', { trouble: 'service-down' });
    return;
  }
  const what = WHAT[end.trouble];
  if (what) room.notices.add({ what, who: room.nickname, by, reason: item.reason });
  room.hear(end.passes ? 'put-out-for-now' : 'put-out', { trouble: end.trouble, reason: item.reason, by });
}
