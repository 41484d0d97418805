import { hasEngine } from '../../../native/peer/engine.ts';
import { openPeer, type Peer } from '../../../native/peer/peer.ts';
import type { AudioSink, AudioSource } from '../../../native/peer/sound.ts';
import type { CallId } from '../../../preload/contract/ids.ts';
import type { MediaCommand, MediaReport } from '../../../preload/contract/media.ts';
import type { AttendedEngine, MediaLeg } from '../media-engine.ts';

/** What a headless phone says and hears in one call. */
export interface Voice {
  readonly audio: AudioSource;
  readonly ear?: AudioSink;
  /** Sound of the other side has begun to arrive. */
  heard?(): void;
  /** The call's media is over. */
  over?(): void;
}

/** Carries calls without a window. `voiceOf` answers `undefined` for a call that is none of its own. */
export class NativeEngine implements AttendedEngine {
  /** Whether this computer has what it stands on. */
  static get isHere(): boolean {
    return hasEngine();
  }
  readonly #voiceOf: (call: CallId) => Voice | undefined;
  readonly #legs = new Set<NativeLeg>();
  /** It neither comes nor goes. */
  readonly isThere = true;
  readonly onThere = () => (): void => undefined;

  constructor(voiceOf: (call: CallId) => Voice | undefined) {
    this.#voiceOf = voiceOf;
  }
  take(call: CallId, report: (report: MediaReport) => void): MediaLeg | undefined {
    const voice = this.#voiceOf(call);
    if (!voice) return undefined;
    const leg = new NativeLeg(voice, report, () => this.#legs.delete(leg));
    this.#legs.add(leg);
    return leg;
  }
  /** How many calls it carries now. */
  get legs(): number {
    return this.#legs.size;
  }
  dispose(): void {
    for (const leg of this.#legs) leg.command({ do: 'close' });
  }
}

type Do<K extends MediaCommand['do']> = Extract<MediaCommand, { do: K }>;

// The rule of the window's engine: UDP to an address, which some clients take literally, and never to this computer itself.
const CANDIDATE = /^candidate:\S+ \d+ udp \d+ ([0-9a-f.:]+) \d+ typ /i;
const NOT_FOR_OTHERS = /^(fe[89ab][0-9a-f]:|169\.254\.|127\.|0\.|::1?$|22[4-9]\.|2[345]\d\.|ff)/i;
const isUsable = (candidate: string): boolean => {
  const address = CANDIDATE.exec(candidate)?.[1];
  return address !== undefined && !NOT_FOR_OTHERS.test(address);
};
const toTell = (sdp: string): string =>
  sdp
    .split('\r\n')
    .filter(line => !line.startsWith('a=candidate:') || isUsable(line.slice(2)))
    .join('\r\n');

class NativeLeg implements MediaLeg {
  readonly #voice: Voice;
  readonly #tell: (report: MediaReport) => void;
  readonly #ended: () => void;
  #queue: Promise<void> = Promise.resolve();
  #peer: Peer | undefined;
  #closed = false;

  constructor(voice: Voice, tell: (report: MediaReport) => void, ended: () => void) {
    this.#voice = voice;
    this.#tell = tell;
    this.#ended = ended;
  }

  command(command: MediaCommand): void {
    if (command.do === 'close') return this.#close();
    this.#queue = this.#queue.then(async () => {
      if (this.#closed) return;
      try {
        await this.#carryOut(command);
      } catch (error) {
        this.#report({ say: 'problem', problem: this.#peer ? 'negotiation' : 'engine', detail: String(error).slice(0, 2000) });
      }
    });
  }

  #carryOut(command: Exclude<MediaCommand, { do: 'close' }>): Promise<void> | void {
    if (command.do === 'open') return this.#open(command);
    const peer = this.#peer;
    if (!peer) return;
    switch (command.do) {
      case 'offer':
        return this.#describe('offer', peer.offer({ restart: command.restart }));
      case 'remote':
        return command.type === 'offer' ? this.#describe('answer', peer.answer(command.sdp)) : peer.accept(command.sdp);
      case 'rollback':
        return peer.rollback();
      case 'candidate':
        // One that cannot be used is one path less, and no reason to end anything.
        return isUsable(command.candidate) ? peer.addCandidate(command).catch(() => undefined) : undefined;
      default:
        return this.#adjust(peer, command);
    }
  }
  #adjust(peer: Peer, command: Do<'servers' | 'muted' | 'held' | 'video' | 'tones'>): Promise<void> | void {
    switch (command.do) {
      case 'servers':
        return peer.setServers(command.iceServers);
      case 'muted':
        return peer.setMuted(command.muted);
      case 'held':
        return peer.setHeld(command.held);
      case 'video':
        return this.#show(peer, command);
      case 'tones': // it has no keys
        return;
    }
  }

  async #open({ config, video }: Do<'open'>): Promise<void> {
    const { audio, ear } = this.#voice;
    this.#peer = openPeer(
      { ...config, audio, ...(ear ? { ear } : {}) },
      {
        candidate: found => isUsable(found.candidate) && this.#report({ say: 'candidate', ...found }),
        gathered: () => this.#report({ say: 'gathered' }),
        path: state => this.#report({ say: 'path', state }),
        heard: () => this.#voice.heard?.(),
      },
    );
    if (video !== 'off') await this.#peer.setPicture(true);
    this.#report({ say: 'opened' });
  }
  async #describe(type: 'offer' | 'answer', made: Promise<string>): Promise<void> {
    this.#report({ say: 'description', type, sdp: toTell(await made) });
  }
  async #show(peer: Peer, { source }: Do<'video'>): Promise<void> {
    const negotiate = await peer.setPicture(source !== 'off');
    this.#report({ say: 'video', source, negotiate });
  }
  #report(report: MediaReport): void {
    if (!this.#closed) this.#tell(report);
  }
  #close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#peer?.close();
    this.#ended();
    this.#voice.over?.();
  }
}
