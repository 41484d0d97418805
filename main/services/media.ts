import { media, type MediaCommand, type MediaReport } from '../../preload/contract/media.ts';
import type { CallId } from '../../preload/contract/ids.ts';
import { Emitter } from '../base/emitter.ts';
import type { Emit, Leave, Service } from '../base/service.ts';
import type { AttendedEngine, MediaLeg } from '../calls/media-engine.ts';

interface Seat {
  readonly emit: Emit<typeof media>;
  readonly legs: Map<CallId, Leg>;
  /** The higher, the later the user was there; 0: never. */
  used: number;
  /** What it was told of itself. */
  leads: boolean | undefined;
}
interface Leg {
  readonly report: (report: MediaReport) => void;
  readonly gone: (isForGood: boolean) => void;
}

/** The windows that can carry the media of calls. One of them leads: where the user was last, else the first. It rings, and takes the next call. */
export class WindowEngine implements AttendedEngine {
  readonly #seats = new Map<number, Seat>();
  readonly #there = new Emitter<void>();
  #last = 0;
  #uses = 0;

  readonly onThere = this.#there.on;
  get isThere(): boolean {
    return this.#seats.size > 0;
  }

  /** A window has opened; answers how it leaves. Its calls go with it. */
  sit(emit: Emit<typeof media>): Leave {
    this.#last += 1;
    const seat = this.#last;
    this.#seats.set(seat, { emit, legs: new Map(), used: 0, leads: undefined });
    emit('seated', { seat });
    this.#tellWhoLeads();
    this.#there.emit();
    return isForGood => this.#leave(seat, isForGood);
  }

  serve(number: number): void {
    const seat = this.#seats.get(number);
    if (!seat) return;
    this.#uses += 1;
    seat.used = this.#uses;
    this.#tellWhoLeads();
  }

  take(call: CallId, report: (report: MediaReport) => void, gone: (isForGood: boolean) => void): MediaLeg | undefined {
    const number = this.#leader;
    const seat = number === undefined ? undefined : this.#seats.get(number);
    if (!seat || number === undefined) return undefined;
    seat.legs.set(call, { report, gone });
    return {
      command: (command: MediaCommand) => {
        if (command.do === 'close') seat.legs.delete(call);
        if (this.#seats.has(number)) seat.emit('command', { seat: number, call, command });
      },
    };
  }

  /** Only the window that carries a call may report of it. */
  report(seat: number, call: CallId, report: MediaReport): void {
    this.#seats.get(seat)?.legs.get(call)?.report(report);
  }

  #leave(number: number, isForGood: boolean): void {
    const seat = this.#seats.get(number);
    this.#seats.delete(number);
    this.#tellWhoLeads();
    // Another window can take what this one has carried.
    for (const leg of seat?.legs.values() ?? []) leg.gone(isForGood && !this.isThere);
  }

  get #leader(): number | undefined {
    let leader: number | undefined;
    let used = -1;
    for (const [number, seat] of this.#seats) {
      if (seat.used <= used) continue;
      leader = number;
      used = seat.used;
    }
    return leader;
  }

  /** First to the one that falls silent. */
  #tellWhoLeads(): void {
    const leader = this.#leader;
    const leads = (number: number): boolean => number === leader;
    for (const [number, seat] of [...this.#seats].toSorted(([one], [other]) => Number(leads(one)) - Number(leads(other)))) {
      if (seat.leads === leads(number)) continue;
      seat.leads = leads(number);
      seat.emit('leads', { leads: seat.leads });
    }
  }
}

export function mediaService(windows: WindowEngine): Service<typeof media> {
  return {
    spec: media,
    handlers: {
      serve: async ({ seat }) => windows.serve(seat),
      report: async ({ seat, call, report }) => windows.report(seat, call, report),
    },
    attach: emit => windows.sit(emit),
  };
}
