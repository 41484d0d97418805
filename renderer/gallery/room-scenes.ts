import type { Conversation } from '../../preload/contract/conversations.ts';
import { bareJid, conversationId } from '../../preload/contract/ids.ts';
import type { Room, RoomTrouble } from '../../preload/contract/rooms.ts';
import type { FakeOptions } from './fake-services.ts';
import { aConversation, MINUTE, NOW } from './people.ts';
import { aRoom, aRoomConversation, NOTICES, OCCUPANTS, ORCHARD, roomTalk } from './room-people.ts';
import type { Scene } from './scenes.ts';

const LONG_TOPIC = Array.from(
  { length: 24 },
  (_, line) => `${line + 1}. Of the walls of the orchard, their height, and what grows on them: https://verona.example/walls/${line + 1}`,
).join('\n');

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
    'room-topic': room({ subject: { text: LONG_TOPIC, by: 'Juliet', at: NOW } }),
    'room-typing': room({ typing: ['Juliet', 'the Nurse', 'Mercutio'] }),
    'room-joining': room({ state: 'joining' }),
    'room-waiting': room({ state: 'waiting' }),
    'room-outside': room({ state: 'outside' }),
    'room-no-voice': room({ role: 'visitor', nature: { ...aRoom().nature, moderated: true } }),
    'room-empty': room({ subject: undefined, occupants: 1 }, { messages: [], notices: [] }),
    'room-unread': {
      fakes: {
        ...base,
        conversations: [{ ...conversation, unread: 2, mentions: 1, readUpTo: roomTalk[6]!.id }, ...OTHERS, ...all.conversations],
      },
      route: open,
    },
    ...Object.fromEntries(TROUBLES.map(([trouble, over]) => [`room-${trouble}`, room({ state: 'trouble', trouble, ...over })])),
  };
}
