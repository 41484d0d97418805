import { Emitter } from '../base/emitter.ts';
import type { Log } from '../base/log.ts';
import type { Account, Connection, Route } from '../../preload/contract/accounts.ts';
import type { AccountId, BareJid } from '../../preload/contract/ids.ts';
import { FailureError, type ConnectionProblem } from '../../preload/contract/wire.ts';
import type { SecretBox } from '../host/host.ts';
import type { AccountRow, Store } from '../store/api.ts';
import { readAddress } from '../xmpp/jid.ts';
import type { Session } from '../xmpp/session.ts';
import type { Credentials, Stream, StreamState } from '../xmpp/stream/stream.ts';
import { featuresOf } from './account-features.ts';
import { matchesPassword, openCredentials, sealCredentials } from './sealed-credentials.ts';

export interface StreamWish {
  readonly address: BareJid;
  readonly route: Route;
  readonly credentials: Credentials;
  readonly device: string;
  readonly keep: (credentials: Credentials) => Promise<void>;
}
export interface AccountDeskOptions {
  readonly store: Store;
  readonly secrets: SecretBox;
  readonly openStream: (wish: StreamWish) => Stream;
  /** Makes the server forget the token of an account that is taken off this computer. */
  readonly forget: (wish: StreamWish) => Promise<void>;
  readonly openSession: (account: AccountId, address: BareJid, stream: Stream) => Session;
  readonly randomId: () => string;
  readonly log: Log;
}
interface Open {
  row: AccountRow;
  credentials: Credentials;
  session: Session | undefined;
}

/** All accounts of this profile: who is signed in, over which session, and in what state. */
export class AccountDesk {
  readonly #o: AccountDeskOptions;
  readonly #open = new Map<AccountId, Open>();
  readonly #changed = new Emitter<readonly Account[]>();
  readonly #fresh = new Emitter<Session>();
  readonly #removed = new Emitter<AccountId>();
  #attempt: { readonly cancel: () => void } | undefined;

  constructor(options: AccountDeskOptions) {
    this.#o = options;
  }

  readonly onChanged = this.#changed.on;
  /** A session that starts from nothing: roster, archive and outbox are to be set up. */
  readonly onFresh = this.#fresh.on;
  readonly onRemoved = this.#removed.on;

  async load(): Promise<void> {
    for (const row of await this.#o.store.accounts()) {
      const open: Open = { row, credentials: openCredentials(this.#o.secrets, row.secrets), session: undefined };
      this.#open.set(row.id, open);
      if (row.enabled) this.#connect(open);
    }
    this.#tell();
  }

  list(): readonly Account[] {
    return [...this.#open.values()].map(({ row, session }) => ({
      id: row.id,
      address: row.address,
      name: row.name,
      enabled: row.enabled,
      connection: session ? connectionOf(session.stream.state) : { state: 'offline' },
      avatar: row.avatar,
      features: session ? featuresOf(session) : [],
    }));
  }

  row(account: AccountId): AccountRow {
    return this.#get(account).row;
  }
  /** Undefined once it was removed. */
  address(account: AccountId): BareJid | undefined {
    return this.#open.get(account)?.row.address;
  }
  session(account: AccountId): Session | undefined {
    return this.#open.get(account)?.session;
  }
  /** For what needs a connection: fails with `offline`. */
  onlineSession(account: AccountId): Session {
    const session = this.#get(account).session;
    if (!session?.online) throw new FailureError({ code: 'offline' });
    return session;
  }
  sessions(): readonly Session[] {
    return [...this.#open.values()].flatMap(({ session }) => (session ? [session] : []));
  }

  /** Keeps nothing of an attempt that fails. */
  async signIn(wish: { readonly address: string; readonly password: string; readonly route?: Route | undefined }): Promise<Account> {
    const read = readAddress(wish.address);
    if (!('address' in read)) throw new FailureError({ code: 'bad-address', hint: read.hint });
    if ([...this.#open.values()].some(({ row }) => row.address === read.address)) throw new FailureError({ code: 'exists' });
    const device = crypto.randomUUID();
    const route = wish.route ?? {};
    let credentials: Credentials = { password: wish.password };
    let saved: AccountRow | undefined;
    const keep = async (changed: Credentials): Promise<void> => {
      credentials = changed;
      if (saved) await this.#keep(saved.id, changed);
    };
    const stream = this.#o.openStream({ address: read.address, route, credentials, device, keep });
    await this.#firstOnline(stream);
    const row = await this.#o.store.addAccount({ address: read.address, device, route, secrets: sealCredentials(this.#o.secrets, credentials) });
    saved = row;
    const open: Open = { row, credentials, session: undefined };
    this.#open.set(row.id, open);
    this.#adopt(open, stream);
    this.#tell();
    const account = this.list().find(one => one.id === row.id);
    if (!account) throw new FailureError({ code: 'not-found' });
    return account;
  }

  cancel(): void {
    this.#attempt?.cancel();
  }

  async setEnabled(account: AccountId, enabled: boolean): Promise<void> {
    const open = this.#get(account);
    open.row = await this.#o.store.editAccount({ account, enabled });
    if (enabled && !open.session) this.#connect(open);
    if (!enabled) await this.#disconnect(open);
    this.#tell();
  }

  reconnect(account: AccountId): void {
    const open = this.#get(account);
    if (open.session) open.session.stream.retryNow();
  }

  /** After wake-up or on another network. Not for who waits for the user: two clients in conflict would throw each other out for ever. */
  retryAll(): void {
    for (const { stream } of this.sessions()) if (stream.state.state !== 'waiting' || stream.state.retryAt !== undefined) stream.retryNow();
  }

  async setPassword(account: AccountId, password: string): Promise<void> {
    const open = this.#get(account);
    // Old keys and tokens belong to the old password; what the server once offered stays known (downgrade protection).
    await this.#keep(account, { password, ...(open.credentials.seen ? { seen: open.credentials.seen } : {}) });
    await this.#restart(open);
  }

  /** Before what cannot be undone: whoever sits here knows the password, or the server's key of it. */
  async prove(account: AccountId, password: string): Promise<void> {
    const { credentials } = this.#get(account);
    if (!(await matchesPassword(credentials, password))) throw new FailureError({ code: 'connection', problem: 'not-authorized' });
  }

  async setRoute(account: AccountId, route: Route): Promise<void> {
    const open = this.#get(account);
    open.row = await this.#o.store.editAccount({ account, route });
    await this.#restart(open);
  }

  async setAvatar(account: AccountId, avatar: string | undefined): Promise<void> {
    const open = this.#get(account);
    open.row = await this.#o.store.editAccount({ account, avatar });
    this.#tell();
  }

  async setRosterVersion(account: AccountId, rosterVersion: string | undefined): Promise<void> {
    const open = this.#open.get(account);
    if (open) open.row = await this.#o.store.editAccount({ account, rosterVersion });
  }

  async remove(account: AccountId): Promise<void> {
    const open = this.#get(account);
    await this.#disconnect(open);
    // So that nothing that was kept here lets anybody in; without a connection the token dies with its time.
    this.#o.forget(this.#wish(open)).catch((error: unknown) => this.#o.log.debug(`the server was not told to forget a token: ${String(error)}`));
    this.#open.delete(account);
    await this.#o.store.removeAccount({ account });
    this.#removed.emit(account);
    this.#tell();
  }

  /** The store is replaced by an empty one: accounts are not lost with the history, and fetch it again where the server has it. */
  async moveTo(replaceStore: () => Promise<void>): Promise<void> {
    const before = [...this.#open.values()];
    for (const open of before) {
      await this.#disconnect(open);
      this.#open.delete(open.row.id);
      this.#removed.emit(open.row.id);
    }
    await replaceStore();
    for (const { row, credentials } of before) {
      const { address, device, route, name, enabled } = row;
      const { id } = await this.#o.store.addAccount({ address, device, route, secrets: sealCredentials(this.#o.secrets, credentials) });
      await this.#o.store.editAccount({ account: id, enabled, name });
    }
    await this.load();
  }

  async close(): Promise<void> {
    this.#attempt?.cancel();
    await Promise.all([...this.#open.values()].map(async open => open.session?.stream.stop()));
  }

  /** Waits for the first answer of a stream; ends it when it is not a good one. */
  async #firstOnline(stream: Stream): Promise<void> {
    const outcome = new Promise<void>((resolve, reject) => {
      const judge = (state: StreamState): void => {
        if (state.state === 'online') resolve();
        if (state.state !== 'waiting') return;
        const { problem, detail, certificate } = state;
        reject(new FailureError({ code: 'connection', problem, ...(detail === undefined ? {} : { detail }), ...(certificate ? { certificate } : {}) }));
      };
      stream.onState(judge);
      this.#attempt = { cancel: () => reject(new FailureError({ code: 'offline' })) };
      stream.start();
    });
    try {
      await outcome;
    } catch (error) {
      await stream.stop();
      throw error;
    } finally {
      this.#attempt = undefined;
    }
  }

  #connect(open: Open): void {
    const stream = this.#o.openStream(this.#wish(open));
    this.#adopt(open, stream);
    stream.start();
  }

  #wish({ row: { address, route, device, id }, credentials }: Open): StreamWish {
    return { address, route, credentials, device, keep: changed => this.#keep(id, changed) };
  }

  #adopt(open: Open, stream: Stream): void {
    const session = this.#o.openSession(open.row.id, open.row.address, stream);
    open.session = session;
    session.onState(state => {
      if (open.session !== session) return;
      this.#o.log.info(
        `account ${open.row.id} is ${state.state}${state.state === 'online' && state.resumed ? ' (resumed)' : ''}${state.state === 'waiting' ? ` (${state.problem})` : ''}`,
      );
      if (state.state === 'online' && !state.resumed) void this.#begin(open, session);
      this.#tell();
    });
    if (session.online) void this.#begin(open, session);
  }

  async #begin(open: Open, session: Session): Promise<void> {
    const { beginning } = session;
    await session.discover();
    // The stream began anew meanwhile: what was found out belongs to the one before.
    if (session.beginning !== beginning || open.session !== session) return;
    this.#fresh.emit(session);
    this.#tell();
  }

  async #restart(open: Open): Promise<void> {
    await this.#disconnect(open);
    if (open.row.enabled) this.#connect(open);
    this.#tell();
  }

  async #disconnect(open: Open): Promise<void> {
    const session = open.session;
    open.session = undefined;
    await session?.stream.stop();
  }

  async #keep(account: AccountId, credentials: Credentials): Promise<void> {
    const open = this.#open.get(account);
    if (!open) return;
    open.credentials = credentials;
    open.row = await this.#o.store.editAccount({ account, secrets: sealCredentials(this.#o.secrets, credentials) });
  }

  #get(account: AccountId): Open {
    const open = this.#open.get(account);
    if (!open) throw new FailureError({ code: 'not-found' });
    return open;
  }

  #tell(): void {
    this.#changed.emit(this.list());
  }
}

const PASSING: ReadonlySet<ConnectionProblem> = new Set(['not-found', 'refused', 'timeout', 'bad-stream', 'server-error']);

function connectionOf(state: StreamState): Connection {
  if (state.state === 'online' || state.state === 'connecting' || state.state === 'offline') return { state: state.state };
  const { problem, detail, certificate, retryAt } = state;
  // What passes by itself is no problem to show: the user sees "offline" and when it is tried again.
  if (retryAt !== undefined && PASSING.has(problem)) return { state: 'offline', retryAt };
  return {
    state: 'problem',
    problem,
    ...(detail === undefined ? {} : { detail }),
    ...(certificate ? { certificate } : {}),
    ...(retryAt === undefined ? {} : { retryAt }),
  };
}
