export type DeviceKind = 'microphone' | 'camera' | 'speaker' | 'ring';

/** What the user chose; a kind that is not named is the system's choice. */
export interface DeviceChoice {
  /** By id and by name: an id holds for one profile of one browser, the name says what the user meant. */
  readonly chosen: Readonly<Partial<Record<DeviceKind, Device>>>;
  readonly voice: VoiceWishes;
}
export interface Device {
  readonly id: string;
  readonly label: string;
}
/** What the browser does to the voice before it is sent. */
export interface VoiceWishes {
  readonly echoCancellation: boolean;
  readonly autoGainControl: boolean;
  readonly noiseSuppression: boolean;
}
export interface DeviceMemory {
  read(): DeviceChoice;
  write(choice: DeviceChoice): void;
}

export const FIRST_CHOICE: DeviceChoice = { chosen: {}, voice: { echoCancellation: true, autoGainControl: true, noiseSuppression: true } };
const KEY = 'balcony.devices';
const KINDS = ['microphone', 'camera', 'speaker', 'ring'] as const;

/** Kept in the window itself: another computer has other devices. */
export const browserMemory: DeviceMemory = {
  read: () => {
    try {
      return choiceOf(JSON.parse(localStorage.getItem(KEY) ?? '{}'));
    } catch {
      return FIRST_CHOICE;
    }
  },
  write: choice => localStorage.setItem(KEY, JSON.stringify(choice)),
};

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
const isDevice = (value: unknown): value is Device => isRecord(value) && typeof value['id'] === 'string' && typeof value['label'] === 'string';

/** What an older version, or a curious person, may have left there is taken as far as it can be understood. */
function choiceOf(value: unknown): DeviceChoice {
  const [kept, voice] = isRecord(value) ? [value['chosen'], value['voice']] : [];
  const chosen = KINDS.map(kind => [kind, isRecord(kept) ? kept[kind] : undefined] as const).filter(([, device]) => isDevice(device));
  const on = (name: string): boolean => !isRecord(voice) || voice[name] !== false;
  return {
    chosen: Object.fromEntries(chosen),
    voice: { echoCancellation: on('echoCancellation'), autoGainControl: on('autoGainControl'), noiseSuppression: on('noiseSuppression') },
  };
}
