import { createContext, useContext } from 'react';
import type { Account } from '../../preload/contract/accounts.ts';
import type { Call } from '../../preload/contract/calls.ts';
import type { Contact } from '../../preload/contract/contacts.ts';
import type { Conversation } from '../../preload/contract/conversations.ts';
import type { AccountId, BareJid, CallId, ConversationId } from '../../preload/contract/ids.ts';
import type { Room, RoomInvite } from '../../preload/contract/rooms.ts';
import type { SettingsValues } from '../../preload/contract/settings.ts';
import type { Services } from '../services.ts';
import { Blocked } from './blocked.ts';
import { KeyedReplica } from './keyed-replica.ts';
import { Occupants } from './occupants.ts';
import { AT_ONCE, type Pace } from './pace.ts';
import { ViewModel } from './view-model.ts';

/** Pinned first, then by last activity; of two that never had any, the older row first. */
export const byActivity = (a: Conversation, b: Conversation): number =>
  Number(b.pinned) - Number(a.pinned) || (b.last?.at ?? 0) - (a.last?.at ?? 0) || a.id - b.id;

export type ContactKey = `${number} ${string}`;
export const contactKey = (account: AccountId, address: BareJid): ContactKey => `${account} ${address}`;

const conversationsOf = ({ conversations }: Services, pace: Pace) =>
  new KeyedReplica<Conversation, ConversationId>(
    {
      keyOf: conversation => conversation.id,
      read: () => conversations.list({}),
      listen: (put, drop) => both(conversations.onChanged(put), conversations.onRemoved(drop)),
      order: byActivity,
    },
    pace,
  );

const roomsOf = ({ rooms }: Services, pace: Pace) =>
  new KeyedReplica<Room, ConversationId>(
    {
      keyOf: room => room.conversation,
      read: () => rooms.list({}),
      listen: (put, drop) => both(rooms.onChanged(put), rooms.onRemoved(drop)),
      order: (a, b) => a.conversation - b.conversation,
    },
    pace,
  );

/** Who is in each room: made when somebody first asks, alive while somebody looks. */
function occupantsOf({ rooms }: Services, pace: Pace): (room: ConversationId) => Occupants {
  const made = new Map<ConversationId, Occupants>();
  return room => {
    const known = made.get(room) ?? new Occupants(room, rooms, pace);
    made.set(room, known);
    return known;
  };
}

/** Whom each account blocks: made when somebody first asks. */
function blockedOf({ contacts }: Services): (account: AccountId) => Blocked {
  const made = new Map<AccountId, Blocked>();
  return account => {
    const known = made.get(account) ?? new Blocked(account, contacts);
    made.set(account, known);
    return known;
  };
}

const contactsOf = ({ contacts }: Services) =>
  new KeyedReplica<Contact, ContactKey>({
    keyOf: contact => contactKey(contact.account, contact.address),
    read: () => contacts.list({}),
    listen: (put, drop) =>
      both(
        contacts.onChanged(put),
        contacts.onRemoved(({ account, address }) => drop(contactKey(account, address))),
      ),
    order: (a, b) => a.title.localeCompare(b.title),
  });

/** The calls of now, the oldest first. */
const callsOf = ({ calls }: Services) =>
  new KeyedReplica<Call, CallId>({
    keyOf: call => call.id,
    read: () => calls.list({}),
    listen: (put, drop) => both(calls.onChanged(put), calls.onGone(drop)),
    order: (a, b) => a.startedAt - b.startedAt,
  });

const both =
  (first: () => void, second: () => void): (() => void) =>
  () => {
    first();
    second();
  };

export interface WholeSnapshot<Value> {
  readonly phase: 'loading' | 'ready' | 'failed';
  readonly value: Value;
}

/** The page's own copy of one value that main sends whole whenever it changes. */
export class WholeReplica<Value> extends ViewModel<WholeSnapshot<Value>> {
  readonly #read: () => Promise<Value>;
  readonly #listen: (put: (value: Value) => void) => () => void;

  constructor(empty: Value, read: () => Promise<Value>, listen: (put: (value: Value) => void) => () => void) {
    super({ phase: 'loading', value: empty });
    this.#read = read;
    this.#listen = listen;
  }

  #heard = false;

  /** Reads it again after it failed. */
  readonly retry = (): void => {
    this.set({ phase: 'loading' });
    this.#ask();
  };

  protected override start(): () => void {
    this.#heard = false;
    const stop = this.#listen(value => {
      this.#heard = true;
      this.set({ phase: 'ready', value });
    });
    this.#ask();
    return stop;
  }

  #ask(): void {
    this.#read().then(
      value => (this.#heard ? undefined : this.set({ phase: 'ready', value })),
      () => (this.#heard ? undefined : this.set({ phase: 'failed' })),
    );
  }
}

/** What the page shows before it has read the settings. */
export const FIRST_SETTINGS: SettingsValues = {
  theme: 'system',
  language: 'system',
  zoom: 1,
  sendReadMarkers: true,
  sendTyping: true,
  notify: 'text',
  notifySound: true,
  awayAfterMinutes: 10,
  closeToTray: true,
  startAtLogin: false,
  onlyKnownPeople: false,
  ringForStrangers: false,
  relayForStrangers: true,
  relayAlways: false,
  phoneCountry: 'system',
  devices: {},
  echoCancellation: true,
  noiseSuppression: true,
  autoGainControl: true,
  phone: 'off',
  phoneAnswers: 'contacts',
  phoneListed: [],
  phoneAfterSeconds: 20,
};

/** What several views share; each runs while somebody looks at it. */
export const replicasOf = (services: Services, pace: Pace = AT_ONCE) => ({
  accounts: new WholeReplica<readonly Account[]>([], () => services.accounts.list({}), services.accounts.onChanged),
  conversations: conversationsOf(services, pace),
  rooms: roomsOf(services, pace),
  invites: new WholeReplica<readonly RoomInvite[]>([], () => services.rooms.invites({}), services.rooms.onInvites),
  occupants: occupantsOf(services, pace),
  blocked: blockedOf(services),
  pace,
  contacts: contactsOf(services),
  calls: callsOf(services),
  settings: new WholeReplica<SettingsValues>(FIRST_SETTINGS, () => services.settings.get({}), services.settings.onChanged),
});
export type Replicas = ReturnType<typeof replicasOf>;

export const ReplicasContext = createContext<Replicas | undefined>(undefined);

export function useReplicas(): Replicas {
  const replicas = useContext(ReplicasContext);
  if (!replicas) throw new Error('no replicas above this view');
  return replicas;
}
