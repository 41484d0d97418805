import type { MediaCommand, MediaConfig, MediaProblem, MediaReport } from '../../preload/contract/media.ts';
import type { VideoSource } from '../../preload/contract/calls.ts';
import { CaptureError, type Capture } from './capture.ts';
import { CommandQueue } from './command-queue.ts';
import { LocalPicture } from './local-picture.ts';
import { LocalSound } from './local-sound.ts';
import { Negotiation } from './negotiation.ts';
import { RemoteSound } from './remote-sound.ts';

export interface LegOptions {
  readonly capture: Capture;
  readonly report: (report: MediaReport) => void;
  /** What views show of it is not what it was. */
  readonly changed: () => void;
  /** A device was pulled out; `now` took over, or nothing did. */
  readonly lost: (kind: 'microphone' | 'camera', now: MediaStreamTrack | undefined) => void;
}
type Do<K extends MediaCommand['do']> = Extract<MediaCommand, { do: K }>;
type Path = Extract<MediaReport, { say: 'path' }>['state'];

const PATHS: Readonly<Partial<Record<RTCPeerConnectionState, Path>>> = {
  connecting: 'checking',
  connected: 'connected',
  disconnected: 'disconnected',
  failed: 'failed',
};

/** The media of one call: a servant that carries out what main commands, one after the other, and reports. Nothing of it throws. */
export class CallLeg {
  readonly #options: LegOptions;
  readonly #queue: CommandQueue;
  readonly #sound: LocalSound;
  readonly #picture: LocalPicture;
  /** Ends every listener: the browser may keep a track for a while, and through it nothing of the call. */
  readonly #over = new AbortController();
  readonly #theirSound = new RemoteSound(this.#over.signal);
  readonly #stream = new MediaStream();
  #connection: RTCPeerConnection | undefined;
  #negotiation: Negotiation | undefined;
  #ownPicture: MediaStream | undefined;
  #theirPicture: MediaStream | undefined;
  #path: Path | undefined;
  #closed = false;

  constructor(options: LegOptions) {
    this.#options = options;
    this.#queue = new CommandQueue(error => this.#failed(error));
    const over = this.#over.signal;
    const lost = (now: MediaStreamTrack | undefined): void => {
      options.lost('microphone', now);
      options.changed();
    };
    this.#sound = new LocalSound(options.capture, over, lost);
    this.#picture = new LocalPicture(options.capture, over, source => this.#queue.add(() => this.#pictureEnded(source)));
  }

  /** What we show, for the own small picture; undefined: nothing. The same object while it is the same picture. */
  get ownPicture(): MediaStream | undefined {
    const { track } = this.#picture;
    if (track && this.#ownPicture?.getTracks()[0] !== track) this.#ownPicture = new MediaStream([track]);
    return track && this.#ownPicture;
  }
  get theirPicture(): MediaStream | undefined {
    return this.#theirPicture;
  }
  /** Undefined while there is nothing to be measured. */
  statistics(): Promise<RTCStatsReport> | undefined {
    return this.#closed ? undefined : this.#connection?.getStats();
  }

  command(command: MediaCommand): void {
    if (this.#closed) return;
    // Not behind the others: the user may still be asked for the microphone.
    if (command.do === 'close') this.close();
    else this.#queue.add(() => this.#carryOut(command));
  }

  networkChanged(): void {
    if (this.#connection) this.#report({ say: 'network' });
  }
  setSpeaker(speaker: string): void {
    this.#theirSound.setSpeaker(speaker);
  }
  /** The user chose another device: it is taken in the running call. */
  changeDevice(device: 'microphone' | 'camera'): void {
    this.#queue.add(async () => {
      if (device === 'microphone') await this.#sound.change();
      else if (this.#picture.source === 'camera') await this.#show('camera');
      this.#options.changed();
    });
  }

  /** There is one more than before: one that nothing could take the place of may be back. */
  microphoneAdded(): void {
    if (!this.#sound.isGone) return;
    this.#queue.add(async () => {
      await this.#sound.change();
      this.#options.lost('microphone', this.#sound.track);
    });
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#over.abort();
    this.#queue.end();
    this.#sound.close();
    this.#picture.close();
    this.#theirSound.close();
    this.#connection?.close();
    this.#theirPicture = undefined;
    this.#options.changed();
  }

  #carryOut(command: Exclude<MediaCommand, { do: 'close' }>): Promise<void> | void {
    switch (command.do) {
      case 'open':
        return this.#open(command);
      case 'servers':
        return this.#renew(command);
      case 'muted':
        return this.#sound.setMuted(command.muted);
      case 'video':
        return this.#show(command.source);
      case 'held':
        return this.#hold(command.held);
      case 'tones':
        return this.#press(command.tones);
      default:
        return this.#negotiate(command);
    }
  }

  #negotiate(command: Do<'offer' | 'remote' | 'rollback' | 'candidate'>): Promise<void> | undefined {
    switch (command.do) {
      case 'offer':
        return this.#negotiation?.offer(command.restart);
      case 'remote':
        return this.#remote(command);
      case 'rollback':
        return this.#negotiation?.rollback();
      case 'candidate':
        return this.#negotiation?.candidate(command);
    }
  }

  async #open({ config, video }: Do<'open'>): Promise<void> {
    if (this.#connection) return;
    // The microphone first: without it the browser hides this computer's addresses behind names that nobody else can read.
    await this.#sound.open();
    const shared = video === 'off' ? undefined : await this.#taken(video);
    if (this.#closed) return;
    const connection = new RTCPeerConnection(configuration(config));
    this.#connection = connection;
    this.#negotiation = new Negotiation(connection, this.#over.signal, report => this.#report(report));
    this.#listen(connection);
    this.#sound.attach(connection, this.#stream);
    if (this.#picture.track) await this.#picture.send(connection, this.#stream);
    if (shared) await this.#sound.share(shared);
    this.#options.changed();
    this.#report({ say: 'opened' });
  }

  /** A camera that cannot be had is no reason not to talk. */
  async #taken(video: VideoSource): Promise<MediaStreamTrack | undefined> {
    try {
      return await this.#picture.take(video);
    } catch (error) {
      this.#failed(error);
      this.#report({ say: 'video', source: 'off', negotiate: false });
      return undefined;
    }
  }

  #listen(connection: RTCPeerConnection): void {
    const { signal } = this.#over;
    const path = (): void => {
      const state = PATHS[connection.connectionState];
      if (state === undefined || state === this.#path) return;
      this.#path = state;
      this.#report({ say: 'path', state });
    };
    const track = ({ track: theirs }: RTCTrackEvent): void => {
      if (theirs.kind === 'audio') this.#theirSound.add(theirs);
      else this.#theirPicture = new MediaStream([theirs]);
      this.#options.changed();
    };
    connection.addEventListener('connectionstatechange', path, { signal });
    connection.addEventListener('track', track, { signal });
  }

  async #remote({ type, sdp }: Do<'remote'>): Promise<void> {
    await this.#negotiation?.remote(type, sdp);
    const video = this.#connection?.getTransceivers().filter(one => one.receiver.track.kind === 'video' && one.currentDirection !== 'stopped') ?? [];
    // They will have no picture of ours, and its place in the call is gone: nothing needs to be taken for nobody.
    if (type === 'answer' && video.length === 0 && this.#picture.source !== 'off') return this.#show('off');
    // Shown since they offered, and not part of what they offered.
    if (type === 'offer' && video.some(({ mid }) => mid === null)) this.#report({ say: 'video', source: this.#picture.source, negotiate: true });
  }

  #renew({ iceServers }: Do<'servers'>): void {
    const connection = this.#connection;
    connection?.setConfiguration({ ...connection.getConfiguration(), iceServers: iceServers.map(asIceServer) });
  }

  async #show(source: VideoSource): Promise<void> {
    if (!this.#connection) return;
    try {
      await this.#showTaken(this.#connection, await this.#picture.take(source));
    } catch (error) {
      this.#failed(error);
      this.#report({ say: 'video', source: this.#picture.source, negotiate: false });
    }
  }

  async #showTaken(connection: RTCPeerConnection, sound: MediaStreamTrack | undefined): Promise<void> {
    if (this.#closed) return;
    const negotiate = await this.#picture.send(connection, this.#stream);
    await this.#sound.share(sound);
    this.#options.changed();
    this.#report({ say: 'video', source: this.#picture.source, negotiate });
  }

  /** A screen that the user took back is off; for a camera that was pulled out another one takes over, where there is one. */
  async #pictureEnded(source: VideoSource): Promise<void> {
    if (source !== 'camera' || !this.#connection) return this.#show('off');
    try {
      await this.#showTaken(this.#connection, await this.#picture.take('camera'));
      this.#options.lost('camera', this.#picture.track);
    } catch {
      await this.#show('off');
      this.#options.lost('camera', undefined);
    }
  }

  async #hold(held: boolean): Promise<void> {
    this.#theirSound.setHeld(held);
    await this.#sound.setHeld(held);
    if (this.#connection) await this.#picture.setHeld(held, this.#connection);
    this.#options.changed();
  }

  /** A pause of two seconds is a comma in the engine's own language too. What is still being sent goes on before. */
  #press(tones: string): void {
    const dtmf = this.#sound.sender?.dtmf;
    if (dtmf?.canInsertDTMF) dtmf.insertDTMF(dtmf.toneBuffer + tones, 100, 70);
  }

  #failed(error: unknown): void {
    const problem: MediaProblem = error instanceof CaptureError ? error.problem : this.#connection ? 'negotiation' : 'engine';
    this.#report({ say: 'problem', problem, detail: (error instanceof Error ? error.message : String(error)).slice(0, 2000) });
  }

  #report(report: MediaReport): void {
    if (!this.#closed) this.#options.report(report);
  }
}

const asIceServer = ({ urls, username, credential }: MediaConfig['iceServers'][number]): RTCIceServer => ({
  urls: [...urls],
  ...(username === undefined ? {} : { username }),
  ...(credential === undefined ? {} : { credential }),
});

function configuration({ iceServers, relayOnly, muxOptional }: MediaConfig): RTCConfiguration {
  return {
    iceServers: iceServers.map(asIceServer),
    // Not `max-bundle`: an answer without a bundle group, as some clients give it, would be refused.
    bundlePolicy: 'balanced',
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- `negotiate` has left the standard, and the browser still takes it
    rtcpMuxPolicy: (muxOptional ? 'negotiate' : 'require') as 'require',
    iceTransportPolicy: relayOnly ? 'relay' : 'all',
  };
}
