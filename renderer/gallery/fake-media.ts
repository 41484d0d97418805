import type { CallMedia, Devices, Pictures, PictureWindow, VoiceRecording, VoiceTrial } from '../calls/call-media.ts';
import { FIRST_CHOICE } from '../calls/device-memory.ts';
import type { CameraCheck, VoiceCheck } from '../calls/device-check.ts';
import type { DevicesSnapshot } from '../calls/devices.ts';
import type { PictureWindowSnapshot } from '../calls/picture-window.ts';
import type { Statistics } from '../calls/statistics.ts';
import type { VoiceRecordingSnapshot } from '../calls/voice-recording.ts';
import { ViewModel } from '../model/view-model.ts';

/** A model that changes only when a test says so. */
class Still<Snapshot> extends ViewModel<Snapshot> {
  readonly put = (change: Partial<Snapshot>): void => this.set(change);
  protected override start(): () => void {
    return () => undefined;
  }
}
class StillDevices extends Still<DevicesSnapshot> implements Devices {
  readonly choose: Devices['choose'] = (kind, id) => {
    const lists = { microphone: 'microphones', camera: 'cameras', speaker: 'speakers', ring: 'speakers' } as const;
    const device = this.snapshot()[lists[kind]].find(one => one.id === id);
    const { [kind]: _before, ...others } = this.snapshot().chosen;
    this.put({ chosen: device ? { ...others, [kind]: device } : others });
  };
  readonly setVoice: Devices['setVoice'] = change => this.put({ voice: { ...this.snapshot().voice, ...change } });
  readonly ask: Devices['ask'] = async () => undefined;
  readonly forgetLost = (): void => this.put({ lost: undefined });
}
class StillWindow extends Still<PictureWindowSnapshot> implements PictureWindow {
  readonly toggle = async (): Promise<void> => this.put({ open: !this.snapshot().open });
  readonly follow = (): void => undefined;
  readonly close = (): void => this.put({ open: false });
}
class StillVoice extends Still<VoiceCheck> implements VoiceTrial {
  readonly setLooping = (looping: boolean): void => this.put({ looping });
}
class StillRecording extends Still<VoiceRecordingSnapshot> implements VoiceRecording {
  readonly end = (): void => this.put({ running: false, sound: Int16Array.of(1, -2, 300) });
}

const device = (label: string) => ({ id: label, label });
const DEVICES: DevicesSnapshot = {
  ...FIRST_CHOICE,
  microphones: [device('Built-in microphone'), device('Capulet headset')],
  cameras: [device('Built-in camera')],
  speakers: [device('Built-in speakers'), device('Capulet headset')],
  access: { microphone: 'granted', camera: 'granted' },
  lost: undefined,
};
export const SOME_STATISTICS: Statistics = {
  roundTripMs: 42,
  path: 'direct',
  sound: { codec: 'opus', packets: 12_600, sentRate: 31_800, receivedRate: 33_200, loss: 0.004, theirLoss: 0.011, jitterMs: 3.2, bufferMs: 41 },
  sent: undefined,
  received: { codec: 'VP8', rate: 1_240_000, width: 1280, height: 720, framesPerSecond: 30 },
  opinion: 4.31,
};

export interface FakeMediaOptions {
  readonly devices?: Partial<DevicesSnapshot>;
  /** Drawn pictures in place of cameras. */
  readonly pictures?: Partial<Pictures>;
  readonly levels?: { readonly own: number; readonly theirs: number };
  readonly statistics?: Statistics;
  readonly withoutSoundMs?: number;
  readonly voice?: Partial<VoiceCheck>;
  readonly camera?: Partial<CameraCheck>;
  readonly recording?: Partial<VoiceRecordingSnapshot>;
}

/** The media engine without media; what it was asked is noted in `asked`. */
export function fakeMedia(options: FakeMediaOptions = {}) {
  const asked: (readonly [string, unknown])[] = [];
  const pictures = new Still<Pictures>({ own: undefined, theirs: undefined, problem: undefined, here: true, ...options.pictures });
  const devices = new StillDevices({ ...DEVICES, ...options.devices });
  const levels = new Still(options.levels ?? { own: 0.3, theirs: 0.5 });
  const statistics = new Still({ statistics: options.statistics ?? SOME_STATISTICS, withoutSoundMs: options.withoutSoundMs ?? 0 });
  const voice = new StillVoice({ level: 0.45, looping: false, problem: undefined, ...options.voice });
  const camera = new Still<CameraCheck>({ picture: undefined, problem: undefined, ...options.camera });
  const recording = new StillRecording({ running: true, level: 0.45, lengthMs: 4200, problem: undefined, sound: undefined, ...options.recording });
  const media: CallMedia = {
    devices,
    pictureWindow: new StillWindow({ open: false }),
    pictures: () => pictures,
    levels: () => levels,
    statistics: () => statistics,
    checkVoice: () => voice,
    checkCamera: () => camera,
    recordVoice: () => recording,
    play: sound => {
      asked.push(['play', sound.length]);
      return () => void asked.push(['still', 'play']);
    },
    takeSeat: () => void asked.push(['takeSeat', undefined]),
    ring: sound => {
      asked.push(['ring', sound]);
      return () => void asked.push(['still', sound]);
    },
    playKey: key => void asked.push(['playKey', key]),
  };
  return { media, asked, devices, pictures };
}
