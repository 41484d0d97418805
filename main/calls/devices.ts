// What the devices of people can do: XEP-0115 §6, XEP-0030, and for what XEP-0353 §3 asks.
import { z } from 'zod';
import { Emitter } from '../base/emitter.ts';
import type { AccountId, BareJid } from '../../preload/contract/ids.ts';
import type { Store } from '../store/api.ts';
import type { Caps, Effect } from '../xmpp/feature.ts';
import { capsNode, isVerified, type Sha1 } from '../xmpp/features/caps/caps.codec.ts';
import { discoInfoRequest, readDiscoInfo, type DiscoInfo } from '../xmpp/features/disco/disco.codec.ts';
import { resourceOf, bareOf } from '../xmpp/jid.ts';
import type { CallSession } from './signalling.ts';

export interface DevicesOptions {
  readonly store: Pick<Store, 'caps' | 'putCaps'>;
  readonly session: (account: AccountId) => CallSession | undefined;
  readonly sha1: Sha1;
}
/** A device that is here now, and what it said of itself. */
export interface Device {
  readonly resource: string;
  readonly info: DeviceInfo;
}
export interface DeviceInfo {
  readonly features: ReadonlySet<string>;
  readonly identities: readonly { readonly category: string; readonly type: string; readonly name: string | undefined }[];
  /** Address of the client's makers' page, as its caps have it. */
  readonly node: string | undefined;
}
interface Present {
  readonly caps: Caps | undefined;
  known: DeviceInfo | undefined;
  info: Promise<DeviceInfo | undefined> | undefined;
}

const MOST_DEVICES = 64;
const MOST_UNSEEN = 64;
const LOOK_WITHIN = 8_000;
const stored = z.object({
  features: z.array(z.string().max(1024)).max(1000),
  identities: z.array(z.object({ category: z.string(), type: z.string(), name: z.string().optional() })).max(100),
});

/** Who is here with which client. What a client can do is asked for once, and kept for all that are the same. */
export class Devices {
  readonly #o: DevicesOptions;
  readonly #here = new Map<string, Map<string, Present>>();
  /** Of people who do not show us that they are here. */
  readonly #unseen = new Map<string, Present>();
  readonly #known = new Map<string, Promise<DeviceInfo | undefined>>();
  readonly #changed = new Emitter<{ readonly account: AccountId; readonly peer: BareJid }>();

  constructor(options: DevicesOptions) {
    this.#o = options;
  }

  /** Somebody came, left, or has another client. */
  readonly onChanged = this.#changed.on;

  heard(account: AccountId, { peer, resource, availability, caps }: Extract<Effect, { do: 'presence' }>): void {
    const key = keyOf(account, peer);
    const here = this.#here.get(key) ?? new Map<string, Present>();
    const before = here.get(resource);
    if (availability === 'offline') leave(here, resource);
    else if (before && isSame(before.caps, caps)) return;
    else if (before || here.size < MOST_DEVICES) here.set(resource, { caps, known: undefined, info: undefined });
    if (here.size > 0) this.#here.set(key, here);
    else this.#here.delete(key);
    this.#changed.emit({ account, peer });
  }

  /** A new session: the server tells anew who is here. */
  forget(account: AccountId): void {
    for (const key of this.#here.keys()) if (key.startsWith(`${account} `)) this.#here.delete(key);
  }

  isHere(account: AccountId, peer: BareJid): boolean {
    return this.#here.has(keyOf(account, peer));
  }

  /** All that are here and have told what they can do. */
  async of(account: AccountId, peer: BareJid): Promise<readonly Device[]> {
    const here = [...(this.#here.get(keyOf(account, peer)) ?? [])];
    const found = await Promise.all(here.map(async ([resource, present]) => ({ resource, info: await this.#infoOf(account, `${peer}/${resource}`, present) })));
    return found.flatMap(({ resource, info }) => (info ? [{ resource, info }] : []));
  }

  /** One by its full address, seen or not: who is in a call with us may be asked. */
  one(account: AccountId, full: string): Promise<DeviceInfo | undefined> {
    return this.#infoOf(account, full, this.#presentOf(account, full) ?? this.#askUnseen(account, full));
  }

  /** What was found out of it before. */
  known(account: AccountId, full: string): DeviceInfo | undefined {
    return (this.#presentOf(account, full) ?? this.#unseen.get(`${account} ${full}`))?.known;
  }

  /** What its user may know it by. */
  nameOf(account: AccountId, full: string): string {
    const name = this.known(account, full)?.identities.find(one => one.category === 'client')?.name;
    return name ?? resourceOf(full) ?? full;
  }

  #presentOf(account: AccountId, full: string): Present | undefined {
    const bare = bareOf(full);
    return bare === undefined ? undefined : this.#here.get(keyOf(account, bare))?.get(resourceOf(full) ?? '');
  }

  #askUnseen(account: AccountId, full: string): Present {
    const key = `${account} ${full}`;
    const present = this.#unseen.get(key) ?? { caps: undefined, known: undefined, info: undefined };
    this.#unseen.delete(key);
    this.#unseen.set(key, present);
    const [oldest] = this.#unseen.keys();
    if (this.#unseen.size > MOST_UNSEEN && oldest !== undefined) this.#unseen.delete(oldest);
    return present;
  }

  #infoOf(account: AccountId, full: string, present: Present): Promise<DeviceInfo | undefined> {
    const info = present.info ?? this.#look(account, full, present.caps);
    present.info = info;
    // Not answered is not the same as nothing: asked again the next time.
    void info.then(found => {
      if (found) present.known = found;
      else if (present.info === info) present.info = undefined;
    });
    return info;
  }

  async #look(account: AccountId, full: string, caps: Caps | undefined): Promise<DeviceInfo | undefined> {
    if (!caps) return this.#ask(account, full, undefined);
    const key = `${caps.hash} ${caps.ver}`;
    const asking = this.#known.get(key) ?? this.#lookUp(account, full, caps);
    this.#known.set(key, asking);
    const found = await asking;
    // Those who could not be believed speak for themselves alone.
    if (!found) this.#known.delete(key);
    return found ? { ...found, node: caps.node } : this.#ask(account, full, undefined);
  }

  async #lookUp(account: AccountId, full: string, caps: Caps): Promise<DeviceInfo | undefined> {
    const { hash, ver } = caps;
    const kept = readStored(await this.#o.store.caps({ hash, ver }));
    if (kept) return kept;
    const info = await this.#disco(account, full, capsNode(caps));
    if (!info || !isVerified(info, caps, this.#o.sha1)) return undefined;
    const { features, identities } = info;
    await this.#o.store.putCaps({ hash, ver, info: JSON.stringify({ features, identities }) });
    return toInfo(info);
  }

  async #ask(account: AccountId, full: string, node: string | undefined): Promise<DeviceInfo | undefined> {
    const info = await this.#disco(account, full, node);
    return info && toInfo(info);
  }

  async #disco(account: AccountId, full: string, node: string | undefined): Promise<DiscoInfo | undefined> {
    try {
      const answer = await this.#o.session(account)?.iq('get', full, discoInfoRequest(node), LOOK_WITHIN);
      return answer && readDiscoInfo(answer);
    } catch {
      return undefined; // an error is the answer of a device that tells nothing
    }
  }
}

const isSame = (one: Caps | undefined, other: Caps | undefined): boolean => one?.ver === other?.ver && one?.hash === other?.hash;
function leave(here: Map<string, Present>, resource: string): void {
  if (resource === '') here.clear();
  else here.delete(resource);
}

const keyOf = (account: AccountId, peer: BareJid): string => `${account} ${peer}`;
const toInfo = ({ features, identities }: Pick<DiscoInfo, 'features'> & { readonly identities: DeviceInfo['identities'] }): DeviceInfo => ({
  features: new Set(features),
  identities,
  node: undefined,
});

function readStored(json: string | undefined): DeviceInfo | undefined {
  if (json === undefined) return undefined;
  const parsed = stored.safeParse(JSON.parse(json));
  return parsed.success ? toInfo({ features: parsed.data.features, identities: parsed.data.identities.map(one => ({ ...one, name: one.name })) }) : undefined;
}
