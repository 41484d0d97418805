import { ViewModel } from '../model/view-model.ts';
import { FIRST_CHOICE, KINDS, noMemory, type Device, type DeviceChoice, type DeviceKind, type DeviceMemory, type VoiceWishes } from './device-memory.ts';

/** Whether the page may use it: `none` where this computer has no such device. */
export type Access = 'granted' | 'denied' | 'prompt' | 'none';

export interface DevicesSnapshot extends DeviceChoice {
  readonly microphones: readonly Device[];
  readonly cameras: readonly Device[];
  /** Also for ringing. Empty where the browser does not let one choose. */
  readonly speakers: readonly Device[];
  readonly access: Readonly<Record<'microphone' | 'camera', Access>>;
  /** One that was in use was pulled out; `now`: what is used in its place, undefined: the system's choice, false: nothing. A new object each time. */
  readonly lost: { readonly kind: DeviceKind; readonly label: string; readonly now: string | undefined | false } | undefined;
}

/** The part of the browser that is used here. */
export interface DeviceSource {
  readonly devices: Pick<MediaDevices, 'enumerateDevices' | 'getUserMedia' | 'addEventListener' | 'removeEventListener'> | undefined;
  readonly permission: (name: 'microphone' | 'camera') => Promise<PermissionState>;
}
function browserSource(): DeviceSource {
  // Each asking makes an object that the browser keeps for as long as the page is there; one of each follows what the user decides.
  const asked = new Map<PermissionName, Promise<PermissionStatus>>();
  const ask = async (name: PermissionName): Promise<PermissionStatus> => {
    const status = await navigator.permissions.query({ name });
    status.addEventListener('change', () => undefined);
    return status;
  };
  return {
    devices: navigator.mediaDevices,
    permission: async name => {
      const status = asked.get(name) ?? ask(name);
      asked.set(name, status);
      status.catch(() => asked.delete(name));
      return (await status).state;
    },
  };
}

const LIST_OF = { microphone: 'microphones', camera: 'cameras', speaker: 'speakers', ring: 'speakers' } as const;

/** The microphones, cameras and speakers of this computer, and which of them are wanted. */
export class DevicesModel extends ViewModel<DevicesSnapshot> {
  readonly #source: DeviceSource;
  readonly #memory: DeviceMemory;
  /** The user said no while this page was there. Before that a host may say "denied" for "not yet asked". */
  readonly #refused = new Set<'microphone' | 'camera'>();

  constructor(source: DeviceSource = browserSource(), memory: DeviceMemory = noMemory) {
    super({ microphones: [], cameras: [], speakers: [], access: { microphone: 'prompt', camera: 'prompt' }, lost: undefined, ...FIRST_CHOICE });
    this.#source = source;
    this.#memory = memory;
  }

  /** The id to ask the browser for; undefined: the system's choice, because nothing was chosen, or what was is not there. */
  idOf(kind: DeviceKind): string | undefined {
    const wanted = this.snapshot().chosen[kind];
    const there = this.snapshot()[LIST_OF[kind]];
    return wanted && sameDevice(there, wanted)?.id;
  }

  readonly choose = (kind: DeviceKind, id: string | undefined): void => {
    const device = this.snapshot()[LIST_OF[kind]].find(one => one.id === id);
    const { [kind]: _before, ...others } = this.snapshot().chosen;
    this.#keep({ chosen: device ? { ...others, [kind]: device } : others });
  };

  readonly setVoice = (change: Partial<VoiceWishes>): void => this.#keep({ voice: { ...this.snapshot().voice, ...change } });

  /** Asks the user for the microphone, or for the camera, so that devices have names. Only ever called from a click. */
  readonly ask = async (kind: 'microphone' | 'camera'): Promise<void> => {
    const wanted = kind === 'microphone' ? { audio: true } : { video: true };
    const stream = await this.#source.devices?.getUserMedia(wanted).catch((error: unknown) => {
      if (error instanceof DOMException && error.name === 'NotAllowedError') this.#refused.add(kind);
      return undefined;
    });
    for (const track of stream?.getTracks() ?? []) track.stop();
    await this.read();
  };

  /** A call was not given it. */
  tellRefused(kind: 'microphone' | 'camera'): void {
    this.#refused.add(kind);
    void this.read();
  }
  /** A device that a call used has gone. */
  tellLost(kind: DeviceKind, now: string | undefined | false): void {
    this.set({ lost: { kind, label: this.snapshot().chosen[kind]?.label ?? '', now } });
  }
  readonly forgetLost = (): void => this.set({ lost: undefined });

  /** Looks anew; devices have names only once the user has allowed one of their kind. Never rejects. */
  readonly read = async (): Promise<void> => {
    const all = await this.#source.devices?.enumerateDevices().catch(() => undefined);
    if (!all) return this.set({ access: { microphone: 'none', camera: 'none' } });
    const before = KINDS.map(kind => [kind, this.idOf(kind)] as const);
    const [microphones, cameras, speakers] = (['audioinput', 'videoinput', 'audiooutput'] as const).map(kind => listOf(all, kind));
    this.set({ microphones: microphones ?? [], cameras: cameras ?? [], speakers: speakers ?? [] });
    this.#recognize();
    const gone = before.find(([kind, id]) => id !== undefined && this.idOf(kind) === undefined)?.[0];
    if (gone) this.tellLost(gone, undefined);
    const there = (kind: MediaDeviceKind): boolean => all.some(device => device.kind === kind);
    this.set({ access: { microphone: await this.#access('microphone', there('audioinput')), camera: await this.#access('camera', there('videoinput')) } });
  };

  protected override start(): () => void {
    const read = (): void => void this.read();
    this.#source.devices?.addEventListener('devicechange', read);
    read();
    this.#memory.read().then(
      choice => {
        this.set(choice);
        this.#recognize();
      },
      () => undefined, // the system's choice, until somebody chooses
    );
    return () => this.#source.devices?.removeEventListener('devicechange', read);
  }

  async #access(name: 'microphone' | 'camera', there: boolean): Promise<Access> {
    const state = await this.#source.permission(name).catch(() => 'prompt' as const);
    if (state === 'granted') this.#refused.delete(name);
    if (this.#refused.has(name)) return 'denied';
    return !there ? 'none' : state === 'granted' ? 'granted' : 'prompt';
  }

  /** What was kept by name is known by its id once it is there. */
  #recognize(): void {
    const { chosen } = this.snapshot();
    const known = KINDS.flatMap(kind => {
      const wanted = chosen[kind];
      return wanted ? [[kind, sameDevice(this.snapshot()[LIST_OF[kind]], wanted) ?? wanted] as const] : [];
    });
    this.set({ chosen: Object.fromEntries(known) });
  }

  #keep(change: Partial<DeviceChoice>): void {
    this.set(change);
    const { chosen, voice } = this.snapshot();
    this.#memory.write({ chosen, voice });
  }
}

const sameDevice = (list: readonly Device[], wanted: Device): Device | undefined =>
  list.find(({ id }) => id === wanted.id) ?? list.find(({ label }) => label === wanted.label);

/** Without the two that the browser makes up: they are the system's choice under another name. */
const listOf = (all: readonly MediaDeviceInfo[], kind: MediaDeviceKind): readonly Device[] =>
  all
    .filter(device => device.kind === kind && device.deviceId !== 'default' && device.deviceId !== 'communications' && device.label !== '')
    .map(({ deviceId, label }) => ({ id: deviceId, label }));
