import type { Clock } from '../base/clock.ts';
import { Emitter } from '../base/emitter.ts';
import type { OwnPresence } from '../../preload/contract/contacts.ts';
import type { AccountId } from '../../preload/contract/ids.ts';
import type { Store } from '../store/api.ts';
import { presenceElement, type OwnPresenceInfo } from '../xmpp/features/presence/presence.codec.ts';
import type { Session } from '../xmpp/session.ts';

const NAME = 'presence';
const DEFAULT: OwnPresence = { availability: 'available', status: '', until: undefined, automatic: false };

export interface AvailabilitiesOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly sessions: () => readonly Session[];
  readonly awayAfterMinutes: () => number;
  /** SHA-1 of the own picture as others see it; '' for none. */
  readonly avatarOf: (account: AccountId) => string | undefined;
  /** Milliseconds since the last touch; undefined: only the page knows. */
  readonly idleTime: () => number | undefined;
}

const LOOK_EVERY = 30_000;

/** How the user shows up everywhere: by choice, until a time, and away by itself when nobody touches the computer. */
export class Availabilities {
  readonly #o: AvailabilitiesOptions;
  readonly #changed = new Emitter<OwnPresence>();
  #chosen: OwnPresence = DEFAULT;
  #idleSince: number | undefined;
  #note = '';
  #stop: () => void = () => undefined;

  constructor(options: AvailabilitiesOptions) {
    this.#o = options;
  }

  readonly onChanged = this.#changed.on;

  async load(): Promise<void> {
    const stored = await this.#o.store.setting({ name: NAME });
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by `set` below
    if (stored !== undefined) this.#chosen = { ...DEFAULT, ...(JSON.parse(stored) as Partial<OwnPresence>), automatic: false };
    this.#look();
  }

  close(): void {
    this.#stop();
  }

  get(): OwnPresence {
    const away = this.#idleSince !== undefined && this.#chosen.availability === 'available';
    return away ? { ...this.#chosen, availability: 'away', automatic: true } : this.#chosen;
  }

  get doNotDisturb(): boolean {
    return this.#chosen.availability === 'dnd';
  }

  async set(change: { readonly availability: OwnPresence['availability']; readonly status: string; readonly until?: number | undefined }): Promise<void> {
    this.#chosen = { availability: change.availability, status: change.status, until: change.until, automatic: false };
    await this.#o.store.putSetting({ name: NAME, value: JSON.stringify(this.#chosen) });
    this.#tell();
  }

  /** `idleFor`: milliseconds since the user last touched anything. */
  reportIdle(idleFor: number): void {
    const limit = this.#o.awayAfterMinutes() * 60_000;
    const away = limit > 0 && idleFor >= limit;
    if (away === (this.#idleSince !== undefined)) return;
    this.#idleSince = away ? this.#o.clock.now() - idleFor : undefined;
    this.#tell();
  }

  /** Said to others where the user has chosen no words. */
  setNote(note: string): void {
    this.#note = note;
    this.#tell();
  }

  announce(session: Session): void {
    session.send(presenceElement(this.own(session)));
  }

  /** How we are, as it is told over this session. */
  own(session: Session): OwnPresenceInfo {
    const { availability, status } = this.get();
    return {
      availability,
      status: status || this.#note,
      idleSince: this.#idleSince,
      caps: session.caps(),
      vcardAvatar: this.#o.avatarOf(session.account),
    };
  }

  #tell(): void {
    for (const session of this.#o.sessions()) if (session.online) this.announce(session);
    this.#changed.emit(this.get());
  }

  #look(): void {
    const idle = this.#o.idleTime();
    if (idle !== undefined) this.reportIdle(idle);
    if (this.#chosen.until !== undefined && this.#chosen.until <= this.#o.clock.now()) void this.set({ availability: 'available', status: '' });
    this.#stop = this.#o.clock.after(LOOK_EVERY, () => this.#look());
  }
}
