import { z } from 'zod';
import { accountInput } from './accounts.ts';
import { call, event, type Client } from './define.ts';
import type { AccountId, CallId, ConversationId } from './ids.ts';

/** What this host can do; a view asks for these, never for the host's name. */
export interface Capabilities {
  readonly version: string;
  readonly platform: 'linux' | 'darwin' | 'win32';
  readonly tray: boolean;
  readonly startAtLogin: boolean;
  /** The page shows notifications itself, on `notice` events. */
  readonly pageNotices: boolean;
  readonly ownTitleBar: boolean;
  readonly keyStore: boolean;
  readonly demo: boolean;
  /** It can answer calls by itself, without a window. */
  readonly phone: boolean;
}

/** The store as a whole. `damaged` and `full` stop writing until the user has chosen. */
export type StoreState =
  | { readonly state: 'ready' }
  /** `first`: nothing is sealed yet, so the passphrase is to be chosen, not asked for. */
  | { readonly state: 'locked'; readonly first?: boolean }
  | { readonly state: 'full' }
  | { readonly state: 'damaged'; readonly readable: number };

/** Filling the gap since the last session, for one account. */
export interface Progress {
  readonly account: AccountId;
  readonly done: boolean;
  readonly fetched: number;
  /** The oldest time reached so far. */
  readonly reached: number | undefined;
}

export interface Notice {
  readonly id: string;
  readonly title: string;
  readonly body: string;
  readonly conversation: ConversationId | undefined;
  readonly silent: boolean;
  /** Not to be taken away by the system after a while: a call rings as long as it rings. */
  readonly stays?: boolean;
  /** It rings. A notice of the system has buttons for it where the system knows such; a page's leads to its window, where the call is shown. */
  readonly rings?: { readonly call: CallId; readonly answer: string; readonly decline: string };
}

/** A line of the stanza console; secrets are blanked out before it gets here. */
export interface ConsoleLine {
  readonly account: AccountId;
  readonly at: number;
  readonly direction: 'in' | 'out';
  readonly xml: string;
}

export const desk = {
  name: 'desk',
  calls: {
    capabilities: call<Capabilities>()(z.object({})),
    storeState: call<StoreState>()(z.object({})),
    /** Node host only: the passphrase that opens the key file. */
    unlock: call<void>()(z.object({ passphrase: z.string().min(1).max(1024) })),
    /** Saves what is readable of a damaged store beside it. */
    rescue: call<{ readonly path: string; readonly messages: number }>()(z.object({})),
    /** Puts a damaged store aside and starts an empty one. */
    startAnew: call<void>()(z.object({})),
    /** Tries again after the disk had no room. */
    retryStore: call<StoreState>()(z.object({})),
    openLink: call<void>()(z.object({ url: z.string().max(8192) })),
    progress: call<readonly Progress[]>()(z.object({})),
    stopFilling: call<void>()(z.object({ account: accountInput })),
    setFocus: call<void>()(z.object({ focused: z.boolean() })),
    noticeClicked: call<void>()(z.object({ id: z.string().max(64) })),
    console: call<readonly ConsoleLine[]>()(z.object({ on: z.boolean() })),
    sendXml: call<void>()(z.object({ account: accountInput, xml: z.string().max(65_536) })),
    /** Why the last message of each conversation did or did not notify, newest first. */
    noticeReasons: call<readonly { readonly at: number; readonly title: string; readonly shown: boolean; readonly reason: string }[]>()(z.object({})),
  },
  events: {
    storeState: event<StoreState>(),
    progress: event<Progress>(),
    notice: event<Notice>(),
    noticeGone: event<{ readonly id: string }>(),
    unread: event<{ readonly count: number }>(),
    consoleLine: event<ConsoleLine>(),
  },
} as const;

export type Desk = Client<typeof desk>;
