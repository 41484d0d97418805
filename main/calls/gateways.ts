// Telephones behind an XMPP address: who has them (XEP-0030, category `gateway`), and how their numbers are dialled.
import { bareJid, type AccountId, type BareJid } from '../../preload/contract/ids.ts';
import { FailureError } from '../../preload/contract/wire.ts';
import { discoInfoRequest, discoItemsRequest, readDiscoInfo, readDiscoItems, type DiscoInfo } from '../xmpp/features/disco/disco.codec.ts';
import { bareOf } from '../xmpp/jid.ts';
import { countryOf, numberAt, readNumber, sipAt, writeNumber } from './phone-numbers.ts';
import type { CallSession } from './signalling.ts';

export interface Gateway {
  readonly account: AccountId;
  readonly address: BareJid;
  readonly name: string;
}
interface Found extends Gateway {
  readonly takesSip: boolean;
}
export interface GatewaysOptions {
  readonly sessions: () => readonly (CallSession & { readonly account: AccountId })[];
  /** Addresses of the roster that are no person's. */
  readonly services: (account: AccountId) => readonly BareJid[];
  /** Letters of the country where numbers without a code belong. */
  readonly country: () => string | undefined;
}

const MOST_ASKED = 40;
const LOOK_WITHIN = 10_000;
const KINDS: ReadonlySet<string> = new Set(['pstn', 'sip', 'tel', 'phone']);

/** Gateways of every account: what its server offers, and what is in its roster. */
export class Gateways {
  readonly #o: GatewaysOptions;
  readonly #found = new Map<CallSession, Promise<readonly Found[]>>();
  readonly #known = new Map<AccountId, ReadonlySet<string>>();

  constructor(options: GatewaysOptions) {
    this.#o = options;
  }

  async list(): Promise<readonly Gateway[]> {
    return (await this.#all()).map(({ account, address, name }) => ({ account, address, name }));
  }

  /** A fresh session: what there was may be gone. */
  forget(session: CallSession): void {
    this.#found.delete(session);
  }

  /** An address behind one of the gateways found so far. */
  has(account: AccountId, peer: BareJid): boolean {
    return this.#known.get(account)?.has(peer.slice(peer.indexOf('@') + 1)) === true;
  }

  /** A number as somebody wrote it, in the form of its country; undefined: it is none. */
  written(text: string): string | undefined {
    const number = this.#read(text);
    return number === undefined ? undefined : writeNumber(number);
  }

  /** Where a number is reached. @throws FailureError not-found: no gateway; bad-request: no number */
  async dial(text: string, account: AccountId | undefined): Promise<{ readonly account: AccountId; readonly peer: BareJid }> {
    const gateways = (await this.#all()).filter(one => account === undefined || one.account === account);
    const number = this.#read(text);
    for (const { takesSip, address, account: owner } of gateways) {
      const sip = takesSip ? sipAt(text, address) : undefined;
      if (sip !== undefined) return { account: owner, peer: sip };
    }
    const [first] = gateways;
    if (number === undefined) throw new FailureError({ code: 'bad-request', detail: 'not a telephone number' });
    if (!first) throw new FailureError({ code: 'not-found' });
    return { account: first.account, peer: numberAt(number, first.address) };
  }

  #read(text: string): string | undefined {
    return readNumber(text, countryOf(this.#o.country()));
  }

  async #all(): Promise<readonly Found[]> {
    const online = this.#o.sessions().filter(session => session.online);
    const found = await Promise.all(
      online.map(session => {
        const looking = this.#found.get(session) ?? this.#look(session);
        this.#found.set(session, looking);
        // One may be added any time: where there was none it is asked again.
        void looking.then(some => some.length === 0 && this.#found.get(session) === looking && this.#found.delete(session));
        return looking;
      }),
    );
    return found.flat();
  }

  async #look(session: CallSession & { readonly account: AccountId }): Promise<readonly Found[]> {
    const { account } = session;
    const offered = await session.iq('get', session.domain, discoItemsRequest(), LOOK_WITHIN).then(readDiscoItems, () => undefined);
    const items = (offered ?? []).flatMap(one => (one.node === undefined ? (bareOf(one.address) ?? []) : []));
    const addresses = [...new Set([...this.#o.services(account), ...items])].filter(one => !one.includes('@')).slice(0, MOST_ASKED);
    const infos = await Promise.all(addresses.map(async address => ({ address, info: await infoOf(session, address) })));
    const found = infos.flatMap(({ address, info }) => (info ? (gatewayOf(account, address, info) ?? []) : []));
    this.#known.set(account, new Set(found.map(one => one.address)));
    return found;
  }
}

async function infoOf(session: CallSession, address: BareJid): Promise<DiscoInfo | undefined> {
  try {
    return readDiscoInfo(await session.iq('get', address, discoInfoRequest(), LOOK_WITHIN));
  } catch {
    return undefined; // whoever does not answer is none
  }
}

function gatewayOf(account: AccountId, address: BareJid, { identities }: DiscoInfo): Found | undefined {
  const gateways = identities.filter(one => one.category === 'gateway' && KINDS.has(one.type));
  const [first] = gateways;
  if (!first) return undefined;
  return { account, address: bareJid(address), name: first.name?.slice(0, 200) || address, takesSip: gateways.some(one => one.type === 'sip') };
}
