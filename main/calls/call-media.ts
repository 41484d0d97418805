import type { CallEnd, VideoSource } from '../../preload/contract/calls.ts';
import type { CallId } from '../../preload/contract/ids.ts';
import type { MediaCommand, MediaReport } from '../../preload/contract/media.ts';
import type { IceChoice } from './ice-servers.ts';
import type { MediaEngine, MediaLeg } from './media-engine.ts';

export interface CallMediaOptions {
  readonly call: CallId;
  readonly ice: () => Promise<IceChoice>;
  readonly relayOnly: boolean;
  readonly muxOptional: boolean;
  readonly report: (report: MediaReport) => void;
  readonly failed: (why: CallEnd) => void;
  /** Who carried it has gone, with the keys. */
  readonly gone: (isForGood: boolean) => void;
}

/** The servant of one call. It is told nothing before it was told where the relays are; what is said earlier waits. */
export class CallMedia {
  readonly #o: CallMediaOptions;
  #leg: MediaLeg | undefined;
  #waiting: MediaCommand[] | undefined = [];
  #ice: Promise<IceChoice> | undefined;
  #closed = false;
  /** A path over a relay could have been found. */
  hasRelay = false;

  constructor(options: CallMediaOptions) {
    this.#o = options;
  }

  /** Asks for the relays beforehand. */
  prepare(): void {
    this.#ice ??= this.#o.ice();
  }

  /** False: nobody carries it. */
  take(engine: MediaEngine): boolean {
    this.#leg ??= engine.take(
      this.#o.call,
      report => {
        if (!this.#closed) this.#o.report(report);
      },
      isForGood => {
        if (this.#closed) return;
        this.#closed = true;
        this.#waiting = undefined;
        this.#o.gone(isForGood);
      },
    );
    return this.#leg !== undefined;
  }

  async open(video: VideoSource): Promise<void> {
    this.prepare();
    const choice = await this.#ice;
    if (this.#closed || !choice) return;
    this.hasRelay = choice.hasRelay;
    // They are not to learn the own address: then rather no call.
    if (this.#o.relayOnly && !choice.hasRelay) return this.#o.failed('no-relay');
    const { relayOnly, muxOptional } = this.#o;
    this.#leg?.command({ do: 'open', config: { iceServers: choice.iceServers, relayOnly, muxOptional }, video });
    const waiting = this.#waiting ?? [];
    this.#waiting = undefined;
    for (const command of waiting) this.#leg?.command(command);
  }

  command(command: MediaCommand): void {
    if (this.#closed) return;
    if (this.#waiting) this.#waiting.push(command);
    else this.#leg?.command(command);
  }

  /** Fresh credentials. */
  setServers({ iceServers, hasRelay }: IceChoice): void {
    if (this.#waiting) return;
    this.hasRelay = hasRelay;
    this.command({ do: 'servers', iceServers });
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#waiting = undefined;
    this.#leg?.command({ do: 'close' });
  }
}
