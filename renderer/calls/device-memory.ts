import type { Settings } from '../../preload/contract/settings.ts';

export type DeviceKind = 'microphone' | 'camera' | 'speaker' | 'ring';

export interface Device {
  /** The browser's, which holds for one start of the app at best. Empty: it is not plugged in, or not yet known. */
  readonly id: string;
  readonly label: string;
}
/** What the browser does to the voice before it is sent. */
export interface VoiceWishes {
  readonly echoCancellation: boolean;
  readonly autoGainControl: boolean;
  readonly noiseSuppression: boolean;
}
/** What the user chose; a kind that is not named is the system's choice. */
export interface DeviceChoice {
  readonly chosen: Readonly<Partial<Record<DeviceKind, Device>>>;
  readonly voice: VoiceWishes;
}
export interface DeviceMemory {
  read(): Promise<DeviceChoice>;
  write(choice: DeviceChoice): void;
}

export const KINDS = ['microphone', 'camera', 'speaker', 'ring'] as const;
export const FIRST_CHOICE: DeviceChoice = { chosen: {}, voice: { echoCancellation: true, autoGainControl: true, noiseSuppression: true } };

/** Forgets with the page. */
export const noMemory: DeviceMemory = { read: async () => FIRST_CHOICE, write: () => undefined };

/** Among the settings, by the names of the devices: the browser's ids change from start to start. */
export const settingsMemory = (settings: Pick<Settings, 'get' | 'set'>): DeviceMemory => ({
  read: async () => {
    const { devices, echoCancellation, autoGainControl, noiseSuppression } = await settings.get({});
    const chosen = KINDS.flatMap(kind => {
      const label = devices[kind];
      return label === undefined ? [] : [[kind, { id: '', label }] as const];
    });
    return { chosen: Object.fromEntries(chosen), voice: { echoCancellation, autoGainControl, noiseSuppression } };
  },
  write: ({ chosen, voice }) => {
    const named = KINDS.flatMap(kind => (chosen[kind] ? [[kind, chosen[kind].label.slice(0, 256)] as const] : []));
    void settings.set({ devices: Object.fromEntries(named), ...voice }).catch(() => undefined); // it holds for now all the same
  },
});
