// What one call is told when it begins, and what it stands on.
import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import type { AccountId, BareJid, CallId, CallSid } from '../../preload/contract/ids.ts';
import type { CallNews } from '../store/api.ts';
import type { OneCall } from './call.ts';
import type { IceChoice } from './ice-servers.ts';
import type { Profile } from './jingle/profile.ts';
import type { CallSession } from './signalling.ts';
import type { CallTimes } from './timers.ts';

/** What a call stands on. */
export interface CallParts {
  readonly clock: Clock;
  readonly times: CallTimes;
  readonly log: Log;
  readonly session: () => CallSession | undefined;
  /** After what is being handled now. */
  readonly later: (work: () => void) => void;
  /** Servers for the media's path; never later than `times.relays`. */
  readonly ice: () => Promise<IceChoice>;
  /** How the device with this full address is to be spoken to, as far as it is known. */
  readonly profile: (full: string) => Profile;
  /** Finds that out; never later than `times.profile`. */
  readonly learn: (full: string) => Promise<void>;
  /** Addresses of this computer: nobody calls its own services. */
  readonly ownAddresses: () => readonly string[];
  /** After every change of what the user sees. */
  readonly changed: (call: OneCall) => void;
  /** Once, when it has ended. */
  readonly ended: (call: OneCall) => void;
}
export interface CallAbout {
  readonly id: CallId;
  readonly account: AccountId;
  readonly peer: BareJid;
  readonly sid: CallSid;
  readonly first: 'proposing' | 'incoming' | 'incoming-direct';
  /** Their device, where they call. */
  readonly theirs: string | undefined;
  readonly wantsVideo: boolean;
  readonly relayOnly: boolean;
  /** They may see us, so they may hear that it rings. */
  readonly sharesPresence: boolean;
  /** Their devices tell us at once that they have a message. */
  readonly expectsReceipt: boolean;
  readonly muxOptional: boolean;
  readonly continues?: Continued;
}
export type CallAsBegun = Pick<CallNews, 'sid' | 'direction' | 'video' | 'startedAt'>;
/** What a session goes on with in the place of an earlier one: nothing is opened that was not open, and what was silent stays silent. */
export interface Continued {
  readonly sid: CallSid;
  /** The whole in the history, under the session that it began with. */
  readonly record: CallAsBegun;
  /** Both had talked; else its first session was only on its way to that. */
  readonly hasTalked: boolean;
  readonly muted: boolean;
  readonly held: boolean;
  /** A screen is shared by a choice of the user's, which nobody repeats for them. */
  readonly video: 'off' | 'camera';
  readonly talkedMs: number;
  /** Who is to hear it where nothing comes of it: the device that has the earlier session still. */
  readonly tell: string | undefined;
}
