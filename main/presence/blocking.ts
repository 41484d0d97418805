import type { AccountId, BareJid } from '../../preload/contract/ids.ts';
import { FailureError } from '../../preload/contract/wire.ts';
import type { Effect } from '../xmpp/feature.ts';
import { blockElement, blockListRequest, readBlockList, unblockElement } from '../xmpp/features/blocking/blocking.codec.ts';
import { NS } from '../xmpp/ns.ts';
import type { Session } from '../xmpp/session.ts';
import type { People } from './people.ts';

/** Who is blocked is the server's list (XEP-0191); here is a copy for display and for what comes from elsewhere. */
export class Blocking {
  readonly #people: People;
  readonly #online: (account: AccountId) => Session;

  constructor(people: People, online: (account: AccountId) => Session) {
    this.#people = people;
    this.#online = online;
  }

  async begin(session: Session): Promise<void> {
    if (!this.#supported(session)) return;
    await this.#people.putBlocked(session.account, readBlockList(await session.iq('get', undefined, blockListRequest())));
  }

  async carryOut(session: Session, effect: Effect): Promise<void> {
    if (effect.do !== 'blocked') return;
    const before = new Set(this.#people.blocked(session.account));
    for (const address of effect.addresses) void (effect.blocked ? before.add(address) : before.delete(address));
    const everybody = !effect.blocked && effect.addresses.length === 0;
    await this.#people.putBlocked(session.account, everybody ? [] : [...before]);
  }

  async block(account: AccountId, address: BareJid, report?: 'spam' | 'abuse'): Promise<void> {
    const session = this.#session(account);
    const reported = report !== undefined && session.supports(NS.reporting, 'server') ? { reason: report } : undefined;
    await session.iq('set', undefined, blockElement([address], reported));
    await this.carryOut(session, { do: 'blocked', addresses: [address], blocked: true });
  }

  async unblock(account: AccountId, address: BareJid): Promise<void> {
    const session = this.#session(account);
    await session.iq('set', undefined, unblockElement([address]));
    await this.carryOut(session, { do: 'blocked', addresses: [address], blocked: false });
  }

  #session(account: AccountId): Session {
    const session = this.#online(account);
    if (!this.#supported(session)) throw new FailureError({ code: 'unsupported' });
    return session;
  }

  #supported(session: Session): boolean {
    return session.supports(NS.blocking, 'server') || session.supports(NS.blocking);
  }
}
