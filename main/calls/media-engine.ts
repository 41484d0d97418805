import type { CallId } from '../../preload/contract/ids.ts';
import type { MediaCommand, MediaReport } from '../../preload/contract/media.ts';

/** Who carries the sound and picture of calls: a window (services/media.ts), a headless phone (native/peer), or a script in a test. */
export interface MediaEngine {
  /** `gone`: it carries nothing any more; `isForGood`: and will not be back. `undefined` where there is nobody to carry it, such as no window. Nothing is reported before `open` was commanded. */
  take(call: CallId, report: (report: MediaReport) => void, gone: (isForGood: boolean) => void): MediaLeg | undefined;
}
/** The engine that is the user's: windows come and go. */
export interface AttendedEngine extends MediaEngine {
  /** Somebody could carry a call now. */
  readonly isThere: boolean;
  /** Somebody has come who could. */
  readonly onThere: (listener: () => void) => () => void;
}
/** One call's media. Commands are carried out in their order; after `close` nothing is reported. */
export interface MediaLeg {
  command(command: MediaCommand): void;
}
