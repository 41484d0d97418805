// Being in a room as one table (XEP-0045 §7.2, §7.14, §8.2, §9.1, §10.9; XEP-0410 §3). What is not in it is refused.
import type { Room, RoomTrouble } from '../../preload/contract/rooms.ts';

export type RoomState = Room['state'];

export const ROOM_EVENTS = [
  // the user, or a bookmark
  'want',
  'leave',
  /** A few rooms are joined at a time; it is this one's turn. */
  'turn',
  // the room
  'let-in',
  'nickname-taken',
  /** Nothing changes before the user does something. */
  'refused',
  /** It may be otherwise in a while. */
  'refused-for-now',
  'put-out',
  'put-out-for-now',
  /** A ping of ourselves says that we are not in it (XEP-0410). */
  'lost',
  // time, and the stream
  'join-over',
  /** The session is gone, and with it all presence. */
  'offline',
] as const;
export type RoomEvent = (typeof ROOM_EVENTS)[number];

/** What is done on the way; who carries it out is room.ts. */
export type RoomDeed =
  | 'queue' // asks for a turn
  | 'enter'
  | 'enter-renamed' // with another nickname
  | 'begin' // we are in: fill, ping, send what waits
  | 'retry' // asks for a turn after a while, longer each time
  | 'exit';

export interface RoomStep {
  readonly to: RoomState;
  readonly deed?: RoomDeed;
}
type Row = Readonly<Partial<Record<RoomEvent, RoomStep>>>;

const to = (state: RoomState, deed?: RoomDeed): RoomStep => (deed === undefined ? { to: state } : { to: state, deed });

export const ROOM_TABLE: Readonly<Record<RoomState, Row>> = {
  outside: { want: to('waiting', 'queue') },
  waiting: {
    want: to('waiting', 'queue'),
    turn: to('joining', 'enter'),
    leave: to('outside', 'exit'),
    offline: to('outside'),
  },
  joining: {
    want: to('joining'),
    'let-in': to('joined', 'begin'),
    'nickname-taken': to('joining', 'enter-renamed'),
    refused: to('trouble'),
    'refused-for-now': to('waiting', 'retry'),
    'put-out': to('trouble'),
    'put-out-for-now': to('waiting', 'retry'),
    'join-over': to('waiting', 'retry'),
    leave: to('outside', 'exit'),
    offline: to('outside'),
  },
  joined: {
    want: to('joined'),
    'let-in': to('joined'),
    'put-out': to('trouble'),
    'put-out-for-now': to('waiting', 'retry'),
    lost: to('waiting', 'retry'),
    leave: to('outside', 'exit'),
    offline: to('outside'),
  },
  trouble: {
    want: to('waiting', 'queue'),
    leave: to('outside'),
    offline: to('trouble'),
  },
};

/** Undefined: it has no place there. */
export const roomStep = (state: RoomState, event: RoomEvent): RoomStep | undefined => ROOM_TABLE[state][event];

/** Not tried again in the next session: somebody did not want us there. */
export const FINAL: ReadonlySet<RoomTrouble> = new Set<RoomTrouble>(['banned', 'kicked', 'destroyed', 'not-a-room']);

/** XEP-0045 §7.2.6 to §7.2.13, RFC 6120 §8.3.3: what a condition means for who wants in. */
const BY_CONDITION: ReadonlyMap<string, RoomTrouble> = new Map(
  Object.entries<RoomTrouble>({
    'not-authorized': 'password',
    'registration-required': 'members-only',
    forbidden: 'banned',
    conflict: 'nickname-taken',
    'service-unavailable': 'full',
    'item-not-found': 'locked',
    'not-acceptable': 'nickname-refused',
    'jid-malformed': 'nickname-refused',
    gone: 'destroyed',
    'not-allowed': 'not-found', // creation is restricted: there is no such room
    'remote-server-not-found': 'unreachable',
    'remote-server-timeout': 'unreachable',
    'internal-server-error': 'service-down',
    'resource-constraint': 'service-down',
  }),
);
export const troubleOf = (condition: string): RoomTrouble => BY_CONDITION.get(condition) ?? 'refused';

/** It may pass by itself. */
export const PASSING: ReadonlySet<RoomTrouble> = new Set<RoomTrouble>(['unreachable', 'service-down', 'full', 'locked']);

/** §10.9, §8.2, §9.1, §9.4, §7.14 and §15.6.2: why we are out, by the statuses of our own presence. Undefined: we left. */
export function putOutBy(statuses: readonly number[]): { readonly trouble: RoomTrouble; readonly passes: boolean } | undefined {
  if (statuses.includes(301)) return { trouble: 'banned', passes: false };
  // 333: for a fault of the way, which a kick carries along with 307 (§15.6.2).
  if (statuses.includes(333) || statuses.includes(332)) return { trouble: 'service-down', passes: true };
  if (statuses.includes(307)) return { trouble: 'kicked', passes: false };
  if (statuses.includes(321) || statuses.includes(322)) return { trouble: 'affiliation', passes: false };
  return undefined;
}
