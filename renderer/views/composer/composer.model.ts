import type { Conversations } from '../../../preload/contract/conversations.ts';
import type { ConversationId } from '../../../preload/contract/ids.ts';
import type { Message } from '../../../preload/contract/messages.ts';
import type { Failure } from '../../../preload/contract/wire.ts';
import type { PageClock } from '../../model/clock.ts';
import { ViewModel } from '../../model/view-model.ts';
import { failureOf } from '../problem/failure.ts';
import { privateDraft, readPrivateDraft, type Complaint } from './room-commands.ts';
import { ComplaintError, type Write } from './room-writer.ts';

export interface ComposerSnapshot {
  readonly text: string;
  readonly sending: boolean;
  readonly failure: Failure | undefined;
  /** What is wrong with a command. */
  readonly complaint: Complaint | undefined;
  /** In a room: only for this occupant (nickname). */
  readonly privateTo: string | undefined;
}
export interface ComposerServices {
  readonly write: Write;
  /** Lines that begin with a slash do something here, and one can write to one alone. */
  readonly inRoom?: boolean;
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
  #sent: (message: Message) => void = () => undefined;
  #saved: string;
  /** The drafts that we have saved last: when they come back from the list, they are no news. */
  #own: readonly string[];
  #typing: 'composing' | 'paused' | 'active' = 'active';
  #stopSaving = (): void => undefined;
  #stopPausing = (): void => undefined;

  constructor(conversation: ConversationId, draft: string, services: ComposerServices, clock: PageClock) {
    const kept = services.inRoom === true ? readPrivateDraft(draft) : undefined;
    super({ text: kept?.text ?? draft, privateTo: kept?.nickname, sending: false, failure: undefined, complaint: undefined });
    this.#conversation = conversation;
    this.#saved = draft;
    this.#own = [draft];
    this.#services = services;
    this.#clock = clock;
  }

  /** What to do after a message went into the outbox; the newest listener counts. */
  readonly onSent = (listener: (message: Message) => void): void => void (this.#sent = listener);

  readonly type = (typed: string): void => {
    const text = typed.slice(0, LONGEST);
    this.set({ text, failure: undefined, complaint: undefined });
    this.#stopSaving();
    this.#stopSaving = this.#clock.after(DRAFT_MS, this.saveDraft);
    this.#stopPausing();
    // Nobody is told of a command, nor the room of what is for one of them.
    if (text === '' || this.#isQuiet(text)) return this.#tell('active');
    this.#tell('composing');
    this.#stopPausing = this.#clock.after(PAUSE_MS, () => this.#tell('paused'));
  };

  /** Only for one of those in the room from now on; undefined: for everybody again. */
  readonly setPrivate = (privateTo: string | undefined): void => {
    this.set({ privateTo, failure: undefined, complaint: undefined });
    if (privateTo !== undefined) this.#tell('active');
    this.saveDraft();
  };

  /** A draft that somebody else put there, such as a link that was followed: taken into an empty box only. */
  readonly adopt = (draft: string): void => {
    if (draft === '' || this.#own.includes(draft) || this.snapshot().text !== '' || this.snapshot().sending) return;
    this.#own = [...this.#own.slice(-15), draft];
    this.#saved = draft;
    this.set({ text: draft });
  };

  readonly send = async (): Promise<void> => {
    const { text, sending, privateTo } = this.snapshot();
    const body = text.trim();
    if (body === '' || sending) return;
    this.set({ sending: true, failure: undefined, complaint: undefined });
    try {
      const message = await this.#services.write(body, privateTo);
      // It is on disk now. What was typed since then stays in the box.
      const now = this.snapshot().text;
      this.set({ sending: false, text: now.startsWith(text) ? now.slice(text.length).trimStart() : now });
      this.#typing = 'active'; // the message itself says that (XEP-0085 §5.3)
      this.#stopPausing();
      this.saveDraft();
      if (message) this.#sent(message);
    } catch (error) {
      this.set({ sending: false, ...(error instanceof ComplaintError ? { complaint: error.complaint } : { failure: failureOf(error) }) });
    }
  };

  readonly saveDraft = (): void => {
    this.#stopSaving();
    const { text: typed, privateTo } = this.snapshot();
    const text = privateTo === undefined || typed === '' ? typed : privateDraft(privateTo, typed).slice(0, LONGEST);
    if (text === this.#saved) return;
    this.#saved = text;
    this.#own = [...this.#own.slice(-15), text];
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

  #isQuiet(text: string): boolean {
    return this.snapshot().privateTo !== undefined || (this.#services.inRoom === true && /^\/(?!\/|me\s)/.test(text));
  }

  #tell(state: 'composing' | 'paused' | 'active'): void {
    if (state === this.#typing || (state === 'paused' && this.#typing === 'active')) return;
    this.#typing = state;
    void this.#services.conversations.setTyping({ conversation: this.#conversation, state }).catch(() => undefined);
  }
}
