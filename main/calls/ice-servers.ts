// XEP-0215: where the own server says that relays are; XEP-0176 §5.2 is what they are for.
import type { Clock } from '../base/clock.ts';
import { Emitter } from '../base/emitter.ts';
import type { AccountId } from '../../preload/contract/ids.ts';
import type { IceServer } from '../../preload/contract/media.ts';
import { credentialsQuery, readServices, serviceUrl, servicesQuery, type ExternalService } from '../xmpp/features/external-services/external-services.codec.ts';
import { NS } from '../xmpp/ns.ts';
import type { CallSession } from './signalling.ts';
import type { CallTimes } from './timers.ts';

export interface IceChoice {
  readonly iceServers: readonly IceServer[];
  /** There is a relay among them. */
  readonly hasRelay: boolean;
}
const NONE: IceChoice = { iceServers: [], hasRelay: false };

interface Kept {
  readonly session: CallSession;
  readonly choice: IceChoice;
  /** Milliseconds since 1970; from then on it is asked for anew. */
  readonly until: number;
}
/** Credentials that say nothing of their end are good for a day at most with the servers there are; an hour is safe. */
const USUAL = 3_600_000;
const LEAST = 30_000;
const MOST_SERVERS = 8;

/** The way out for media, per account: asked for when a call begins, and again at half of its time. */
export class IceServers {
  readonly #o: { readonly clock: Clock; readonly times: CallTimes; readonly session: (account: AccountId) => CallSession | undefined };
  readonly #kept = new Map<AccountId, Kept>();
  readonly #asking = new Map<AccountId, Promise<IceChoice>>();
  readonly #renewing = new Map<AccountId, () => void>();
  readonly #renewed = new Emitter<{ readonly account: AccountId; readonly choice: IceChoice }>();

  constructor(options: { readonly clock: Clock; readonly times: CallTimes; readonly session: (account: AccountId) => CallSession | undefined }) {
    this.#o = options;
  }

  /** Fresh ones, for calls that go on. */
  readonly onRenewed = this.#renewed.on;

  /** What there is; nothing, where the server does not say so in time. */
  async of(account: AccountId): Promise<IceChoice> {
    const session = this.#o.session(account);
    if (!session) return NONE;
    const kept = this.#kept.get(account);
    if (kept && kept.session === session && kept.until > this.#o.clock.now()) return kept.choice;
    const asking = this.#asking.get(account) ?? this.#ask(account, session);
    this.#asking.set(account, asking);
    return new Promise(resolve => {
      const stop = this.#o.clock.after(this.#o.times.relays, () => resolve(kept?.choice ?? NONE));
      void asking.then(choice => {
        stop();
        resolve(choice);
      });
    });
  }

  /** While a call goes on, credentials do not run out (§3.3). */
  keep(account: AccountId): void {
    const kept = this.#kept.get(account);
    if (!kept || this.#renewing.has(account)) return;
    const stop = this.#o.clock.after(Math.max(kept.until - this.#o.clock.now(), LEAST), () => {
      this.#renewing.delete(account);
      void this.of(account).then(choice => {
        this.#renewed.emit({ account, choice });
        this.keep(account);
      });
    });
    this.#renewing.set(account, stop);
  }

  /** No call of this account goes on. */
  letGo(account: AccountId): void {
    this.#renewing.get(account)?.();
    this.#renewing.delete(account);
  }
  close(): void {
    for (const account of this.#renewing.keys()) this.letGo(account);
  }

  /** The server says that something has changed (§3.3). */
  changed(account: AccountId): void {
    this.#kept.delete(account);
    if (!this.#renewing.has(account)) return;
    void this.of(account).then(choice => this.#renewed.emit({ account, choice }));
  }

  async #ask(account: AccountId, session: CallSession): Promise<IceChoice> {
    try {
      const services = session.supports(NS.externalServices, 'server') ? await servicesOf(session) : [];
      const choice = choose(services);
      const now = this.#o.clock.now();
      const ends = services.flatMap(one => one.expiresAt ?? []);
      const left = Math.max(LEAST, (Math.min(now + 2 * USUAL, ...ends) - now) / 2);
      this.#kept.set(account, { session, choice, until: now + left });
      return choice;
    } catch {
      return NONE; // a server that does not answer has none
    } finally {
      this.#asking.delete(account);
    }
  }
}

async function servicesOf(session: CallSession): Promise<readonly ExternalService[]> {
  const services = readServices(await session.iq('get', session.domain, servicesQuery())).slice(0, MOST_SERVERS);
  return Promise.all(services.map(async one => (one.restricted && one.password === undefined ? withCredentials(session, one) : one)));
}

/** §3.4 */
async function withCredentials(session: CallSession, service: ExternalService): Promise<ExternalService> {
  const answer = await session.iq('get', session.domain, credentialsQuery(service)).catch(() => undefined);
  const [found] = answer ? readServices(answer) : [];
  return found ? { ...service, username: found.username, password: found.password, expiresAt: found.expiresAt ?? service.expiresAt } : service;
}

/** As RTCPeerConnection takes them; what it would not take is left out. */
export function choose(services: readonly ExternalService[]): IceChoice {
  const useful = services.flatMap(one => {
    const url = serviceUrl(one);
    return url === undefined ? [] : [{ one, url }];
  });
  const isRelay = ({ kind }: ExternalService): boolean => kind === 'turn' || kind === 'turns';
  return {
    iceServers: useful.map(({ one, url }) => ({
      urls: [url],
      ...(isRelay(one) && one.username !== undefined && one.password !== undefined ? { username: one.username, credential: one.password } : {}),
    })),
    hasRelay: useful.some(({ one }) => isRelay(one)),
  };
}
