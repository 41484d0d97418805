import type { VideoSource } from '../../preload/contract/calls.ts';
import type { Capture } from './capture.ts';

interface Taken {
  readonly picture: MediaStreamTrack;
  readonly sound: MediaStreamTrack | undefined;
}

/** What we show: nothing, the camera, or a screen. */
export class LocalPicture {
  readonly #capture: Capture;
  readonly #over: AbortSignal;
  /** The user ended the screen by the browser's own button, or the camera was pulled out. */
  readonly #ended: (source: VideoSource) => void;
  #source: VideoSource = 'off';
  #track: MediaStreamTrack | undefined;
  #held = false;
  #closed = false;

  constructor(capture: Capture, over: AbortSignal, ended: (source: VideoSource) => void) {
    this.#capture = capture;
    this.#over = over;
    this.#ended = ended;
  }

  get source(): VideoSource {
    return this.#source;
  }
  get track(): MediaStreamTrack | undefined {
    return this.#track;
  }

  /** Takes the source without sending it yet. Rejects with a CaptureError; what was shown before goes on. Answers the sound that comes with a screen. */
  async take(source: VideoSource): Promise<MediaStreamTrack | undefined> {
    const taken = await this.#taken(source);
    if (this.#closed) {
      taken?.picture.stop();
      taken?.sound?.stop();
      return undefined;
    }
    this.#track?.stop();
    this.#track = taken?.picture;
    this.#source = source;
    if (taken) this.#watch(taken.picture);
    return taken?.sound;
  }

  /** Sends what was taken. True: the other side has to be offered it first. */
  async send(connection: RTCPeerConnection, stream: MediaStream): Promise<boolean> {
    const transceiver = connection.getTransceivers().find(one => one.receiver.track.kind === 'video' && one.direction !== 'stopped');
    if (!this.#track) {
      // No word of it in the description: some peers take a change of direction for a fault, and all of them understand a picture that stops.
      await transceiver?.sender.replaceTrack(null);
      return false;
    }
    if (!transceiver) {
      connection.addTrack(this.#track, stream);
      return true;
    }
    await transceiver.sender.replaceTrack(this.#held ? null : this.#track);
    if (transceiver.direction === 'sendrecv' || transceiver.direction === 'sendonly') return !sends(transceiver);
    transceiver.direction = transceiver.direction === 'recvonly' ? 'sendrecv' : 'sendonly';
    transceiver.sender.setStreams(stream);
    return true;
  }

  async setHeld(held: boolean, connection: RTCPeerConnection): Promise<void> {
    this.#held = held;
    if (!this.#track) return;
    this.#track.enabled = !held;
    for (const { sender, receiver } of connection.getTransceivers()) {
      if (receiver.track.kind === 'video') await sender.replaceTrack(held ? null : this.#track);
    }
  }

  close(): void {
    this.#closed = true;
    this.#track?.stop();
    this.#track = undefined;
  }

  #taken(source: VideoSource): Promise<Taken | undefined> {
    switch (source) {
      case 'camera':
        return this.#capture.camera().then(picture => ({ picture, sound: undefined }));
      case 'screen':
        return this.#capture.screen();
      case 'off':
        return Promise.resolve(undefined);
    }
  }

  #watch(track: MediaStreamTrack): void {
    track.enabled = !this.#held;
    const ended = (): void => {
      if (this.#track === track) this.#ended(this.#source);
    };
    track.addEventListener('ended', ended, { signal: this.#over });
  }
}

/** Whether the other side has agreed to take what is sent there. */
const sends = ({ currentDirection }: RTCRtpTransceiver): boolean => currentDirection === 'sendrecv' || currentDirection === 'sendonly';
