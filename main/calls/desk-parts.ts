import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import type { AccountId, BareJid, CallId } from '../../preload/contract/ids.ts';
import type { CallLog } from './call-log.ts';
import type { Devices } from './devices.ts';
import type { IceServers } from './ice-servers.ts';
import type { AttendedEngine, MediaEngine } from './media-engine.ts';
import type { RelayChoices } from './relay-choices.ts';
import type { CallSession } from './signalling.ts';
import type { CallTimes } from './timers.ts';

/** What the desk asks of those who know people. */
export interface CallPeople {
  /** They may see our presence. */
  sharesPresence(account: AccountId, peer: BareJid): boolean;
  /** Both see each other: what is sent is acknowledged by their devices. */
  isMutual(account: AccountId, peer: BareJid): boolean;
  isBlocked(account: AccountId, peer: BareJid): boolean;
}
/** A phone without a user: which calls it takes, with whose media, and after how long. */
export interface Phone {
  takes(call: {
    readonly id: CallId;
    readonly account: AccountId;
    readonly peer: BareJid;
    readonly video: boolean;
  }): { readonly engine: MediaEngine; readonly afterMs: number } | undefined;
  /** The app ends. */
  dispose?(): void;
}
export interface CallDeskOptions {
  readonly clock: Clock;
  readonly times: CallTimes;
  readonly log: Log;
  readonly randomId: () => string;
  readonly session: (account: AccountId) => CallSession | undefined;
  readonly engine: AttendedEngine;
  readonly people: CallPeople;
  readonly devices: Devices;
  readonly ice: IceServers;
  readonly callLog: CallLog;
  readonly relays: RelayChoices;
  readonly isGateway: (account: AccountId, peer: BareJid) => boolean;
  readonly settings: () => { readonly ringForStrangers: boolean; readonly relayForStrangers: boolean; readonly relayAlways: boolean };
  readonly ownAddresses: () => readonly string[];
  /** After the request that is being handled has been answered. */
  readonly later: (work: () => void) => void;
}
