import type { Conversation } from '../../preload/contract/conversations.ts';
import { bareJid, conversationId } from '../../preload/contract/ids.ts';
import type { ListedRoom, MentionHit, Room, RoomInvite, RoomRequest, RoomTrouble } from '../../preload/contract/rooms.ts';
import type { FakeOptions } from './fake-services.ts';
import { ACCOUNT, aConversation, MINUTE, NOW } from './people.ts';
import { aRoom, aRoomConversation, LONG_TOPIC, manyOccupants, NOTICES, OCCUPANTS, ORCHARD, roomTalk, said } from './room-people.ts';
import type { Scene } from './scenes.ts';

const last = (ago: number, text: string, by: string) => ({ text, at: NOW - ago, mine: false, by });
const OTHERS: readonly Conversation[] = [
  aConversation(21, 'feast@conference.verona.lit', 'Feast of the Capulets and of everybody who can dance', {
    kind: 'room',
    unread: 1204,
    mentions: 3,
    last: last(2 * MINUTE, 'Who has seen the boy with the mask?', 'Tybalt'),
  }),
  aConversation(22, 'news@conference.verona.lit', 'News from Mantua', { kind: 'room', unread: 2, last: last(40 * MINUTE, 'The plague is over', 'Balthasar') }),
];
const listed = (local: string, name: string, occupants: number | undefined, description?: string): ListedRoom => ({
  address: bareJid(`${local}@rooms.montague.lit`),
  name,
  description,
  occupants,
  language: undefined,
  avatar: undefined,
  joined: local === 'orchard',
});
const LISTED: readonly ListedRoom[] = [
  listed('orchard', 'The Orchard', 12, 'Everything about walls, moonlight and how to climb them.'),
  listed('feast', 'Feast of the Capulets', 4210, 'Masks are asked for. Whoever is no Montague is welcome, and the others had better not be known.'),
  listed('mantua', 'Mantua', 0),
  listed('hebrew', 'החצר האחורית', 7, 'מי שם?'),
  ...Array.from({ length: 60 }, (_, index) => listed(`guild${index}`, `Guild of the makers of ladders, branch ${index + 1}`, index)),
];
const REQUESTS: readonly RoomRequest[] = [
  { id: '1', conversation: ORCHARD, kind: 'voice', nickname: 'Peter', address: 'peter@capulet.lit', at: NOW },
  { id: '2', conversation: ORCHARD, kind: 'membership', nickname: 'County Paris', address: undefined, at: NOW },
];
const MENTIONS: readonly MentionHit[] = roomTalk
  .filter(({ mine }) => !mine)
  .toReversed()
  .map((message, index) => ({ message, conversation: index % 3 === 1 ? OTHERS[0]! : aRoomConversation() }));
const INVITES: readonly RoomInvite[] = [
  {
    id: 'i1',
    account: ACCOUNT,
    room: bareJid('feast@conference.verona.lit'),
    name: 'Feast of the Capulets',
    by: bareJid('mercutio@verona.lit'),
    byTitle: 'Mercutio',
    reason: 'Nay, gentle Romeo, we must have you dance',
    at: NOW,
  },
  {
    id: 'i2',
    account: ACCOUNT,
    room: bareJid('tomb@rooms.montague.lit'),
    name: undefined,
    by: bareJid('mallory@evil.example'),
    byTitle: '',
    reason: undefined,
    at: NOW,
  },
];
const MANY = Array.from({ length: 300 }, (_, index) =>
  said(['Juliet', 'Mercutio', 'Benvolio'][index % 3]!, `${index + 1}. Who has seen the ladder?`, (300 - index) * MINUTE),
);
const [OWN, ANSWER] = [said('Romeo', 'I have the rope. Who keeps watch at the gate', 9 * MINUTE), said('Mercutio', 'Not I', 2 * MINUTE)];
const READ = {
  messages: [...roomTalk, OWN, ANSWER],
  readers: ['Mercutio', 'the Nurse', 'Benvolio', 'Juliet', 'Peter'].map(nickname => ({ id: `id-of-${nickname}`, nickname, position: OWN.position })),
};
const TROUBLES: readonly (readonly [RoomTrouble, Partial<Room>])[] = [
  ['password', {}],
  ['nickname-taken', {}],
  ['kicked', { by: 'the Nurse', reason: 'Supper' }],
  ['banned', { by: 'Tybalt' }],
  ['members-only', {}],
  ['destroyed', { by: 'Juliet', reason: 'Too many people knew of it', movedTo: bareJid('tomb@rooms.montague.lit') }],
  ['service-down', {}],
];

/** Rooms in each of their states, before the app that they stand in. */
export function roomScenes(all: FakeOptions & { readonly conversations: readonly Conversation[] }): Readonly<Record<string, Scene>> {
  const conversation = aRoomConversation({ last: last(19 * MINUTE, 'I say this to everybody, and to some more than once', 'Friar Lawrence') });
  const base: FakeOptions = {
    ...all,
    conversations: [conversation, ...OTHERS, ...all.conversations],
    rooms: [aRoom(), ...OTHERS.map(({ id, peer }) => aRoom({ conversation: id, address: peer, notify: id === conversationId(21) ? 'always' : 'on-mention' }))],
    occupants: OCCUPANTS,
    notices: NOTICES,
    messages: roomTalk,
  };
  const open = { conversation: ORCHARD };
  const room = (over: Partial<Room>, more: FakeOptions = {}): Scene => ({ fakes: { ...base, rooms: [aRoom(over)], ...more }, route: open });
  return {
    room: { fakes: base, route: open },
    'room-read': room(
      { nature: { ...aRoom().nature, membersOnly: true, nonAnonymous: true } },
      { messages: READ.messages, readers: READ.readers, notices: [] },
    ),
    'room-topic': room({ subject: { text: LONG_TOPIC, by: 'Juliet', at: NOW } }),
    'room-typing': room({ typing: ['Juliet', 'the Nurse', 'Mercutio'] }),
    'room-joining': room({ state: 'joining' }),
    'room-waiting': room({ state: 'waiting' }),
    'room-outside': room({ state: 'outside', autojoin: false }),
    'room-no-voice': room({ role: 'visitor', nature: { ...aRoom().nature, moderated: true } }),
    'room-members': { fakes: base, route: { ...open, members: true } },
    'room-members-many': { fakes: { ...base, rooms: [aRoom({ occupants: 5000 })], occupants: manyOccupants(5000) }, route: { ...open, members: true } },
    'room-members-failed': { fakes: { ...base, occupants: 'fails' }, route: { ...open, members: true } },
    'room-requests': {
      fakes: { ...base, rooms: [aRoom({ role: 'moderator', affiliation: 'owner', asking: 2 })], roomRequests: REQUESTS },
      route: { ...open, members: true },
    },
    'invite-people': { fakes: base, route: { ...open, dialog: { kind: 'invite-people', conversation: ORCHARD } } },
    'room-empty': room({ subject: undefined, occupants: 1 }, { messages: [], notices: [] }),
    'room-unread': {
      fakes: {
        ...base,
        conversations: [{ ...conversation, unread: 2, mentions: 1, readUpTo: roomTalk[6]!.id }, ...OTHERS, ...all.conversations],
      },
      route: open,
    },
    'room-settings': { fakes: base, route: { ...open, dialog: { kind: 'room-settings', conversation: ORCHARD } } },
    'room-many-unread': {
      fakes: { ...base, conversations: [{ ...conversation, unread: 270, readUpTo: MANY[20]!.id }], messages: MANY, notices: [] },
      route: open,
    },
    mentions: { fakes: { ...base, mentions: MENTIONS }, route: { ...open, main: 'mentions' } },
    'mentions-empty': { fakes: { ...base, mentions: [] }, route: { main: 'mentions' } },
    'room-invites': { fakes: { ...base, invites: INVITES } },
    'room-invites-contacts': { fakes: { ...base, invites: INVITES }, route: { main: 'contacts' } },
    'join-room': { fakes: { ...base, listed: LISTED }, route: { dialog: { kind: 'join-room' } } },
    'join-room-empty': { fakes: { ...base, listed: [] }, route: { dialog: { kind: 'join-room', address: 'orchard@rooms.montague.lit', password: 'moon' } } },
    'join-room-loading': { fakes: { ...base, listed: 'hangs' }, route: { dialog: { kind: 'join-room' } } },
    'join-room-failed': {
      fakes: { ...base, listed: { code: 'stanza-error', condition: 'remote-server-not-found' } },
      route: { dialog: { kind: 'join-room' } },
    },
    'create-room': { fakes: base, route: { dialog: { kind: 'create-room' } } },
    ...Object.fromEntries(TROUBLES.map(([trouble, over]) => [`room-${trouble}`, room({ state: 'trouble', trouble, ...over })])),
  };
}
