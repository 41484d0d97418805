import type { AccountDesk } from '../accounts/account-desk.ts';
import type { SignUp } from '../accounts/sign-up.ts';
import type { CallDesk } from '../calls/call-desk.ts';
import type { CallLog } from '../calls/call-log.ts';
import type { CallWatch } from '../calls/call-watch.ts';
import type { Devices } from '../calls/devices.ts';
import type { Gateways } from '../calls/gateways.ts';
import type { RelayChoices } from '../calls/relay-choices.ts';
import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import type { ArchiveFill } from '../chat/archive-fill.ts';
import type { ChatDesk } from '../chat/chat-desk.ts';
import type { ReadState } from '../chat/read-state.ts';
import type { Host } from '../host/host.ts';
import type { Availabilities } from '../presence/availabilities.ts';
import type { Blocking } from '../presence/blocking.ts';
import type { Avatars } from '../presence/avatars.ts';
import type { Notifier } from '../presence/notifier.ts';
import type { People } from '../presence/people.ts';
import type { Profiles } from '../presence/profiles.ts';
import type { Rosters } from '../presence/rosters.ts';
import type { RoomDesk } from '../rooms/room-desk.ts';
import type { AccountId, BareJid } from '../../preload/contract/ids.ts';
import type { ConversationRow, StoreClient } from '../store/api.ts';
import type { SettingsKeeper } from './settings.ts';
import type { StanzaConsole } from './stanza-console.ts';
import type { Screen } from './screen.ts';

/** The app once its store is open: what the services answer from. Built in app.ts alone. */
export interface Core {
  readonly host: Host;
  readonly store: StoreClient;
  readonly clock: Clock;
  readonly log: Log;
  readonly settings: SettingsKeeper;
  readonly accounts: AccountDesk;
  readonly signUp: SignUp;
  readonly people: People;
  readonly rosters: Rosters;
  readonly blocking: Blocking;
  readonly avatars: Avatars;
  readonly profiles: Profiles;
  readonly availabilities: Availabilities;
  readonly chat: ChatDesk;
  readonly readState: ReadState;
  readonly fill: ArchiveFill;
  readonly rooms: RoomDesk;
  readonly calls: CallDesk;
  readonly callLog: CallLog;
  readonly callWatch: CallWatch;
  readonly devices: Devices;
  readonly gateways: Gateways;
  readonly relays: RelayChoices;
  readonly notifier: Notifier;
  readonly screen: Screen;
  readonly console: StanzaConsole;
  /** Unread messages over all conversations that are not muted. */
  readonly unread: { readonly on: (listener: (count: number) => void) => () => void };
  /** The row of a conversation that exists; makes none. */
  readonly conversationWith: (account: AccountId, peer: BareJid) => Promise<ConversationRow | undefined>;
}

/** Services wait here while the store is locked. */
export type WhenReady = () => Promise<Core>;
