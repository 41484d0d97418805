import { media, type MediaCommand, type MediaReport } from '../../preload/contract/media.ts';
import type { CallId } from '../../preload/contract/ids.ts';
import type { Emit, Service } from '../base/service.ts';
import type { MediaEngine, MediaLeg } from '../calls/media-engine.ts';

interface Seat {
  readonly emit: Emit<typeof media>;
  readonly legs: Map<CallId, Leg>;
}
interface Leg {
  readonly report: (report: MediaReport) => void;
  readonly gone: () => void;
}

/** The windows that can carry the media of calls; the last one that offered itself gets them. */
export class WindowEngine implements MediaEngine {
  readonly #seats = new Map<number, Seat>();
  #serving: number | undefined;
  #last = 0;

  /** A window has opened; answers how it leaves. Its calls end with it. */
  sit(emit: Emit<typeof media>): () => void {
    this.#last += 1;
    const seat = this.#last;
    this.#seats.set(seat, { emit, legs: new Map() });
    emit('seated', { seat });
    return () => this.#leave(seat);
  }

  serve(seat: number): void {
    if (this.#seats.has(seat)) this.#serving = seat;
  }

  take(call: CallId, report: (report: MediaReport) => void, gone: () => void): MediaLeg | undefined {
    const number = this.#serving;
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

  #leave(number: number): void {
    const seat = this.#seats.get(number);
    this.#seats.delete(number);
    // Another window that is open can go on with the next call, once it says so; none is guessed.
    if (this.#serving === number) this.#serving = undefined;
    for (const leg of seat?.legs.values() ?? []) leg.gone();
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
