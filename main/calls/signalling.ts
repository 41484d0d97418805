import type { BareJid } from '../../preload/contract/ids.ts';
import { FailureError } from '../../preload/contract/wire.ts';
import type { Element } from '../xmpp/element.ts';
import { encodeCallMessage } from '../xmpp/features/call-messages/call-messages.codec.ts';
import { encodeJingle } from '../xmpp/features/jingle/jingle.codec.ts';
import type { CallMessage, JingleAction } from '../xmpp/features/jingle/jingle.types.ts';

/** What a call needs of an account's stream. */
export interface CallSession {
  readonly address: BareJid;
  readonly domain: string;
  readonly fullAddress: string | undefined;
  readonly online: boolean;
  send(stanza: Element): boolean;
  iq(type: 'get' | 'set', to: string | undefined, payload: Element, limit?: number): Promise<Element>;
  supports(feature: string, of?: 'account' | 'server'): boolean;
}
export interface SignalsOptions {
  readonly session: () => CallSession | undefined;
  /** Runs when the request that we handle now has been answered: our own words come after that (Conversations takes candidates for an attack else). */
  readonly later: (work: () => void) => void;
  readonly requestLimit: number;
}

/** How a request of ours ended: `undefined` is good. */
export type Refused = { readonly condition: string; readonly offline: boolean } | undefined;

/** The words of one call on the wire, in their order, after whatever is being answered. */
export class Signals {
  readonly #o: SignalsOptions;
  #waiting: (() => void)[] = [];

  constructor(options: SignalsOptions) {
    this.#o = options;
  }

  message(to: string, said: CallMessage): void {
    this.#soon(() => this.#o.session()?.send(encodeCallMessage(to, said)));
  }

  request(to: string, said: JingleAction): Promise<Refused> {
    return new Promise(resolve => {
      this.#soon(() => {
        const session = this.#o.session();
        if (!session) return resolve({ condition: 'remote-server-timeout', offline: true });
        session.iq('set', to, encodeJingle(said), this.#o.requestLimit).then(
          () => resolve(undefined),
          (error: unknown) => resolve(asRefused(error)),
        );
      });
    });
  }

  /** Says now what waits to be said: the stream is about to close. */
  flush(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const say of waiting) say();
  }

  #soon(say: () => void): void {
    this.#waiting.push(say);
    if (this.#waiting.length === 1) this.#o.later(() => this.flush());
  }
}

function asRefused(error: unknown): NonNullable<Refused> {
  if (!(error instanceof FailureError)) throw error;
  const { failure } = error;
  return failure.code === 'stanza-error' ? { condition: failure.condition, offline: false } : { condition: 'remote-server-timeout', offline: true };
}
