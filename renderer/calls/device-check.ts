import type { MediaProblem } from '../../preload/contract/media.ts';
import { ViewModel } from '../model/view-model.ts';
import { CaptureError, type Capture } from './capture.ts';
import { meterOf } from './levels.ts';

export interface VoiceCheck {
  readonly level: number;
  /** One hears oneself, a little later. */
  readonly looping: boolean;
  readonly problem: MediaProblem | undefined;
}
const EVERY = 80;
/** Seconds until one hears oneself: late enough not to be taken for one's own voice. */
const ECHO = 1;

/** The microphone before a call: how loud it is, and on request what others would hear. Lets go of it when nobody looks. */
export class VoiceCheckModel extends ViewModel<VoiceCheck> {
  readonly #capture: Pick<Capture, 'microphone'>;
  readonly #speaker: () => string | undefined;
  #loop: { readonly delay: DelayNode; readonly out: MediaStreamAudioDestinationNode; readonly element: HTMLAudioElement } | undefined;

  constructor(capture: Pick<Capture, 'microphone'>, speaker: () => string | undefined) {
    super({ level: 0, looping: false, problem: undefined });
    this.#capture = capture;
    this.#speaker = speaker;
  }

  readonly setLooping = (looping: boolean): void => {
    if (!this.#loop) return;
    const { delay, out, element } = this.#loop;
    if (looping) {
      delay.connect(out);
      void element.setSinkId(this.#speaker() ?? '').catch(() => undefined); // unplugged just now: the system's choice
      void element.play().catch(() => undefined); // not before a click, and this follows one
    } else {
      delay.disconnect();
      element.pause();
    }
    this.set({ looping });
  };

  protected override start(): () => void {
    let ended = false;
    let stop = (): void => undefined;
    this.#capture.microphone().then(
      track => {
        if (ended) return track.stop();
        stop = this.#listen(track);
      },
      (error: unknown) => void (ended || this.set({ problem: error instanceof CaptureError ? error.problem : 'no-microphone' })),
    );
    return () => {
      ended = true;
      stop();
      this.set({ level: 0, looping: false, problem: undefined });
    };
  }

  #listen(track: MediaStreamTrack): () => void {
    const context = new AudioContext();
    const meter = meterOf(track, context);
    const [delay, out] = [context.createDelay(2), context.createMediaStreamDestination()];
    delay.delayTime.value = ECHO;
    context.createMediaStreamSource(new MediaStream([track])).connect(delay);
    const element = new Audio();
    element.srcObject = out.stream;
    this.#loop = { delay, out, element };
    this.set({ problem: undefined });
    const timer = setInterval(() => this.set({ level: meter.level() }), EVERY);
    return () => {
      clearInterval(timer);
      element.srcObject = null;
      this.#loop = undefined;
      track.stop();
      void context.close();
    };
  }
}

export interface CameraCheck {
  readonly picture: MediaStream | undefined;
  readonly problem: MediaProblem | undefined;
}

/** What the camera sees, while somebody looks. */
export class CameraCheckModel extends ViewModel<CameraCheck> {
  readonly #capture: Pick<Capture, 'camera'>;
  constructor(capture: Pick<Capture, 'camera'>) {
    super({ picture: undefined, problem: undefined });
    this.#capture = capture;
  }

  protected override start(): () => void {
    let ended = false;
    let taken: MediaStreamTrack | undefined;
    this.#capture.camera().then(
      track => {
        if (ended) return track.stop();
        taken = track;
        this.set({ picture: new MediaStream([track]), problem: undefined });
      },
      (error: unknown) => void (ended || this.set({ problem: error instanceof CaptureError ? error.problem : 'no-camera' })),
    );
    return () => {
      ended = true;
      taken?.stop();
      this.set({ picture: undefined, problem: undefined });
    };
  }
}
