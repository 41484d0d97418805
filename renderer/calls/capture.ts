import type { MediaProblem } from '../../preload/contract/media.ts';

/** A device that cannot be used, by the name that main knows it under. */
export class CaptureError extends Error {
  override readonly name = 'CaptureError';
  readonly problem: MediaProblem;
  constructor(problem: MediaProblem, cause: unknown) {
    super(cause instanceof Error ? `${cause.name}: ${cause.message}` : problem, { cause });
    this.problem = problem;
  }
}

/** Which devices are wanted, and what the browser may do to the voice. */
export interface CaptureWishes {
  readonly microphone: string | undefined;
  readonly camera: string | undefined;
  readonly echoCancellation: boolean;
  readonly autoGainControl: boolean;
  readonly noiseSuppression: boolean;
}
export interface SharedScreen {
  readonly picture: MediaStreamTrack;
  /** What the computer plays, where the platform and the user gave it. */
  readonly sound: MediaStreamTrack | undefined;
}
export interface Capture {
  microphone(): Promise<MediaStreamTrack>;
  camera(): Promise<MediaStreamTrack>;
  screen(): Promise<SharedScreen>;
}

/** The browser's devices. Each call rejects with a CaptureError. */
export function browserCapture(wishes: () => Promise<CaptureWishes>, media: MediaDevices | undefined = navigator.mediaDevices): Capture {
  const track = async (
    kind: 'audio' | 'video',
    id: string | undefined,
    constraints: MediaTrackConstraints,
    denied: MediaProblem,
    missing: MediaProblem,
  ): Promise<MediaStreamTrack> => {
    const ask = (more: MediaTrackConstraints): Promise<MediaStream> =>
      asked(media, one => one.getUserMedia({ [kind]: { ...constraints, ...more } }), denied, missing);
    // Chromium takes the system's choice for an `ideal` id. A device that is not there any more is no reason to have none.
    const chosen = id === undefined ? undefined : await ask({ deviceId: { exact: id } }).catch((error: unknown) => passOver(error, denied));
    const found = (chosen ?? (await ask({}))).getTracks()[0];
    if (!found) throw new CaptureError(missing, undefined);
    return found;
  };
  return {
    microphone: async () => {
      const { microphone, echoCancellation, autoGainControl, noiseSuppression } = await wishes();
      return track('audio', microphone, { echoCancellation, autoGainControl, noiseSuppression }, 'microphone-denied', 'no-microphone');
    },
    camera: async () => {
      const { camera } = await wishes();
      const size = { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30, max: 30 } };
      const found = await track('video', camera, size, 'camera-denied', 'no-camera');
      found.contentHint = 'motion';
      return found;
    },
    screen: async () => {
      const options = { video: { frameRate: { max: 30 } }, audio: true, systemAudio: 'include', selfBrowserSurface: 'exclude' };
      const stream = await asked(media, one => one.getDisplayMedia(options), 'screen-denied', 'screen-denied');
      const [picture, sound] = [stream.getVideoTracks()[0], stream.getAudioTracks()[0]];
      if (!picture) throw new CaptureError('screen-denied', undefined);
      picture.contentHint = 'detail'; // letters stay sharp; what moves may stutter
      return { picture, sound };
    },
  };
}

/** Another device may do where this one does not, but not where the user has said no. */
function passOver(error: unknown, denied: MediaProblem): undefined {
  if (error instanceof CaptureError && error.problem === denied) throw error;
}

async function asked(
  media: MediaDevices | undefined,
  ask: (media: MediaDevices) => Promise<MediaStream>,
  denied: MediaProblem,
  missing: MediaProblem,
): Promise<MediaStream> {
  if (!media) throw new CaptureError(missing, undefined);
  try {
    return await ask(media);
  } catch (error) {
    const refused = error instanceof DOMException && (error.name === 'NotAllowedError' || error.name === 'SecurityError');
    throw new CaptureError(refused ? denied : missing, error);
  }
}
