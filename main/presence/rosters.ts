import { Emitter } from '../base/emitter.ts';
import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import type { ContactRequest } from '../../preload/contract/contacts.ts';
import type { AccountId, BareJid } from '../../preload/contract/ids.ts';
import type { Store } from '../store/api.ts';
import type { Effect, RosterItem } from '../xmpp/feature.ts';
import { subscriptionElement } from '../xmpp/features/presence/presence.codec.ts';
import { readRoster, rosterRemove, rosterRequest, rosterSet } from '../xmpp/features/roster/roster.codec.ts';
import type { Session } from '../xmpp/session.ts';
import type { People } from './people.ts';

export interface RostersOptions {
  readonly store: Store;
  readonly people: People;
  readonly clock: Clock;
  readonly log: Log;
  readonly online: (account: AccountId) => Session;
  readonly version: (account: AccountId) => string | undefined;
  readonly keepVersion: (account: AccountId, version: string | undefined) => Promise<void>;
  readonly ownNickname: (account: AccountId) => string | undefined;
}

/** The roster and who may see whom: fetched once per session, changed by pushes, edited through the server. */
export class Rosters {
  readonly #o: RostersOptions;
  readonly #requests = new Emitter<readonly ContactRequest[]>();
  readonly #asked = new Emitter<ContactRequest>();
  readonly #answered = new Emitter<BareJid>();

  constructor(options: RostersOptions) {
    this.#o = options;
  }

  readonly onRequests = this.#requests.on;
  readonly onAsked = this.#asked.on;
  readonly onAnswered = this.#answered.on;

  /** A fresh session: before presence is sent, so that nobody's presence comes as a stranger's. */
  async begin(session: Session): Promise<void> {
    const state = session.stream.state;
    const versions = state.state === 'online' && state.features.rosterVersions;
    const answer = await session.iq('get', undefined, rosterRequest(versions ? (this.#o.version(session.account) ?? '') : undefined));
    const roster = readRoster(answer);
    if (roster === 'unchanged') return;
    await this.#o.people.putRoster(session.account, roster.items, true, roster.version);
    await this.#o.keepVersion(session.account, roster.version);
  }

  async carryOut(session: Session, effect: Effect): Promise<void> {
    if (effect.do === 'roster-push') await this.#pushed(session, effect.item, effect.version);
    if (effect.do === 'subscription') await this.#subscription(session, effect);
  }

  requests(): Promise<readonly ContactRequest[]> {
    return this.#o.store.requests();
  }

  /** Puts somebody into the roster and asks to see their presence; answers their own request where there is one. */
  async add(
    account: AccountId,
    address: BareJid,
    about: { readonly name?: string | undefined; readonly groups?: readonly string[] | undefined; readonly token?: string | undefined },
  ): Promise<void> {
    const session = this.#o.online(account);
    const known = this.#o.people.row(account, address);
    await session.iq('set', undefined, rosterSet({ address, name: about.name || known?.name, groups: about.groups ?? known?.groups ?? [] }));
    // Said beforehand where the server keeps it (RFC 6121 §3.4): their request is then answered by itself.
    const state = session.stream.state;
    if (state.state === 'online' && state.features.preApproval) session.send(subscriptionElement(address, 'subscribed'));
    session.send(subscriptionElement(address, 'subscribe', { nickname: this.#o.ownNickname(account), preauth: about.token }));
    if ((await this.#o.store.requests()).some(one => one.account === account && one.address === address)) await this.allow(account, address);
  }

  async edit(account: AccountId, address: BareJid, name: string, groups: readonly string[]): Promise<void> {
    await this.#o.online(account).iq('set', undefined, rosterSet({ address, name: name || undefined, groups }));
  }

  /** Ends both directions (RFC 6121 §2.5). */
  async remove(account: AccountId, address: BareJid): Promise<void> {
    await this.#o.online(account).iq('set', undefined, rosterRemove(address));
  }

  /** They may see us; and we ask to see them, as people expect of a contact. */
  async allow(account: AccountId, address: BareJid): Promise<void> {
    const session = this.#o.online(account);
    session.send(subscriptionElement(address, 'subscribed'));
    const subscription = this.#o.people.row(account, address)?.subscription ?? 'none';
    if (subscription === 'none' || subscription === 'from') session.send(subscriptionElement(address, 'subscribe', { nickname: this.#o.ownNickname(account) }));
    await this.#keepNickname(account, address);
    await this.#forgetRequest(account, address);
  }

  /** XEP-0172 §4.2: who was let in is called as they introduced themselves, until they publish a name. */
  async #keepNickname(account: AccountId, address: BareJid): Promise<void> {
    const request = (await this.#o.store.requests()).find(one => one.account === account && one.address === address);
    if (request?.name && !this.#o.people.row(account, address)?.nickname) await this.#o.people.putPerson(account, address, { nickname: request.name });
  }

  async deny(account: AccountId, address: BareJid): Promise<void> {
    this.#o.online(account).send(subscriptionElement(address, 'unsubscribed'));
    await this.#forgetRequest(account, address);
  }

  /** A stranger whose message was accepted becomes a contact, where there is a connection; the conversation is open either way. */
  async accept(account: AccountId, address: BareJid): Promise<void> {
    try {
      await this.add(account, address, {});
    } catch (error) {
      this.#o.log.warn('an accepted stranger could not be added to the roster', error);
    }
  }

  async #pushed(session: Session, item: RosterItem, version: string | undefined): Promise<void> {
    await this.#o.people.putRoster(session.account, [item], false, version);
    if (version !== undefined) await this.#o.keepVersion(session.account, version);
  }

  async #subscription(session: Session, effect: Extract<Effect, { do: 'subscription' }>): Promise<void> {
    const { account } = session;
    if (effect.kind === 'unsubscribe') return this.#forgetRequest(account, effect.peer);
    if (effect.kind !== 'subscribe' || this.#o.people.isBlocked(account, effect.peer)) return;
    // Whoever may see us already, or is asked by us right now, need not be asked about again.
    const row = this.#o.people.row(account, effect.peer);
    if (this.#o.people.sharesPresence(account, effect.peer) || row?.pending || row?.subscription === 'to') {
      session.send(subscriptionElement(effect.peer, 'subscribed'));
      return;
    }
    const request: ContactRequest = { account, address: effect.peer, name: effect.nickname, text: effect.text, at: this.#o.clock.now() };
    const before = (await this.#o.store.requests()).some(one => one.account === account && one.address === effect.peer);
    await this.#o.store.putRequest(request);
    this.#requests.emit(await this.#o.store.requests());
    if (!before) this.#asked.emit(request); // servers repeat unanswered requests at every sign-in
  }

  async #forgetRequest(account: AccountId, address: BareJid): Promise<void> {
    await this.#o.store.removeRequest({ account, address });
    this.#requests.emit(await this.#o.store.requests());
    this.#answered.emit(address);
  }
}
