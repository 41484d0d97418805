import type { Availability, Contacts, OwnPresence } from '../../../preload/contract/contacts.ts';
import { ViewModel } from '../../model/view-model.ts';

export type Expiry = 'half-hour' | 'hour' | 'today' | 'never';
export const EXPIRIES: readonly Expiry[] = ['half-hour', 'hour', 'today', 'never'];

export interface OwnPresenceSnapshot {
  readonly presence: OwnPresence;
  readonly loaded: boolean;
}

/** When a status text ends. `today` is the coming midnight where the user is; undefined: never. */
export function endOf(expiry: Expiry, now: number): number | undefined {
  if (expiry === 'half-hour') return now + 30 * 60_000;
  if (expiry === 'hour') return now + 60 * 60_000;
  if (expiry === 'never') return undefined;
  const midnight = new Date(now);
  midnight.setHours(24, 0, 0, 0);
  return midnight.getTime();
}

export class OwnPresenceModel extends ViewModel<OwnPresenceSnapshot> {
  readonly #contacts: Pick<Contacts, 'ownPresence' | 'setPresence' | 'onOwnPresence'>;
  readonly #now: () => number;

  constructor(contacts: Pick<Contacts, 'ownPresence' | 'setPresence' | 'onOwnPresence'>, now: () => number = Date.now) {
    super({ presence: { availability: 'available', status: '', until: undefined, automatic: false }, loaded: false });
    this.#contacts = contacts;
    this.#now = now;
  }

  readonly setAvailability = (availability: Availability): Promise<void> => {
    const { status, until } = this.snapshot().presence;
    return this.#send(availability, status, until);
  };

  readonly setStatus = (status: string, expiry: Expiry): Promise<void> => {
    const text = status.trim().slice(0, 1023);
    return this.#send(this.snapshot().presence.availability, text, text === '' ? undefined : endOf(expiry, this.#now()));
  };

  protected override start(): () => void {
    let heard = false;
    const stop = this.#contacts.onOwnPresence(presence => {
      heard = true;
      this.set({ presence, loaded: true });
    });
    void this.#contacts.ownPresence({}).then(
      presence => heard || this.set({ presence, loaded: true }),
      () => undefined, // the link is down: the whole page is read anew when it is back
    );
    return stop;
  }

  async #send(availability: Availability, status: string, until: number | undefined): Promise<void> {
    await this.#contacts.setPresence({ availability, status, ...(until === undefined ? {} : { until }) });
    this.set({ presence: { availability, status, until, automatic: false }, loaded: true });
  }
}
