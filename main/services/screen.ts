import { Emitter } from '../base/emitter.ts';
import type { ConversationId } from '../../preload/contract/ids.ts';

/** What the user sees now: the conversation that is open, and whether the window has the focus. */
export class Screen {
  #conversation: ConversationId | undefined;
  #focused = false;
  #windows = 0;
  readonly #changed = new Emitter<void>();

  readonly onChanged = this.#changed.on;

  get focused(): boolean {
    return this.#focused;
  }

  /** There is a window that the user may be looking at, with the focus or without. */
  get watched(): boolean {
    return this.#windows > 0;
  }

  windowOpened(): void {
    this.#windows += 1;
    this.#changed.emit();
  }

  windowClosed(): void {
    this.#windows -= 1;
    this.#focused = false;
    if (this.#windows === 0) this.#conversation = undefined;
    this.#changed.emit();
  }

  isOnScreen(conversation: ConversationId): boolean {
    return this.#focused && this.#conversation === conversation;
  }

  setConversation(conversation: ConversationId | undefined): void {
    this.#conversation = conversation;
    this.#changed.emit();
  }

  setFocus(focused: boolean): void {
    if (this.#focused === focused) return;
    this.#focused = focused;
    this.#changed.emit();
  }
}
