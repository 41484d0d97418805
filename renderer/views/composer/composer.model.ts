import type { Conversations } from '../../../preload/contract/conversations.ts';
import type { ConversationId } from '../../../preload/contract/ids.ts';
import type { Message, Messages } from '../../../preload/contract/messages.ts';
import type { Failure } from '../../../preload/contract/wire.ts';
import type { PageClock } from '../../model/clock.ts';
import { ViewModel } from '../../model/view-model.ts';
import { failureOf } from '../problem/failure.ts';

export interface ComposerSnapshot {
  readonly text: string;
  readonly sending: boolean;
  readonly failure: Failure | undefined;
}
export interface ComposerServices {
  readonly messages: Pick<Messages, 'send'>;
  readonly conversations: Pick<Conversations, 'setDraft' | 'setTyping'>;
}

const DRAFT_MS = 700;
const PAUSE_MS = 6_000;
export const LONGEST = 65_536;

/** What is being written in one conversation. It is kept as a draft until it stands in the outbox. */
export class ComposerModel extends ViewModel<ComposerSnapshot> {
  readonly #conversation: ConversationId;
  readonly #services: ComposerServices;
  readonly #clock: PageClock;
  readonly #onSent: (message: Message) => void;
  #saved: string;
  #typing: 'composing' | 'paused' | 'active' = 'active';
  #stopSaving = (): void => undefined;
  #stopPausing = (): void => undefined;

  constructor(conversation: ConversationId, draft: string, services: ComposerServices, clock: PageClock, onSent: (message: Message) => void) {
    super({ text: draft, sending: false, failure: undefined });
    this.#conversation = conversation;
    this.#saved = draft;
    this.#services = services;
    this.#clock = clock;
    this.#onSent = onSent;
  }

  readonly type = (typed: string): void => {
    const text = typed.slice(0, LONGEST);
    this.set({ text, failure: undefined });
    this.#stopSaving();
    this.#stopSaving = this.#clock.after(DRAFT_MS, this.saveDraft);
    this.#stopPausing();
    if (text === '') return this.#tell('active');
    this.#tell('composing');
    this.#stopPausing = this.#clock.after(PAUSE_MS, () => this.#tell('paused'));
  };

  readonly send = async (): Promise<void> => {
    const { text, sending } = this.snapshot();
    const body = text.trim();
    if (body === '' || sending) return;
    this.set({ sending: true, failure: undefined });
    try {
      const message = await this.#services.messages.send({ conversation: this.#conversation, body });
      // It is on disk now. What was typed since then stays in the box.
      const now = this.snapshot().text;
      this.set({ sending: false, text: now.startsWith(text) ? now.slice(text.length).trimStart() : now });
      this.#typing = 'active'; // the message itself says that (XEP-0085 §5.3)
      this.#stopPausing();
      this.saveDraft();
      this.#onSent(message);
    } catch (error) {
      this.set({ sending: false, failure: failureOf(error) });
    }
  };

  readonly saveDraft = (): void => {
    this.#stopSaving();
    const { text } = this.snapshot();
    if (text === this.#saved) return;
    this.#saved = text;
    // Said again with the next change; the words are still in the box.
    void this.#services.conversations.setDraft({ conversation: this.#conversation, text }).catch(() => void (this.#saved = ''));
  };

  protected override start(): () => void {
    return () => {
      this.saveDraft();
      this.#stopPausing();
      this.#tell(this.snapshot().text === '' ? 'active' : 'paused');
    };
  }

  #tell(state: 'composing' | 'paused' | 'active'): void {
    if (state === this.#typing || (state === 'paused' && this.#typing === 'active')) return;
    this.#typing = state;
    void this.#services.conversations.setTyping({ conversation: this.#conversation, state }).catch(() => undefined);
  }
}
