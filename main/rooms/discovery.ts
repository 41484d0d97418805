import type { AccountId, BareJid } from '../../preload/contract/ids.ts';
import type { ListedRoom } from '../../preload/contract/rooms.ts';
import { FailureError } from '../../preload/contract/wire.ts';
import { el } from '../xmpp/element.ts';
import { discoInfoRequest, discoItemsRequest, readDiscoInfo, readDiscoItems } from '../xmpp/features/disco/disco.codec.ts';
import { isConference, readRoomInfo } from '../xmpp/features/muc/room-info.codec.ts';
import { cleanName } from '../xmpp/features/nickname/nickname.codec.ts';
import { encodePageRequest, readPageInfo } from '../xmpp/features/result-sets/result-sets.codec.ts';
import { readFoundRooms, readSearchForm, searchFormRequest, searchRequest } from '../xmpp/features/room-search/room-search.codec.ts';
import { NS } from '../xmpp/ns.ts';
import { bareOf, prepareDomain } from '../xmpp/jid.ts';
import type { Session } from '../xmpp/session.ts';

const PAGE = 50;
/** A server has a handful of services; one that lists its users is not asked about each. */
const MOST_SERVICES = 32;
/** Rooms of a page that are asked what they are, at a time. */
const WIDTH = 8;

export interface DiscoveryOptions {
  readonly online: (account: AccountId) => Session;
  readonly isJoined: (account: AccountId, room: BareJid) => boolean;
}
export interface Service {
  readonly address: BareJid;
  readonly name: string | undefined;
}
export interface Listed {
  readonly rooms: readonly ListedRoom[];
  readonly after: string | undefined;
  readonly total: number | undefined;
}
/** Parts of a server that hold rooms, and those that know where rooms are. */
interface Found {
  readonly services: readonly Service[];
  readonly directories: readonly BareJid[];
}

/** Which rooms there are: on the account's own server, on another one, everywhere. */
export class Discovery {
  readonly #o: DiscoveryOptions;
  readonly #found = new Map<Session, { readonly beginning: number; readonly found: Promise<Found> }>();

  constructor(options: DiscoveryOptions) {
    this.#o = options;
  }

  async services(account: AccountId): Promise<readonly Service[]> {
    return (await this.#own(this.#o.online(account))).services;
  }

  /** Rooms of a service; what was typed may be a server, too. */
  async browse(
    account: AccountId,
    { service, text, after }: { readonly service: string; readonly text: string; readonly after?: string | undefined },
  ): Promise<Listed> {
    const session = this.#o.online(account);
    const domain = prepareDomain(service.trim());
    const address = domain === undefined ? undefined : bareOf(domain);
    if (address === undefined) throw new FailureError({ code: 'bad-address', hint: 'bad-domain' });
    const query = discoItemsRequest();
    query.append(encodePageRequest({ max: PAGE, after }));
    const answer = await session.iq('get', address, query);
    const items = (readDiscoItems(answer) ?? []).slice(0, 500).flatMap(item => {
      const room = bareOf(item.address);
      return room?.includes('@') && !item.address.includes('/') ? [{ room, name: cleanName(item.name ?? '') }] : [];
    });
    const page = readPageInfo(answer.getChild('query', NS.discoItems));
    const words = text.trim().toLowerCase();
    const wanted = items.filter(({ room, name }) => words === '' || room.toLowerCase().includes(words) || name?.toLowerCase().includes(words));
    const rooms = await inTurn(wanted, ({ room, name }) => this.#describe(session, room, name));
    return { rooms, after: items.length > 0 && !isEnd(page, items.length) ? page?.last : undefined, total: page?.count };
  }

  /** XEP-0433 */
  async search(account: AccountId, { text, after }: { readonly text: string; readonly after?: string | undefined }): Promise<Listed> {
    const session = this.#o.online(account);
    const [directory] = (await this.#own(session)).directories;
    if (directory === undefined) throw new FailureError({ code: 'unsupported' });
    const form = readSearchForm(await session.iq('get', directory, searchFormRequest()));
    const found = readFoundRooms(await session.iq('get', directory, searchRequest(text, { max: PAGE, after }, { form })));
    if (!found) throw new FailureError({ code: 'unsupported' });
    const rooms = found.rooms.map(({ address, name, description, occupants, language }) => ({
      ...{ address, description, occupants, language },
      name: name ?? nameOf(address),
      avatar: undefined,
      joined: this.#o.isJoined(account, address),
    }));
    return { rooms, after: found.after, total: found.total };
  }

  #own(session: Session): Promise<Found> {
    const known = this.#found.get(session);
    if (known?.beginning === session.beginning) return known.found;
    const found = look(session);
    this.#found.set(session, { beginning: session.beginning, found });
    found.catch(() => this.#found.delete(session));
    return found;
  }

  async #describe(session: Session, room: BareJid, name: string | undefined): Promise<ListedRoom> {
    const info = await session.iq('get', room, discoInfoRequest(), 5_000).then(readRoomInfo, () => undefined);
    return {
      address: room,
      name: info?.name ?? name ?? nameOf(room),
      description: info?.description,
      occupants: info?.occupants,
      language: info?.language,
      avatar: undefined,
      joined: this.#o.isJoined(session.account, room),
    };
  }
}

const nameOf = (room: BareJid): string => room.slice(0, room.indexOf('@'));

/** A service that says where the page lies says when it was the last. */
const isEnd = (page: ReturnType<typeof readPageInfo>, length: number): boolean =>
  page === undefined || (page.count !== undefined && page.index !== undefined && page.index + length >= page.count) || length < PAGE;

async function look(session: Session): Promise<Found> {
  const items = readDiscoItems(await session.iq('get', session.domain, discoItemsRequest())) ?? [];
  const parts = items.filter(({ address, node }) => node === undefined && !address.includes('@')).slice(0, MOST_SERVICES);
  const found = await inTurn(parts, async ({ address, name }) => {
    const info = await session.iq('get', address, el('query', NS.discoInfo), 10_000).then(readDiscoInfo, () => undefined);
    const part = bareOf(address);
    return info && part !== undefined ? [{ address: part, name: cleanName(name ?? '') ?? info.identities[0]?.name, info }] : [];
  });
  const all = found.flat();
  return {
    services: all.filter(({ info }) => isConference(info)).map(({ address, name }) => ({ address, name })),
    directories: all.filter(({ info }) => info.features.includes(NS.roomSearch)).map(({ address }) => address),
  };
}

/** A few at a time, answered in order. */
async function inTurn<From, To>(all: readonly From[], work: (one: From) => Promise<To>): Promise<readonly To[]> {
  const results: To[] = [];
  for (let at = 0; at < all.length; at += WIDTH) results.push(...(await Promise.all(all.slice(at, at + WIDTH).map(work))));
  return results;
}
