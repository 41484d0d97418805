/** What the other side says, out of an element of the engine's own: it is heard whichever view is shown. */
export class RemoteSound {
  readonly #elements = new Map<MediaStreamTrack, HTMLAudioElement>();
  readonly #over: AbortSignal;
  #speaker = '';
  #held = false;

  constructor(over: AbortSignal) {
    this.#over = over;
  }

  /** The track ends with the connection; its element goes then too. */
  add(track: MediaStreamTrack): void {
    const element = new Audio();
    element.autoplay = true;
    element.srcObject = new MediaStream([track]);
    element.muted = this.#held;
    this.#elements.set(track, element);
    void this.#give(element);
    void element.play().catch(() => undefined); // played as soon as the page is allowed to: `autoplay`
    track.addEventListener('ended', () => this.#drop(track), { signal: this.#over });
  }

  setHeld(held: boolean): void {
    this.#held = held;
    for (const element of this.#elements.values()) element.muted = held;
  }

  /** The id of an output device; empty: the system's choice. */
  setSpeaker(speaker: string): void {
    this.#speaker = speaker;
    for (const element of this.#elements.values()) void this.#give(element);
  }

  close(): void {
    for (const track of this.#elements.keys()) this.#drop(track);
  }

  async #give(element: HTMLAudioElement): Promise<void> {
    if (element.sinkId === this.#speaker) return;
    await element.setSinkId(this.#speaker).catch(() => undefined); // unplugged just now: it goes on where it was
  }

  #drop(track: MediaStreamTrack): void {
    const element = this.#elements.get(track);
    this.#elements.delete(track);
    if (!element) return;
    element.pause();
    element.srcObject = null;
  }
}
