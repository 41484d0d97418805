import type { Capture } from './capture.ts';

/** The microphone, with what the computer plays mixed in while a screen is shared with sound. */
export class LocalSound {
  readonly #capture: Pick<Capture, 'microphone'>;
  readonly #over: AbortSignal;
  /** The microphone was pulled out, and another one took over; undefined: there is none any more. */
  readonly #lost: (now: MediaStreamTrack | undefined) => void;
  #microphone: MediaStreamTrack | undefined;
  #sender: RTCRtpSender | undefined;
  #shared: MediaStreamTrack | undefined;
  #mixer: AudioContext | undefined;
  #muted = false;
  #held = false;
  #closed = false;

  /** `over`: the call has ended. */
  constructor(capture: Pick<Capture, 'microphone'>, over: AbortSignal, lost: (now: MediaStreamTrack | undefined) => void) {
    this.#capture = capture;
    this.#over = over;
    this.#lost = lost;
  }

  get track(): MediaStreamTrack | undefined {
    return this.#microphone;
  }
  /** Pulled out, and nothing took over. */
  get isGone(): boolean {
    return this.#microphone?.readyState === 'ended';
  }
  get sender(): RTCRtpSender | undefined {
    return this.#sender;
  }

  async open(): Promise<void> {
    const track = await this.#capture.microphone();
    if (this.#closed) return track.stop();
    this.#microphone = track;
    this.#watch(track);
  }

  attach(connection: RTCPeerConnection, stream: MediaStream): void {
    if (this.#microphone) this.#sender = connection.addTrack(this.#microphone, stream);
  }

  setMuted(muted: boolean): void {
    this.#muted = muted;
    if (this.#microphone) this.#microphone.enabled = !muted;
  }

  async setHeld(held: boolean): Promise<void> {
    this.#held = held;
    await this.#send();
  }

  /** What the computer plays, beside the microphone; undefined: the microphone alone. */
  async share(sound: MediaStreamTrack | undefined): Promise<void> {
    this.#shared?.stop();
    this.#shared = sound;
    sound?.addEventListener('ended', () => void (this.#shared === sound && this.share(undefined)), { signal: this.#over });
    await this.#send();
  }

  /** Another microphone, chosen by the user or by chance. Rejects with a CaptureError, and goes on with the old one. */
  async change(): Promise<void> {
    if (!this.#microphone) return;
    const track = await this.#capture.microphone();
    if (this.#closed) return track.stop();
    this.#microphone.stop(); // by ourselves: `ended` is not fired
    this.#microphone = track;
    this.#watch(track);
    await this.#send();
  }

  close(): void {
    this.#closed = true;
    this.#microphone?.stop();
    this.#shared?.stop();
    void this.#mixer?.close();
  }

  #watch(track: MediaStreamTrack): void {
    track.enabled = !this.#muted;
    const ended = (): void => {
      if (this.#microphone !== track) return;
      void this.change().then(
        () => this.#lost(this.#microphone),
        () => this.#lost(undefined),
      );
    };
    track.addEventListener('ended', ended, { signal: this.#over });
  }

  async #send(): Promise<void> {
    void this.#mixer?.close();
    this.#mixer = undefined;
    if (!this.#sender || !this.#microphone) return;
    await this.#sender.replaceTrack(this.#held ? null : this.#shared ? this.#mix(this.#microphone, this.#shared) : this.#microphone);
  }

  #mix(...tracks: readonly MediaStreamTrack[]): MediaStreamTrack {
    const mixer = new AudioContext();
    this.#mixer = mixer;
    const out = mixer.createMediaStreamDestination();
    for (const track of tracks) mixer.createMediaStreamSource(new MediaStream([track])).connect(out);
    return out.stream.getAudioTracks()[0] ?? tracks[0]!;
  }
}
