import type { Route } from '../../../preload/contract/accounts.ts';
import type { Unsubscribe } from '../../../preload/contract/define.ts';
import type { BareJid } from '../../../preload/contract/ids.ts';
import type { CertificateInfo, ConnectionProblem } from '../../../preload/contract/wire.ts';
import type { Element } from '../element.ts';

/** What is kept in the key store instead of the password wherever the server allows it (sasl/credentials.ts says when the password goes). JSON. */
export interface Credentials {
  readonly password?: string;
  /** Salted SCRAM keys of the last mechanism: enough to sign in, not to sign up elsewhere. Base64. */
  readonly scram?: { readonly mechanism: string; readonly salt: string; readonly iterations: number; readonly clientKey: string; readonly serverKey: string };
  readonly fast?: { readonly mechanism: string; readonly token: string; readonly expiry: number; readonly count: number };
  /** The strongest mechanisms this server ever offered; anything weaker is refused (downgrade protection). */
  readonly seen?: { readonly mechanisms: readonly string[]; readonly channelBinding: boolean };
}

export type StreamState =
  | { readonly state: 'offline' }
  | { readonly state: 'connecting' }
  /** `resumed`: the old session goes on; else everything per session is to be set up again. */
  | { readonly state: 'online'; readonly address: string; readonly resumed: boolean; readonly features: StreamFeatures }
  /** `retryAt` undefined: it will not try again until the user has done something. */
  | {
      readonly state: 'waiting';
      readonly problem: ConnectionProblem;
      readonly detail?: string;
      readonly certificate?: CertificateInfo;
      readonly retryAt?: number;
    };

export interface StreamFeatures {
  /** Done inline by Bind 2: no need to ask again. */
  readonly carbonsEnabled: boolean;
  readonly rosterVersions: boolean;
  readonly preApproval: boolean;
  readonly streamManagement: boolean;
  /** Server caps (XEP-0115 §6.3), so that disco need not be asked. */
  readonly caps: { readonly node: string; readonly ver: string; readonly hash: string } | undefined;
}

export interface StreamOptions {
  readonly address: BareJid;
  readonly route: Route;
  readonly credentials: Credentials;
  /** Keep these in the key store; called before the stream goes online. */
  readonly keep: (credentials: Credentials) => Promise<void>;
  /** Stable for one installation and account (XEP-0388 §2.3.1): a UUID v4. */
  readonly device: { readonly id: string; readonly software: string; readonly name: string };
  /** Extra certificate authorities in PEM, for tests and private servers. Never switches checking off. */
  readonly authorities?: readonly string[];
  /** Resolves the records of a domain; the system's by default. */
  readonly resolver?: unknown;
  readonly log: (line: string) => void;
}

/** One account's connection, kept up until `stop`. */
export interface Stream {
  readonly state: StreamState;
  start(): void;
  /** Closes the stream cleanly, waiting at most two seconds. */
  stop(): Promise<void>;
  /** After wake-up, a network change, or by the user's wish: tries at once, and checks a connection that looks alive. */
  retryNow(): void;
  /**
   * Queued while a resumption is possible. False, and nothing is done: there is none, or 5,000 stanzas wait already. The stanza is not to be changed
   * afterwards: it is sent again as it is.
   */
  send(stanza: Element): boolean;
  /** Client state (XEP-0352): the user looks, or does not. */
  setActive(active: boolean): void;
  onState(listener: (state: StreamState) => void): Unsubscribe;
  /**
   * The one who handles stanzas, in order. A stanza counts as handled (XEP-0198) only when the promise is
   * resolved. When it is rejected the connection is dropped, and the stanza comes again with the next: it is for what time may heal, as a full disk.
   */
  onStanza(handler: (stanza: Element) => Promise<void>): void;
  /** The server has taken this stanza over. */
  onAcked(listener: (stanza: Element) => void): Unsubscribe;
  /** Everything on the wire, secrets blanked out, for the console. */
  onTraffic(listener: (direction: 'in' | 'out', xml: string) => void): Unsubscribe;
}

/** A stream before sign-in, for XEP-0077. */
export interface PreAuthStream {
  readonly features: Element;
  iq(request: Element): Promise<Element>;
  close(): Promise<void>;
}
