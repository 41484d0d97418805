import { z } from 'zod';
import type { AccountId, BareJid } from '../../preload/contract/ids.ts';
import type { RelayChoice } from '../../preload/contract/calls.ts';
import type { Store } from '../store/api.ts';

const NAME = 'call relays';
const MOST = 2000;
const shape = z.array(z.tuple([z.string().max(4096), z.enum(['always', 'never'])])).max(MOST);

/** With whom calls go over a relay only, so that they do not learn the own address; the rest is as usual. */
export class RelayChoices {
  readonly #store: Pick<Store, 'setting' | 'putSetting'>;
  #chosen = new Map<string, 'always' | 'never'>();

  constructor(store: Pick<Store, 'setting' | 'putSetting'>) {
    this.#store = store;
  }

  async load(): Promise<void> {
    const stored = await this.#store.setting({ name: NAME });
    const parsed = stored === undefined ? undefined : shape.safeParse(JSON.parse(stored));
    this.#chosen = new Map(parsed?.success ? parsed.data : []);
  }

  of(account: AccountId, peer: BareJid): RelayChoice {
    return this.#chosen.get(`${account} ${peer}`) ?? 'as-usual';
  }

  async choose(account: AccountId, peer: BareJid, choice: RelayChoice): Promise<void> {
    if (choice === 'as-usual') this.#chosen.delete(`${account} ${peer}`);
    else this.#chosen.set(`${account} ${peer}`, choice);
    await this.#store.putSetting({ name: NAME, value: JSON.stringify([...this.#chosen].slice(-MOST)) });
  }
}
