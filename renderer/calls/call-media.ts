import type { CallId } from '../../preload/contract/ids.ts';
import type { MediaProblem } from '../../preload/contract/media.ts';
import { createContext, useContext } from 'react';
import type { ViewModel } from '../model/view-model.ts';
import type { CameraCheck, VoiceCheck } from './device-check.ts';
import type { DevicesSnapshot } from './devices.ts';
import type { DeviceKind, VoiceWishes } from './device-memory.ts';
import type { Levels } from './levels.ts';
import type { PictureWindowSnapshot } from './picture-window.ts';
import type { RingSound } from './sounds.ts';
import type { StatisticsSnapshot } from './statistics.ts';
import type { VoiceRecordingSnapshot } from './voice-recording.ts';

/** What a call looks like now, as far as this window carries it. */
export interface Pictures {
  readonly own: MediaStream | undefined;
  readonly theirs: MediaStream | undefined;
  /** The last thing that went wrong with a device. */
  readonly problem: MediaProblem | undefined;
  /** This window carries it. */
  readonly here: boolean;
}
export interface Devices extends ViewModel<DevicesSnapshot> {
  readonly choose: (kind: DeviceKind, id: string | undefined) => void;
  readonly setVoice: (change: Partial<VoiceWishes>) => void;
  readonly ask: (kind: 'microphone' | 'camera') => Promise<void>;
  readonly forgetLost: () => void;
}
/** Their picture over other programs. */
export interface PictureWindow extends ViewModel<PictureWindowSnapshot> {
  readonly toggle: (stream: MediaStream) => Promise<void>;
  readonly follow: (stream: MediaStream | undefined) => void;
  readonly close: () => void;
}
/** The microphone tried before a call. */
export interface VoiceTrial extends ViewModel<VoiceCheck> {
  readonly setLooping: (looping: boolean) => void;
}

/** What is said into the microphone, kept. */
export interface VoiceRecording extends ViewModel<VoiceRecordingSnapshot> {
  readonly end: () => void;
}

/** What views may ask of the media engine. A model runs while a view subscribes to it. */
export interface CallMedia {
  readonly devices: Devices;
  readonly pictureWindow: PictureWindow;
  readonly pictures: (call: CallId) => ViewModel<Pictures>;
  readonly levels: (call: CallId) => ViewModel<Levels>;
  /** A look every so many milliseconds; each costs something. */
  readonly statistics: (call: CallId, everyMs: number) => ViewModel<StatisticsSnapshot>;
  readonly checkVoice: () => VoiceTrial;
  readonly checkCamera: () => ViewModel<CameraCheck>;
  /** Ends by itself after so long. */
  readonly recordVoice: (mostMs: number) => VoiceRecording;
  /** Plays what was recorded until the answer is called; `ended` is told where it came to its end. */
  readonly play: (sound: Int16Array, ended: () => void) => () => void;
  /** This window leads from now on: its user starts or answers a call. */
  readonly takeSeat: () => void;
  /** Rings, or plays what one hears while it rings there, until the answer is called: where several windows are open, in the one that leads. */
  readonly ring: (sound: RingSound) => () => void;
  /** What a telephone key sounds like. */
  readonly playKey: (key: string) => void;
}

export const CallMediaContext = createContext<CallMedia | undefined>(undefined);

export function useCallMedia(): CallMedia {
  const media = useContext(CallMediaContext);
  if (!media) throw new Error('no media engine above this view');
  return media;
}
