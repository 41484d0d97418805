import { Emitter } from '../base/emitter.ts';
import type { ConversationId } from '../../preload/contract/ids.ts';

/** What the user sees now: the conversation that is open, and whether the window has the focus. */
export class Screen {
  #conversation: ConversationId | undefined;
  #focused = false;
  readonly #changed = new Emitter<void>();

  readonly onChanged = this.#changed.on;

  get focused(): boolean {
    return this.#focused;
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
