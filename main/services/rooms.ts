import type { Handlers } from '../../preload/contract/define.ts';
import { rooms } from '../../preload/contract/rooms.ts';
import type { Conversation } from '../../preload/contract/conversations.ts';
import type { BareJid } from '../../preload/contract/ids.ts';
import { FailureError } from '../../preload/contract/wire.ts';
import type { Emit, Service } from '../base/service.ts';
import type { Room } from '../rooms/room.ts';
import { readAddress } from '../xmpp/jid.ts';
import { toConversation } from './conversations.ts';
import type { Core, WhenReady } from './core.ts';
import { whenAttached } from './settings.ts';

type All = Handlers<typeof rooms>;

export function roomsService(ready: WhenReady): Service<typeof rooms> {
  return {
    spec: rooms,
    handlers: { ...readers(ready), ...comingAndGoing(ready), ...choices(ready), ...inviting(ready), ...moderating(ready) },
    attach: emit => whenAttached(ready, core => tell(core, emit)),
  };
}

const roomsOf = async (ready: WhenReady): Promise<Core['rooms']> => (await ready()).rooms;

async function conversationOf(core: Core, room: Room): Promise<Conversation> {
  const row = await core.store.conversation({ conversation: room.conversation });
  if (!row) throw new FailureError({ code: 'not-found' });
  core.chat.emitConversation(row);
  return toConversation(core, row);
}

function roomAddress(text: string): BareJid {
  const read = readAddress(text);
  if (!('address' in read)) throw new FailureError({ code: 'bad-address', hint: read.hint });
  return read.address;
}

function readers(ready: WhenReady): Pick<All, 'list' | 'occupants' | 'notices' | 'readers' | 'log' | 'services' | 'browse' | 'search' | 'mentions'> {
  return {
    list: async () => [...(await roomsOf(ready)).list.all()].map(room => room.view()),
    occupants: async ({ conversation }) => (await roomsOf(ready)).list.known(conversation).occupants.list(),
    notices: async ({ conversation }) => (await roomsOf(ready)).list.known(conversation).notices.list(),
    readers: async ({ conversation }) => (await ready()).store.readers({ conversation }),
    log: async ({ conversation, limit, before }) => (await ready()).store.roomLog({ conversation, limit, ...(before === undefined ? {} : { before }) }),
    services: async ({ account }) => (await roomsOf(ready)).discovery.services(account),
    browse: async ({ account, ...what }) => (await roomsOf(ready)).discovery.browse(account, what),
    search: async ({ account, ...what }) => (await roomsOf(ready)).discovery.search(account, what),
    mentions: async ({ before, limit }) => {
      const core = await ready();
      const found = await core.store.mentions({ limit: limit + 1, ...(before === undefined ? {} : { before }) });
      const rows = new Map((await core.store.conversations()).map(row => [row.id, row]));
      const hits = found.slice(0, limit).flatMap(({ account: _account, peer: _peer, archiveId: _archive, ...message }) => {
        const row = rows.get(message.conversation);
        return row ? [{ message, conversation: toConversation(core, row) }] : [];
      });
      return { hits, more: found.length > limit };
    },
  };
}

function comingAndGoing(ready: WhenReady): Pick<All, 'join' | 'create' | 'leave' | 'rejoin' | 'destroy' | 'accept'> {
  return {
    join: async ({ account, address, nickname, password, make }) => {
      const core = await ready();
      const [room, how] = [roomAddress(address), { nickname, password }];
      return conversationOf(core, await (make ? core.rooms.making.joinOrMake(account, room, how) : core.rooms.join(account, room, how)));
    },
    create: async ({ account, ...about }) => {
      const core = await ready();
      const room = await core.rooms.making.create(account, about);
      if (about.invite && about.invite.length > 0) await core.rooms.invitations.invite(room.conversation, about.invite, undefined);
      return conversationOf(core, room);
    },
    leave: async ({ conversation }) => (await roomsOf(ready)).leave(conversation),
    rejoin: async ({ conversation, ...how }) => (await roomsOf(ready)).rejoin(conversation, how),
    destroy: async ({ conversation, ...about }) => (await roomsOf(ready)).destroy(conversation, about),
    accept: async ({ invite, nickname }) => {
      const core = await ready();
      return conversationOf(core, await core.rooms.accept(invite, nickname));
    },
  };
}

function choices(
  ready: WhenReady,
): Pick<All, 'setNickname' | 'setSubject' | 'setNotify' | 'setAutojoin' | 'rename' | 'setAvailability' | 'setAvatar' | 'sendPrivate'> {
  return {
    setNickname: async ({ conversation, nickname }) => (await roomsOf(ready)).choices.setNickname(conversation, nickname),
    setSubject: async ({ conversation, text }) => (await roomsOf(ready)).talk.setSubject(conversation, text),
    setNotify: async ({ conversation, notify }) => (await roomsOf(ready)).choices.setNotify(conversation, notify),
    setAutojoin: async ({ conversation, autojoin }) => (await roomsOf(ready)).choices.setAutojoin(conversation, autojoin),
    rename: async ({ conversation, name }) => (await roomsOf(ready)).choices.rename(conversation, name),
    setAvailability: async ({ conversation, availability }) => (await roomsOf(ready)).choices.setAvailability(conversation, availability),
    setAvatar: async ({ conversation, picture }) => (await roomsOf(ready)).choices.setAvatar(conversation, picture ?? undefined),
    sendPrivate: async ({ conversation, nickname, body }) => (await roomsOf(ready)).talk.sendPrivate(conversation, nickname, body),
  };
}

function inviting(ready: WhenReady): Pick<All, 'invite' | 'invites' | 'decline' | 'ask' | 'askToJoin' | 'requests' | 'answerRequest'> {
  return {
    invite: async ({ conversation, addresses, reason }) => (await roomsOf(ready)).invitations.invite(conversation, addresses, reason),
    invites: async () => (await roomsOf(ready)).invitations.list(),
    decline: async ({ invite, reason }) => (await roomsOf(ready)).invitations.decline(invite, reason),
    ask: async ({ conversation, for: what }) => (await roomsOf(ready)).moderation.ask(conversation, what),
    askToJoin: async ({ account, address, nickname }) => (await roomsOf(ready)).askToJoin(account, roomAddress(address), nickname),
    requests: async ({ conversation }) => (await roomsOf(ready)).moderation.requests(conversation),
    answerRequest: async ({ conversation, request, grant }) => (await roomsOf(ready)).moderation.answerRequest(conversation, request, grant),
  };
}

function moderating(ready: WhenReady): Pick<All, 'config' | 'setConfig' | 'kick' | 'setRole' | 'setAffiliation' | 'affiliated' | 'retract' | 'report'> {
  const moderation = async (): Promise<Core['rooms']['moderation']> => (await roomsOf(ready)).moderation;
  return {
    config: async ({ conversation }) => (await moderation()).config(conversation),
    setConfig: async ({ conversation, values }) => (await moderation()).setConfig(conversation, values),
    kick: async ({ conversation, nickname, reason }) => (await moderation()).kick(conversation, nickname, reason),
    setRole: async ({ conversation, nickname, role, reason }) => (await moderation()).setRole(conversation, nickname, role, reason),
    setAffiliation: async ({ conversation, address, nickname, affiliation, reason }) =>
      (await moderation()).setAffiliation(conversation, { address, nickname }, affiliation, reason),
    affiliated: async ({ conversation, affiliation }) => (await moderation()).affiliated(conversation, affiliation),
    retract: async ({ conversation, message, reason }) => (await moderation()).retract(conversation, message, reason),
    report: async ({ conversation, message, ...about }) => (await moderation()).report(conversation, message, about),
  };
}

function tell({ rooms: desk }: Core, emit: Emit<typeof rooms>): readonly (() => void)[] {
  const { telling, invitations } = desk;
  return [
    telling.onChanged(room => emit('changed', room)),
    telling.onRemoved(conversation => emit('removed', conversation)),
    telling.onOccupants(changes => emit('occupants', changes)),
    telling.onNotice(notice => emit('notice', notice)),
    telling.onRead(read => emit('read', read)),
    telling.onRequests(requests => emit('requests', requests)),
    invitations.onChanged(list => emit('invites', list)),
  ];
}
