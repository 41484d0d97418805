import type { CallId } from '../../preload/contract/ids.ts';
import type { Media, MediaCommand, MediaProblem, MediaReport } from '../../preload/contract/media.ts';
import { ViewModel } from '../model/view-model.ts';
import { CallLeg } from './call-leg.ts';
import type { CallMedia, Pictures } from './call-media.ts';
import { browserCapture, type Capture } from './capture.ts';
import { CameraCheckModel, VoiceCheckModel } from './device-check.ts';
import { DevicesModel } from './devices.ts';
import { LevelsModel } from './levels.ts';
import { PictureWindowModel } from './picture-window.ts';
import { Ringing } from './ringing.ts';
import { playKeyOn, playRing, type RingSound } from './sounds.ts';
import { StatisticsModel } from './statistics.ts';
import { playSamples, VoiceRecordingModel } from './voice-recording.ts';

type Service = Pick<Media, 'serve' | 'report' | 'onSeated' | 'onLeads' | 'onCommand'>;
type Page = Pick<Window, 'addEventListener' | 'removeEventListener' | 'document'>;

/** So many problems are remembered after their calls: what a view says of a call that has ended. */
const PROBLEMS_MAX = 20;

/**
 * The sound and picture of every call, in this window. It carries out what main commands and reports what comes of it; views look at it
 * through `CallMedia`. It lives as long as the page.
 */
export class MediaEngine implements CallMedia {
  readonly devices: DevicesModel;
  readonly pictureWindow = new PictureWindowModel();
  readonly #service: Service;
  readonly #capture: Capture;
  readonly #legs = new Map<CallId, CallLeg>();
  readonly #problems = new Map<CallId, MediaProblem>();
  readonly #watchers = new Set<() => void>();
  readonly #ringing = new Ringing(sound => playRing(sound, this.devices.idOf(sound === 'ring' ? 'ring' : 'speaker')));
  #seat: number | undefined;
  #microphoneCount = 0;
  #used: Readonly<Record<'microphone' | 'camera' | 'speaker', string>> = { microphone: '', camera: '', speaker: '' };

  constructor(service: Service, devices: DevicesModel = new DevicesModel(), capture: Capture = captureOf(devices)) {
    this.#service = service;
    this.devices = devices;
    this.#capture = capture;
  }

  /** From now on commands are carried out. Answers how to end, with every call. */
  listen(page: Page = window, connection: EventTarget | undefined = networkOf(navigator)): () => void {
    const network = (): void => this.#legs.forEach(leg => leg.networkChanged());
    page.addEventListener('focus', this.takeSeat);
    page.addEventListener('online', network);
    connection?.addEventListener('change', network);
    const stops = [
      this.#service.onSeated(({ seat }) => {
        this.reset();
        this.#seat = seat;
        if (page.document.hasFocus()) this.takeSeat();
      }),
      this.#service.onLeads(({ leads }) => this.#ringing.setLeads(leads)),
      this.#service.onCommand(({ seat, call, command }) => {
        if (seat === this.#seat) this.#command(call, command);
      }),
      this.devices.subscribe(() => this.#followDevices()),
    ];
    return () => {
      page.removeEventListener('focus', this.takeSeat);
      page.removeEventListener('online', network);
      connection?.removeEventListener('change', network);
      stops.forEach(stop => stop());
      this.reset();
    };
  }

  /** Ends the media of every call: the process that commanded them has gone. */
  readonly reset = (): void => {
    this.#seat = undefined;
    this.#ringing.setLeads(false);
    for (const leg of this.#legs.values()) leg.close();
    this.#legs.clear();
    this.#changed();
  };

  readonly takeSeat = (): void => {
    const seat = this.#seat;
    if (seat !== undefined) void this.#service.serve({ seat }).catch(() => undefined); // the link is down: seated anew when it is back
  };

  readonly pictures = (call: CallId): ViewModel<Pictures> => new PicturesModel(() => this.#picturesOf(call), this.#watchers);
  readonly levels = (call: CallId): LevelsModel => new LevelsModel(() => this.#legs.get(call)?.statistics());
  readonly statistics = (call: CallId, everyMs: number): StatisticsModel => new StatisticsModel(() => this.#legs.get(call)?.statistics(), everyMs);
  readonly checkVoice = (): VoiceCheckModel => new VoiceCheckModel(this.#capture, () => this.devices.idOf('speaker'));
  readonly checkCamera = (): CameraCheckModel => new CameraCheckModel(this.#capture);
  readonly recordVoice = (mostMs: number): VoiceRecordingModel => new VoiceRecordingModel(this.#capture, mostMs);
  readonly play = (sound: Int16Array, ended: () => void): (() => void) => playSamples(sound, this.devices.idOf('speaker'), ended);
  readonly ring = (sound: RingSound): (() => void) => this.#ringing.ring(sound);
  readonly playKey = (key: string): void => playKeyOn(key, this.devices.idOf('speaker'));

  #command(call: CallId, command: MediaCommand): void {
    if (command.do === 'open' && !this.#legs.has(call)) {
      this.#legs.set(call, this.#newLeg(call));
      this.#changed();
    }
    this.#legs.get(call)?.command(command);
    if (command.do === 'close' && this.#legs.delete(call)) this.#changed();
  }

  #newLeg(call: CallId): CallLeg {
    const leg = new CallLeg({
      capture: this.#capture,
      report: report => this.#report(call, report),
      changed: () => this.#changed(),
      lost: (kind, now) => this.devices.tellLost(kind, now?.label ?? false),
    });
    leg.setSpeaker(this.#used.speaker);
    return leg;
  }

  #report(call: CallId, report: MediaReport): void {
    if (report.say === 'problem') this.#remember(call, report.problem);
    // Devices have names once one of them was allowed.
    if (report.say === 'opened') void this.devices.read();
    const seat = this.#seat;
    if (seat !== undefined) void this.#service.report({ seat, call, report }).catch(() => undefined); // the call is over, or main is
  }

  #remember(call: CallId, problem: MediaProblem): void {
    this.#problems.set(call, problem);
    if (problem === 'microphone-denied') this.devices.tellRefused('microphone');
    if (problem === 'camera-denied') this.devices.tellRefused('camera');
    const oldest = this.#problems.keys().next().value;
    if (this.#problems.size > PROBLEMS_MAX && oldest !== undefined) this.#problems.delete(oldest);
    this.#changed();
  }

  #picturesOf(call: CallId): Pictures {
    const leg = this.#legs.get(call);
    return { own: leg?.ownPicture, theirs: leg?.theirPicture, problem: this.#problems.get(call), here: leg !== undefined };
  }

  /** Another device was chosen, plugged in or pulled out: running calls follow. */
  #followDevices(): void {
    const { voice, microphones } = this.devices.snapshot();
    const id = (kind: 'microphone' | 'camera' | 'speaker'): string => this.devices.idOf(kind) ?? '';
    const before = this.#used;
    this.#used = { microphone: `${id('microphone')} ${Object.values(voice).join()}`, camera: id('camera'), speaker: id('speaker') };
    const more = microphones.length > this.#microphoneCount;
    this.#microphoneCount = microphones.length;
    for (const leg of this.#legs.values()) {
      if (more) leg.microphoneAdded();
      if (before.speaker !== this.#used.speaker) leg.setSpeaker(this.#used.speaker);
      if (before.microphone !== this.#used.microphone) leg.changeDevice('microphone');
      if (before.camera !== this.#used.camera) leg.changeDevice('camera');
    }
  }

  #changed(): void {
    for (const tell of this.#watchers) tell();
  }
}

class PicturesModel extends ViewModel<Pictures> {
  readonly #read: () => Pictures;
  readonly #watchers: Set<() => void>;
  constructor(read: () => Pictures, watchers: Set<() => void>) {
    super(read());
    this.#read = read;
    this.#watchers = watchers;
  }
  protected override start(): () => void {
    const look = (): void => {
      const [now, before] = [this.#read(), this.snapshot()];
      if (now.own !== before.own || now.theirs !== before.theirs || now.problem !== before.problem || now.here !== before.here) this.set(now);
    };
    this.#watchers.add(look);
    look();
    return () => void this.#watchers.delete(look);
  }
}

const captureOf = (devices: DevicesModel): Capture =>
  browserCapture(async () => {
    // Ids change with the permission, and devices while nobody looked.
    await devices.read();
    return { microphone: devices.idOf('microphone'), camera: devices.idOf('camera'), ...devices.snapshot().voice };
  });

/** The Network Information API, which not every platform has. */
function networkOf(page: Navigator): EventTarget | undefined {
  const connection: unknown = 'connection' in page ? page.connection : undefined;
  return connection instanceof EventTarget ? connection : undefined;
}
