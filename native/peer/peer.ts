import type Engine from 'wrtc';
import type { AudioData } from 'wrtc';
import { engine } from './engine.ts';
import { everyFrame } from './frame-clock.ts';
import { movingBar, PictureMeter } from './picture.ts';
import { FRAME_SAMPLES, SAMPLE_RATE, silence, type AudioSink, type AudioSource } from './sound.ts';
import { resample } from './wav.ts';

/** WebRTC outside a browser, as far as calls need it: one side of a call with what it says, and an ear for what it hears. */
export interface PeerConfig {
  readonly iceServers?: readonly { readonly urls: readonly string[]; readonly username?: string; readonly credential?: string }[];
  /** Only over a relay. */
  readonly relayOnly?: boolean;
  /** The other side may not multiplex RTCP; else it has to. */
  readonly muxOptional?: boolean;
  /** What it says; silence by default, and after its end. */
  readonly audio?: AudioSource;
  readonly ear?: AudioSink;
}
export type PathState = 'checking' | 'connected' | 'disconnected' | 'failed';
export interface FoundCandidate {
  readonly mid: string;
  /** The value of the SDP attribute, from `candidate:` on. */
  readonly candidate: string;
  readonly ufrag: string;
}
export interface PeerListener {
  candidate?(found: FoundCandidate): void;
  gathered?(): void;
  path?(state: PathState): void;
  /** The first sound has arrived. */
  heard?(): void;
}
/** What is known of the way and of what came; counts are of packets, of all media. */
export interface PeerStats {
  readonly localType: string | undefined;
  readonly remoteType: string | undefined;
  readonly remoteAddress: string | undefined;
  readonly roundTripMs: number | undefined;
  readonly received: number;
  readonly lost: number;
  readonly sent: number;
  /** Of all samples played, the part that had to be made up. */
  readonly concealed: number;
}
/** Each step rejects where the engine refuses a description. After `close` nothing is told any more. */
export interface Peer {
  readonly picture: PictureMeter;
  /** What is to be sent now, as an offer; with new credentials where `restart`. */
  offer(options?: { readonly restart?: boolean }): Promise<string>;
  /** Takes an offer and answers it. */
  answer(sdp: string): Promise<string>;
  /** Takes the answer to the own offer. */
  accept(sdp: string): Promise<void>;
  /** The own offer will not be answered. */
  rollback(): Promise<void>;
  /** In the order they come, also before there is a remote description. */
  addCandidate(candidate: FoundCandidate): Promise<void>;
  setServers(servers: NonNullable<PeerConfig['iceServers']>): void;
  setMuted(muted: boolean): void;
  /** Nothing is sent and nothing is heard. */
  setHeld(held: boolean): void;
  /** Sends a moving picture, or none. True: an offer has to follow. */
  setPicture(on: boolean): Promise<boolean>;
  /** Says something else from now on. */
  setAudio(audio: AudioSource): void;
  stats(): Promise<PeerStats>;
  close(): void;
}

export const openPeer = (config: PeerConfig = {}, listener: PeerListener = {}): Peer => new NativePeer(config, listener);

class NativePeer implements Peer {
  readonly picture = new PictureMeter();
  readonly #connection: RTCPeerConnection;
  readonly #config: PeerConfig;
  readonly #listener: PeerListener;
  readonly #source = new (engine().nonstandard.RTCAudioSource)();
  readonly #track: MediaStreamTrack;
  readonly #early: FoundCandidate[] = [];
  #audio: AudioSource;
  #sink: InstanceType<typeof Engine.nonstandard.RTCAudioSink> | undefined;
  #bar: ReturnType<typeof movingBar> | undefined;
  #pictureSender: RTCRtpSender | undefined;
  #stopClock: () => void;
  #muted = false;
  #held = false;
  #heard = false;
  #closed = false;

  constructor(config: PeerConfig, listener: PeerListener) {
    this.#config = config;
    this.#listener = listener;
    this.#audio = config.audio ?? silence();
    this.#connection = new (engine().RTCPeerConnection)(this.#settings(config.iceServers ?? []));
    this.#track = this.#source.createTrack();
    this.#connection.addTrack(this.#track, new (engine().MediaStream)());
    this.#listen();
    this.#stopClock = everyFrame(() => this.#speak());
  }

  async offer({ restart = false }: { readonly restart?: boolean } = {}): Promise<string> {
    return this.#describe(await this.#connection.createOffer({ iceRestart: restart }));
  }
  async answer(sdp: string): Promise<string> {
    await this.#remote({ type: 'offer', sdp });
    return this.#describe(await this.#connection.createAnswer());
  }
  accept(sdp: string): Promise<void> {
    return this.#remote({ type: 'answer', sdp });
  }
  async rollback(): Promise<void> {
    await this.#connection.setLocalDescription({ type: 'rollback', sdp: '' });
  }
  async addCandidate(found: FoundCandidate): Promise<void> {
    if (this.#closed) return;
    if (this.#connection.remoteDescription === null) this.#early.push(found);
    else await this.#add(found);
  }
  setServers(servers: NonNullable<PeerConfig['iceServers']>): void {
    this.#connection.setConfiguration(this.#settings(servers));
  }
  setMuted(muted: boolean): void {
    this.#muted = muted;
    this.#track.enabled = !this.#muted && !this.#held;
  }
  setHeld(held: boolean): void {
    this.#held = held;
    this.#track.enabled = !this.#muted && !this.#held;
    if (this.#bar) this.#bar.track.enabled = !held;
  }
  async setPicture(on: boolean): Promise<boolean> {
    if (on === (this.#bar !== undefined)) return false;
    this.#bar?.stop();
    this.#bar = on ? movingBar() : undefined;
    const track = this.#bar?.track ?? null;
    const transceiver = this.#connection.getTransceivers().find(one => one.sender === this.#pictureSender || one.receiver.track.kind === 'video');
    if (!transceiver) {
      if (track) this.#pictureSender = this.#connection.addTrack(track, new (engine().MediaStream)());
      return track !== null;
    }
    this.#pictureSender = transceiver.sender;
    await transceiver.sender.replaceTrack(track);
    const direction = on ? 'sendrecv' : 'recvonly';
    if (transceiver.direction === direction) return false;
    transceiver.direction = direction;
    return true;
  }
  setAudio(audio: AudioSource): void {
    this.#audio = audio;
  }
  async stats(): Promise<PeerStats> {
    return readStats(await this.#connection.getStats());
  }
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#stopClock();
    this.#bar?.stop();
    this.picture.stop();
    if (this.#sink) this.#sink.ondata = null;
    this.#sink?.stop();
    this.#track.stop();
    this.#connection.ontrack = null;
    this.#connection.close();
  }

  #settings(servers: NonNullable<PeerConfig['iceServers']>): RTCConfiguration {
    return {
      iceServers: servers.map(server => ({ ...server, urls: [...server.urls] })),
      iceTransportPolicy: this.#config.relayOnly ? 'relay' : 'all',
      // Peers that do not bundle would make a narrower policy fail at the answer.
      bundlePolicy: 'balanced',
      rtcpMuxPolicy: this.#config.muxOptional ? ('negotiate' as RTCRtcpMuxPolicy) : 'require',
    };
  }
  #listen(): void {
    const connection = this.#connection;
    connection.onicecandidate = ({ candidate }) => {
      if (this.#closed) return;
      if (candidate === null) return this.#listener.gathered?.();
      this.#listener.candidate?.({ mid: candidate.sdpMid ?? '', candidate: candidate.candidate, ufrag: candidate.usernameFragment ?? '' });
    };
    connection.onconnectionstatechange = () => {
      const state = connection.connectionState;
      if (this.#closed || state === 'new' || state === 'closed') return;
      this.#listener.path?.(state === 'connecting' ? 'checking' : state);
    };
    connection.ontrack = ({ track }) => {
      if (this.#closed) return;
      if (track.kind === 'video') this.picture.watch(track);
      else this.#hearFrom(track);
    };
  }
  #hearFrom(track: MediaStreamTrack): void {
    this.#sink?.stop();
    const sink = new (engine().nonstandard.RTCAudioSink)(track);
    this.#sink = sink;
    const rest = new Framer(frame => this.#config.ear?.take(frame));
    sink.ondata = data => {
      if (this.#closed || this.#held) return;
      if (!this.#heard) {
        this.#heard = true;
        this.#listener.heard?.();
      }
      rest.take(plain(data));
    };
  }
  #speak(): void {
    const samples = this.#audio.next() ?? new Int16Array(FRAME_SAMPLES);
    // The engine wants a buffer of its own: it reads all of it, whatever view of it we pass.
    this.#source.onData({ samples: samples.slice(), sampleRate: SAMPLE_RATE, channelCount: 1 });
  }
  async #describe(description: RTCSessionDescriptionInit): Promise<string> {
    await this.#connection.setLocalDescription(description);
    return description.sdp ?? '';
  }
  async #remote(description: RTCSessionDescriptionInit): Promise<void> {
    await this.#connection.setRemoteDescription(description);
    for (const found of this.#early.splice(0)) await this.#add(found);
  }
  async #add({ mid, candidate, ufrag }: FoundCandidate): Promise<void> {
    try {
      await this.#connection.addIceCandidate({ candidate, sdpMid: mid, usernameFragment: ufrag });
    } catch (error) {
      if (!this.#closed) throw error;
    }
  }
}

/** One channel at 48 kHz. */
function plain({ samples, sampleRate, channelCount = 1 }: AudioData): Int16Array {
  const mono = channelCount === 1 ? samples : Int16Array.from({ length: samples.length / channelCount }, (_, index) => samples[index * channelCount] ?? 0);
  return resample(mono, sampleRate, SAMPLE_RATE);
}

/** Makes pieces of 480 samples out of pieces of any size. */
class Framer {
  #frame = new Int16Array(FRAME_SAMPLES);
  #filled = 0;
  readonly #full: (frame: Int16Array) => void;

  constructor(full: (frame: Int16Array) => void) {
    this.#full = full;
  }
  take(samples: Int16Array): void {
    for (let at = 0; at < samples.length;) {
      const part = samples.subarray(at, at + FRAME_SAMPLES - this.#filled);
      this.#frame.set(part, this.#filled);
      at += part.length;
      this.#filled += part.length;
      if (this.#filled < FRAME_SAMPLES) continue;
      this.#full(this.#frame);
      this.#frame = new Int16Array(FRAME_SAMPLES);
      this.#filled = 0;
    }
  }
}

type Report = Readonly<Record<string, unknown>>;
const numberOf = (report: Report | undefined, name: string): number => (typeof report?.[name] === 'number' ? report[name] : 0);
const textOf = (report: Report | undefined, name: string): string | undefined => (typeof report?.[name] === 'string' ? report[name] : undefined);

function readStats(all: RTCStatsReport): PeerStats {
  const reports: Report[] = [];
  all.forEach((report: Report) => void reports.push(report));
  const byId = (id: string | undefined): Report | undefined => reports.find(report => report['id'] === id);
  const sum = (type: string, name: string): number =>
    reports.filter(report => report['type'] === type).reduce((total, report) => total + numberOf(report, name), 0);
  const transport = reports.find(report => report['type'] === 'transport');
  const pair =
    byId(textOf(transport, 'selectedCandidatePairId')) ?? reports.find(report => report['type'] === 'candidate-pair' && report['nominated'] === true);
  const remote = byId(textOf(pair, 'remoteCandidateId'));
  const roundTrip = numberOf(pair, 'currentRoundTripTime');
  const samples = Math.max(sum('inbound-rtp', 'totalSamplesReceived'), sum('track', 'totalSamplesReceived'));
  const concealed = Math.max(sum('inbound-rtp', 'concealedSamples'), sum('track', 'concealedSamples'));
  return {
    localType: textOf(byId(textOf(pair, 'localCandidateId')), 'candidateType'),
    remoteType: textOf(remote, 'candidateType'),
    remoteAddress: textOf(remote, 'address') ?? textOf(remote, 'ip'),
    roundTripMs: roundTrip > 0 ? roundTrip * 1000 : undefined,
    received: sum('inbound-rtp', 'packetsReceived'),
    lost: sum('inbound-rtp', 'packetsLost'),
    sent: sum('outbound-rtp', 'packetsSent'),
    concealed: samples > 0 ? concealed / samples : 0,
  };
}
