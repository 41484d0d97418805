import { ViewModel } from '../model/view-model.ts';

export interface PictureWindowSnapshot {
  readonly open: boolean;
}

/**
 * A picture in a small window of the system, over every other program. It has an element of its own, so that it stays whichever view is shown;
 * the user can close it by its own button.
 */
export class PictureWindowModel extends ViewModel<PictureWindowSnapshot> {
  #element: HTMLVideoElement | undefined;

  constructor() {
    super({ open: false });
  }
  protected override start(): () => void {
    return () => undefined;
  }

  /** To be called from a click of the user's: else the browser opens none. */
  readonly toggle = async (stream: MediaStream): Promise<void> => {
    if (this.snapshot().open) return this.close();
    const element = document.createElement('video');
    element.muted = true;
    element.srcObject = stream;
    try {
      await element.play();
      await element.requestPictureInPicture();
    } catch {
      element.srcObject = null; // no picture has come yet, or the system has no place for it: it stays in the window
      return;
    }
    this.#element = element;
    this.set({ open: true });
    element.addEventListener('leavepictureinpicture', () => this.#left(element), { once: true });
  };

  /** What it is to show from now on; undefined: nothing, and it goes. */
  readonly follow = (stream: MediaStream | undefined): void => {
    const element = this.#element;
    if (!element || element.srcObject === stream) return;
    if (!stream) return this.close();
    element.srcObject = stream;
    void element.play().catch(() => undefined); // another one has come meanwhile
  };

  readonly close = (): void => {
    if (this.#element) void document.exitPictureInPicture().catch(() => undefined); // the user was quicker
  };

  #left(element: HTMLVideoElement): void {
    element.srcObject = null;
    if (this.#element !== element) return;
    this.#element = undefined;
    this.set({ open: false });
  }
}
