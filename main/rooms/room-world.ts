import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import type { KeyedQueue } from '../base/keyed-queue.ts';
import type { Turns } from '../base/turns.ts';
import type { AccountId, BareJid, ConversationId } from '../../preload/contract/ids.ts';
import type { RoomNotice } from '../../preload/contract/rooms.ts';
import type { Store } from '../store/api.ts';
import type { joinPresence } from '../xmpp/features/muc/muc.codec.ts';
import type { Session } from '../xmpp/session.ts';
import type { Room } from './room.ts';

/** How we are, as rooms are told. */
export type OwnState = Parameters<typeof joinPresence>[1];

/** What every room stands on. */
export interface RoomWorld {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly random: () => number;
  readonly session: (account: AccountId) => Session | undefined;
  readonly ownState: (session: Session) => OwnState;
  readonly ownNickname: (account: AccountId) => string;
  /** A few rooms are joined at a time. */
  readonly joining: Turns<Room>;
  /** Something that the window sees has changed; `often`: it may wait a moment. */
  readonly changed: (room: Room, often?: 'often') => void;
  readonly noticed: (notice: RoomNotice) => void;
  readonly asked: (room: Room) => void;
  /** Somebody looks at it, and waits for what was said there. */
  readonly isLookedAt: (room: Room) => boolean;
  /** Reads what was said last, before we are in. */
  readonly lookAhead: (room: Room) => Promise<void>;
  /** We are in. */
  readonly begun: (room: Room) => void;
  readonly filled: (conversation: ConversationId) => void;
  /** Fetches a picture by its SHA-1 out of an address's vCard; true: it is in the store. */
  readonly fetchPicture: (session: Session, address: string, hash: string) => Promise<boolean>;
  /** One picture of an occupant at a time. */
  readonly pictures: KeyedQueue;
}

export interface Place {
  readonly account: AccountId;
  readonly address: BareJid;
}
export const placeKey = ({ account, address }: Place): string => `${account} ${address}`;
