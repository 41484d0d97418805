// XEP-0410: MUC Self-Ping (Schrödinger's Chat), version 1.1.0 (2022-04-19)
import type { Clock } from '../base/clock.ts';
import { Turns } from '../base/turns.ts';
import { el } from '../xmpp/element.ts';
import { occupantAddress } from '../xmpp/features/muc/values.ts';
import { NS } from '../xmpp/ns.ts';
import { conditionOf } from '../xmpp/session.ts';
import type { Room } from './room.ts';

const LOOK_EVERY = 60_000;
/** §3.3: a room that is silent for so long is asked. */
const SILENT_FOR = 900_000;
const LIMIT = 60_000;

/** §3.2: these do not say that we are out. The second two: another client of ours answers so, or it changed its name. */
const STILL_IN: ReadonlySet<string> = new Set(['service-unavailable', 'feature-not-implemented', 'item-not-found']);
const UNKNOWN: ReadonlySet<string> = new Set(['remote-server-not-found', 'remote-server-timeout']);

/** Finds out whether rooms still know us. */
export class SelfPing {
  readonly #clock: Clock;
  readonly #rooms: () => Iterable<Room>;
  readonly #turns = new Turns<Room>(5, () => 0);
  #stop: () => void = () => undefined;

  constructor(clock: Clock, rooms: () => Iterable<Room>) {
    this.#clock = clock;
    this.#rooms = rooms;
  }

  begin(): void {
    this.#stop = this.#clock.after(LOOK_EVERY, () => {
      for (const room of this.#rooms()) if (room.state === 'joined' && this.#clock.now() - room.heardAt > SILENT_FOR) this.ask(room);
      this.begin();
    });
  }
  close(): void {
    this.#stop();
  }

  ask(room: Room): void {
    this.#turns.ask(room, () => this.#ask(room));
  }

  async #ask(room: Room): Promise<void> {
    const { session } = room;
    if (!session?.online || room.state !== 'joined') return;
    const { beginning } = session;
    const condition = await session.iq('get', occupantAddress(room.address, room.nickname), el('ping', NS.ping), LIMIT).then(
      () => undefined,
      (error: unknown) => conditionOf(error) ?? 'remote-server-timeout',
    );
    if (session.beginning !== beginning || room.state !== 'joined') return;
    if (condition === undefined || STILL_IN.has(condition)) room.heardAt = this.#clock.now();
    else if (!UNKNOWN.has(condition)) room.hear('lost', { trouble: 'service-down' });
  }
}
