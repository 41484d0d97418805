import type { Conversation } from '../../preload/contract/conversations.ts';
import { bareJid, conversationId, messageId } from '../../preload/contract/ids.ts';
import type { Message } from '../../preload/contract/messages.ts';
import type { Hat, Occupant, Room, RoomNotice } from '../../preload/contract/rooms.ts';
import { ACCOUNT, aConversation, aMessage, DAY, HOUR, MINUTE, NOW, ROMEO } from './people.ts';

export const ORCHARD = conversationId(20);
const HOST: Hat = { uri: 'https://verona.lit/hats/host', title: 'Host', hue: 40 };

export const aRoom = (over: Partial<Room> = {}): Room => ({
  conversation: ORCHARD,
  account: ACCOUNT,
  address: bareJid('orchard@rooms.montague.lit'),
  state: 'joined',
  trouble: undefined,
  reason: undefined,
  by: undefined,
  movedTo: undefined,
  nickname: 'Romeo',
  role: 'participant',
  affiliation: 'member',
  name: 'The Orchard',
  description: 'Everything about walls, moonlight and how to climb them.',
  subject: { text: 'Tonight: who brings the ladder', by: 'Juliet', at: NOW - DAY },
  maySetSubject: true,
  slowSeconds: undefined,
  nature: {
    membersOnly: false,
    nonAnonymous: true,
    moderated: false,
    password: false,
    persistent: true,
    listed: true,
    archived: true,
    canRetract: true,
  },
  autojoin: true,
  notify: 'on-mention',
  occupants: 12,
  typing: [],
  mentions: 0,
  asking: 0,
  ...over,
});

export const aRoomConversation = (over: Partial<Conversation> = {}): Conversation =>
  aConversation(20, 'orchard@rooms.montague.lit', 'The Orchard', { kind: 'room', ...over });

export const anOccupant = (nickname: string, over: Partial<Occupant> = {}): Occupant => ({
  nickname,
  id: `id-of-${nickname}`,
  address: undefined,
  role: 'participant',
  affiliation: 'none',
  availability: 'available',
  status: undefined,
  hats: [],
  avatar: undefined,
  self: false,
  misleading: false,
  ...over,
});

export const OCCUPANTS: readonly Occupant[] = [
  anOccupant('Juliet', { role: 'moderator', affiliation: 'owner', address: bareJid('juliet@capulet.lit'), hats: [HOST], status: 'on the balcony' }),
  anOccupant('the Nurse', { role: 'moderator', affiliation: 'admin', availability: 'dnd', address: bareJid('nurse@capulet.lit') }),
  anOccupant('Friar Lawrence', { role: 'moderator', availability: 'away' }),
  anOccupant('Romeo', { affiliation: 'member', self: true, address: ROMEO }),
  anOccupant('Benvolio', { affiliation: 'member', availability: 'away', address: bareJid('benvolio@montague.lit') }),
  anOccupant('Mercutio', { status: 'a plague on both your houses' }),
  anOccupant('Jυliet', { misleading: true, address: bareJid('mallory@evil.example') }),
  anOccupant('Bartholomew Featherstonehaugh-Cholmondeley of the Lower Orchard and the Upper Wall', {
    hats: [{ uri: 'x', title: 'Keeper of the keys of the lower garden', hue: 200 }],
  }),
  anOccupant('שלומית'),
  anOccupant('Peter', { role: 'visitor' }),
];

/** More than anybody reads: the list is long, the page is not. */
export const manyOccupants = (count: number): readonly Occupant[] =>
  Array.from({ length: count }, (_, index) =>
    anOccupant(`Citizen ${index + 1} of Verona`, {
      ...(index % 500 === 0 ? { role: 'moderator' } : {}),
      affiliation: index % 7 === 0 ? 'member' : 'none',
      availability: index % 3 === 0 ? 'away' : 'available',
    }),
  );

/** Twenty-four lines. */
export const LONG_TOPIC = Array.from(
  { length: 24 },
  (_, line) => `${line + 1}. Of the walls of the orchard, their height, and what grows on them: https://verona.example/walls/${line + 1}`,
).join('\n');

let notices = 0;
export const aNotice = (what: RoomNotice['what'], who: string | undefined, over: Partial<RoomNotice> = {}): RoomNotice => {
  notices += 1;
  return { id: notices, conversation: ORCHARD, at: NOW, what, who, to: undefined, by: undefined, reason: undefined, ...over };
};

let rows = 0;
/** Something said in the Orchard. `who` is the nickname; Romeo is the user. */
export const said = (who: string, body: string, ago: number, over: Partial<Message> = {}): Message => {
  rows += 1;
  const occupant = OCCUPANTS.find(({ nickname }) => nickname === who);
  return aMessage(ORCHARD, body, {
    id: messageId(4000 + rows),
    author: bareJid('orchard@rooms.montague.lit'),
    mine: who === 'Romeo',
    sender: { nickname: who, occupantId: `id-of-${who}`, address: occupant?.address },
    at: NOW - ago,
    position: rows,
    delivery: 'delivered',
    ...over,
  });
};

export const roomTalk: readonly Message[] = [
  said('Juliet', 'Good evening, everybody. The gate stays open until ten.', DAY + 2 * HOUR),
  said('the Nurse', 'And not a minute longer', DAY + 2 * HOUR - MINUTE),
  said('Romeo', 'Understood', DAY + HOUR),
  said('Mercutio', 'Who is for the feast? I have four masks and a drum: https://verona.example/feast?what=drum', 3 * HOUR),
  said('Mercutio', 'And a lute, if Benvolio finds the strings', 3 * HOUR - MINUTE),
  said('Benvolio', '/me looks under the bed', 3 * HOUR - 3 * MINUTE),
  said('Jυliet', 'Send me the key, all of you', 2 * HOUR, { body: '', retracted: { by: 'the Nurse', reason: 'not who they say they are' } }),
  said('Juliet', '@Romeo you have the ladder, have you not?', 40 * MINUTE, { mentioned: true }),
  said('Romeo', 'I have', 38 * MINUTE),
  said('the Nurse', 'Then bring it to the side, and tell nobody', 30 * MINUTE, { privateWith: 'the Nurse' }),
  said('Romeo', 'Nobody will know', 29 * MINUTE, { privateWith: 'the Nurse' }),
  said('Friar Lawrence', 'Wisely and slow; they stumble that run fast.', 20 * MINUTE),
  said('Friar Lawrence', 'I say this to everybody, and to some more than once', 19 * MINUTE),
];

export const NOTICES: readonly RoomNotice[] = [
  aNotice('joined', 'Paris', { at: NOW - 3 * HOUR + 5 * MINUTE }),
  aNotice('joined', 'Sampson', { at: NOW - 3 * HOUR + 6 * MINUTE }),
  aNotice('joined', 'Gregory', { at: NOW - 3 * HOUR + 7 * MINUTE }),
  aNotice('joined', 'Abram', { at: NOW - 3 * HOUR + 7 * MINUTE }),
  aNotice('left', 'Tybalt', { at: NOW - 3 * HOUR + 8 * MINUTE }),
  aNotice('renamed', 'County', { at: NOW - 3 * HOUR + 9 * MINUTE, to: 'Escalus' }),
  aNotice('banned', 'Jυliet', { at: NOW - 100 * MINUTE, by: 'the Nurse', reason: 'pretends to be somebody' }),
  aNotice('subject', 'Juliet', { at: NOW - 35 * MINUTE, by: 'Juliet', to: 'Tonight: who brings the ladder' }),
  aNotice('left', 'Gregory', { at: NOW - 5 * MINUTE }),
];
