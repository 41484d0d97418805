import type { MediaProblem } from '../../preload/contract/media.ts';
import { ViewModel } from '../model/view-model.ts';
import { CaptureError, type Capture } from './capture.ts';
import { meterOf } from './levels.ts';

export interface VoiceRecordingSnapshot {
  /** The microphone is open: what is said now is kept. */
  readonly running: boolean;
  readonly level: number;
  readonly lengthMs: number;
  readonly problem: MediaProblem | undefined;
  /** It has ended, by itself or because it was asked to, and this was said: 16 bits, 16,000 samples a second. */
  readonly sound: Int16Array | undefined;
}
const EVERY = 80;
const RATE = 16_000;
const PEAK = 32_767;

const NOTHING: VoiceRecordingSnapshot = { running: false, level: 0, lengthMs: 0, problem: undefined, sound: undefined };

/** Records the microphone while somebody looks, until it is asked to end or the time is over. */
export class VoiceRecordingModel extends ViewModel<VoiceRecordingSnapshot> {
  readonly #capture: Pick<Capture, 'microphone'>;
  readonly #mostMs: number;
  #end: () => void = () => undefined;

  constructor(capture: Pick<Capture, 'microphone'>, mostMs: number) {
    super(NOTHING);
    this.#capture = capture;
    this.#mostMs = mostMs;
  }

  /** `sound` follows. */
  readonly end = (): void => this.#end();

  protected override start(): () => void {
    const state = { left: false, stop: (): void => undefined };
    this.#capture.microphone().then(
      track => {
        if (state.left) return track.stop();
        state.stop = this.#record(track, () => state.left);
      },
      (error: unknown) => void (state.left || this.set({ problem: error instanceof CaptureError ? error.problem : 'no-microphone' })),
    );
    return () => {
      state.left = true;
      state.stop();
      this.set(NOTHING);
    };
  }

  #record(track: MediaStreamTrack, left: () => boolean): () => void {
    const context = new AudioContext();
    const meter = meterOf(track, context);
    const recorder = new MediaRecorder(new MediaStream([track]));
    const parts: Blob[] = [];
    const startedAt = performance.now();
    const timer = setInterval(() => {
      const lengthMs = Math.min(this.#mostMs, performance.now() - startedAt);
      this.set({ level: meter.level(), lengthMs });
      if (lengthMs >= this.#mostMs) this.#end();
    }, EVERY);
    this.#end = () => {
      if (recorder.state === 'inactive') return; // it was ended before
      recorder.stop();
      clearInterval(timer);
      track.stop();
      void context.close();
    };
    recorder.addEventListener('dataavailable', ({ data }) => parts.push(data));
    recorder.addEventListener('stop', () => {
      if (left()) return;
      void samplesOf(new Blob(parts)).then(sound => left() || this.set({ running: false, level: 0, ...(sound ? { sound } : { problem: 'no-microphone' }) }));
    });
    recorder.start();
    this.set({ ...NOTHING, running: true });
    return () => {
      this.#end();
      this.#end = () => undefined;
    };
  }
}

/** The sound of a recording or a file, at most `mostMs` of it; undefined: the browser cannot read it, or there is none in it. */
export async function samplesOf(file: Blob, mostMs = Infinity): Promise<Int16Array | undefined> {
  try {
    const decoded = await new OfflineAudioContext(1, 1, RATE).decodeAudioData(await file.arrayBuffer());
    const channels = Array.from({ length: decoded.numberOfChannels }, (_, index) => decoded.getChannelData(index));
    const count = Math.min(decoded.length, (mostMs / 1000) * RATE);
    if (count === 0) return undefined;
    const middle = (at: number): number => channels.reduce((sum, channel) => sum + (channel[at] ?? 0), 0) / channels.length;
    return Int16Array.from({ length: count }, (_, at) => Math.round(PEAK * Math.max(-1, Math.min(1, middle(at)))));
  } catch {
    return undefined;
  }
}

/** Plays samples once on an output device; `ended` is told when they are over, and not when they are stopped. */
export function playSamples(sound: Int16Array, device: string | undefined, ended: () => void): () => void {
  const context: AudioContext & { setSinkId?(id: string): Promise<void> } = new AudioContext();
  const buffer = context.createBuffer(1, Math.max(1, sound.length), RATE);
  buffer.getChannelData(0).set(Float32Array.from(sound, sample => sample / PEAK));
  const source = context.createBufferSource();
  source.buffer = buffer;
  source.connect(context.destination);
  const close = (): void => void (context.state !== 'closed' && context.close());
  source.addEventListener('ended', () => {
    if (context.state === 'closed') return;
    close();
    ended();
  });
  if (device !== undefined) void context.setSinkId?.(device).catch(() => undefined); // unplugged: the system's choice
  source.start();
  return close;
}

/** As they cross the port: the low byte first, whatever this computer does. */
export function toBase64(sound: Int16Array): string {
  const view = new DataView(new ArrayBuffer(sound.length * 2));
  sound.forEach((sample, index) => view.setInt16(index * 2, sample, true));
  const bytes = new Uint8Array(view.buffer);
  let text = '';
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
}
export function fromBase64(text: string): Int16Array {
  const bytes = Uint8Array.from(atob(text), letter => letter.charCodeAt(0));
  const view = new DataView(bytes.buffer);
  return Int16Array.from({ length: bytes.length >> 1 }, (_, index) => view.getInt16(index * 2, true));
}
