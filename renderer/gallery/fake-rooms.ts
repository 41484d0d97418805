import type { FormField, FormPart } from '../../preload/contract/accounts.ts';
import type { Conversation } from '../../preload/contract/conversations.ts';
import type { ConversationId } from '../../preload/contract/ids.ts';
import type { Message } from '../../preload/contract/messages.ts';
import type {
  Affiliated,
  ListedRoom,
  MentionHit,
  Occupant,
  Room,
  RoomInvite,
  RoomNotice,
  RoomReader,
  RoomRequest,
  Rooms,
} from '../../preload/contract/rooms.ts';
import { bareJid } from '../../preload/contract/ids.ts';
import { FailureError, type Failure } from '../../preload/contract/wire.ts';
import { source } from './events.ts';
import { aConversation, aMessage } from './people.ts';

export interface FakeRoomsOptions {
  readonly rooms?: readonly Room[];
  readonly occupants?: readonly Occupant[] | 'hangs' | 'fails';
  readonly notices?: readonly RoomNotice[];
  readonly log?: readonly RoomNotice[];
  readonly readers?: readonly RoomReader[];
  readonly listed?: readonly ListedRoom[] | 'hangs' | Failure;
  /** The public directory; undefined: the server knows none. */
  readonly everywhere?: readonly ListedRoom[];
  readonly invites?: readonly RoomInvite[];
  readonly roomRequests?: readonly RoomRequest[];
  readonly affiliated?: readonly Affiliated[];
  readonly mentions?: readonly MentionHit[] | 'hangs' | Failure;
  readonly form?: readonly FormField[] | Failure;
  readonly formLayout?: readonly FormPart[];
  /** What joining, creating and everything else that is done comes to. */
  readonly roomFails?: Failure | 'hangs';
  /** But for requests to become a member. */
  readonly asksPass?: boolean;
}

type Noted = (readonly [string, unknown])[];

/** The rooms service over arrays; every call that does something is noted in `calls` as `[method, input]`. */
export function fakeRooms(options: FakeRoomsOptions = {}) {
  const calls: Noted = [];
  const events = {
    changed: source<Room>(),
    removed: source<ConversationId>(),
    occupants: source<Parameters<Parameters<Rooms['onOccupants']>[0]>[0]>(),
    notice: source<RoomNotice>(),
    read: source<Parameters<Parameters<Rooms['onRead']>[0]>[0]>(),
    invites: source<readonly RoomInvite[]>(),
    requests: source<Parameters<Parameters<Rooms['onRequests']>[0]>[0]>(),
  };
  const outcome = async (method: string, input: unknown): Promise<void> => {
    calls.push([method, input]);
    if (options.asksPass && method === 'askToJoin') return undefined;
    if (options.roomFails === 'hangs') return new Promise(() => undefined);
    if (options.roomFails) throw new FailureError(options.roomFails);
  };
  const service: Rooms = {
    ...reading(options),
    ...doing(outcome),
    onChanged: events.changed.on,
    onRemoved: events.removed.on,
    onOccupants: events.occupants.on,
    onNotice: events.notice.on,
    onRead: events.read.on,
    onInvites: events.invites.on,
    onRequests: events.requests.on,
  };
  return {
    service,
    calls,
    changed: events.changed.emit,
    occupants: events.occupants.emit,
    notice: events.notice.emit,
    read: events.read.emit,
    invites: events.invites.emit,
    requests: events.requests.emit,
    listenerCount: () => Object.values(events).reduce((sum, { listeners }) => sum + listeners.size, 0),
  };
}

/** `hangs` never answers, a failure rejects. */
async function answer<Value>(value: readonly Value[] | 'hangs' | Failure | undefined): Promise<readonly Value[]> {
  if (value === 'hangs') return new Promise(() => undefined);
  if (value !== undefined && 'code' in value) throw new FailureError(value);
  return value ?? [];
}

type Reading =
  | 'list'
  | 'occupants'
  | 'notices'
  | 'readers'
  | 'log'
  | 'services'
  | 'browse'
  | 'search'
  | 'config'
  | 'invites'
  | 'requests'
  | 'affiliated'
  | 'mentions';
type Doing = Exclude<keyof Rooms, Reading | `on${string}`>;

const fits = ({ name, address }: ListedRoom, text: string): boolean => `${name} ${address}`.toLowerCase().includes(text.toLowerCase());

function reading(options: FakeRoomsOptions): Pick<Rooms, Reading> {
  return {
    list: async () => options.rooms ?? [],
    occupants: async () => answer(options.occupants === 'fails' ? { code: 'internal' } : options.occupants),
    notices: async () => options.notices ?? [],
    log: async () => options.log ?? [],
    readers: async () => options.readers ?? [],
    services: async () => [
      { address: bareJid('rooms.montague.lit'), name: 'Rooms of the house of Montague' },
      { address: bareJid('conference.verona.lit'), name: undefined },
    ],
    browse: async ({ text }) => {
      const rooms = (await answer(options.listed)).filter(room => fits(room, text));
      return { rooms, after: undefined, total: rooms.length };
    },
    search: async ({ text }) => {
      if (!options.everywhere) throw new FailureError({ code: 'unsupported' });
      return { rooms: options.everywhere.filter(room => fits(room, text)), after: undefined };
    },
    config: async () => ({ title: 'Settings', instructions: undefined, fields: await answer(options.form), layout: options.formLayout }),
    invites: async () => options.invites ?? [],
    requests: async () => options.roomRequests ?? [],
    affiliated: async ({ affiliation }) => (options.affiliated ?? []).filter(one => one.affiliation === affiliation),
    mentions: async () => ({ hits: await answer(options.mentions), more: false }),
  };
}

function doing(outcome: (method: string, input: unknown) => Promise<void>): Pick<Rooms, Doing> {
  const done = (method: Doing) => (input: unknown) => outcome(method, input);
  const opened =
    (method: 'join' | 'create' | 'accept') =>
    async (input: unknown): Promise<Conversation> => {
      await outcome(method, input);
      return aConversation(70, 'balcony@rooms.montague.lit', 'Balcony', { kind: 'room' });
    };
  return {
    join: opened('join'),
    create: opened('create'),
    accept: opened('accept'),
    sendPrivate: async (input): Promise<Message> => {
      await outcome('sendPrivate', input);
      return aMessage(input.conversation, input.body, { mine: true, privateWith: input.nickname });
    },
    leave: done('leave'),
    rejoin: done('rejoin'),
    destroy: done('destroy'),
    setNickname: done('setNickname'),
    setSubject: done('setSubject'),
    setNotify: done('setNotify'),
    setAutojoin: done('setAutojoin'),
    rename: done('rename'),
    setAvailability: done('setAvailability'),
    setConfig: done('setConfig'),
    setAvatar: done('setAvatar'),
    invite: done('invite'),
    decline: done('decline'),
    ask: done('ask'),
    askToJoin: done('askToJoin'),
    answerRequest: done('answerRequest'),
    kick: done('kick'),
    setRole: done('setRole'),
    setAffiliation: done('setAffiliation'),
    retract: done('retract'),
    report: done('report'),
  };
}
