import type { Callable, Calls } from '../../../preload/contract/calls.ts';
import type { ConversationId } from '../../../preload/contract/ids.ts';
import { ViewModel } from '../../model/view-model.ts';

export interface CallableSnapshot {
  /** Undefined until their devices were asked. */
  readonly callable: Callable | undefined;
}

/** What the contact's devices can do, while the conversation is on screen. */
export class CallableModel extends ViewModel<CallableSnapshot> {
  readonly #calls: Pick<Calls, 'callable' | 'onCallable'>;
  readonly #conversation: ConversationId;

  constructor(calls: Pick<Calls, 'callable' | 'onCallable'>, conversation: ConversationId) {
    super({ callable: undefined });
    this.#calls = calls;
    this.#conversation = conversation;
  }

  protected override start(): () => void {
    let heard = false; // subscribe first, then ask: an event is newer than the answer
    const stop = this.#calls.onCallable(({ conversation, callable }) => {
      if (conversation !== this.#conversation) return;
      heard = true;
      this.set({ callable });
    });
    this.#calls.callable({ conversation: this.#conversation }).then(
      callable => void (heard || this.set({ callable })),
      () => undefined, // nothing is known, and the buttons stay as they are
    );
    return stop;
  }
}
