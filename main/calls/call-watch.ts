import { Emitter } from '../base/emitter.ts';
import type { Callable } from '../../preload/contract/calls.ts';
import type { AccountId, BareJid, ConversationId } from '../../preload/contract/ids.ts';
import { callable } from './callable.ts';
import type { Devices } from './devices.ts';
import { numberOf } from './phone-numbers.ts';

export interface Watched {
  readonly conversation: ConversationId;
  readonly account: AccountId;
  readonly peer: BareJid;
  readonly isRequest: boolean;
}
export interface CallWatchOptions {
  readonly devices: Devices;
  readonly isOnline: (account: AccountId) => boolean;
  readonly isBlocked: (account: AccountId, peer: BareJid) => boolean;
}

const MOST_WATCHED = 20;

/** What those can do whose conversations were looked at last; tells when that changes. */
export class CallWatch {
  readonly #o: CallWatchOptions;
  readonly #watched = new Map<ConversationId, { about: Watched; told: string }>();
  readonly #changed = new Emitter<{ readonly conversation: ConversationId; readonly callable: Callable }>();

  constructor(options: CallWatchOptions) {
    this.#o = options;
    options.devices.onChanged(({ account, peer }) => this.look(account, peer));
  }

  readonly onChanged = this.#changed.on;

  async ask(about: Watched): Promise<Callable> {
    const found = await this.#judge(about);
    this.#watched.delete(about.conversation);
    this.#watched.set(about.conversation, { about, told: JSON.stringify(found) });
    const [oldest] = this.#watched.keys();
    if (this.#watched.size > MOST_WATCHED && oldest !== undefined) this.#watched.delete(oldest);
    return found;
  }

  /** Something is not as it was, with somebody or with a whole account. */
  look(account: AccountId, peer?: BareJid): void {
    for (const { about } of this.#watched.values()) if (about.account === account && (peer === undefined || about.peer === peer)) void this.#tell(about);
  }

  async #tell(about: Watched): Promise<void> {
    const found = await this.#judge(about);
    const watched = this.#watched.get(about.conversation);
    const told = JSON.stringify(found);
    if (!watched || watched.told === told) return;
    watched.told = told;
    this.#changed.emit({ conversation: about.conversation, callable: found });
  }

  async #judge({ account, peer, isRequest }: Watched): Promise<Callable> {
    const { devices, isOnline, isBlocked } = this.#o;
    const found = await devices.of(account, peer);
    return callable({
      online: isOnline(account),
      isBlocked: isBlocked(account, peer),
      isRequest,
      isNumber: numberOf(peer) !== undefined,
      isHere: devices.isHere(account, peer),
      devices: found.map(one => one.info),
    });
  }
}
