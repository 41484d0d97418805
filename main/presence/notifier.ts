import type { Clock } from '../base/clock.ts';
import { Emitter } from '../base/emitter.ts';
import type { Notice } from '../../preload/contract/desk.ts';
import type { BareJid, ConversationId } from '../../preload/contract/ids.ts';
import type { SettingsValues } from '../../preload/contract/settings.ts';
import { decideNotice, type NoticeCase, type NoticeReason } from './notify-decision.ts';

/** What came in, as far as notifications care. */
export interface Happening {
  readonly conversation: ConversationId | undefined;
  readonly title: string;
  readonly from: BareJid;
  readonly text: string;
  readonly about: Pick<NoticeCase, 'kind' | 'mine' | 'arrived' | 'alreadyRead' | 'muted' | 'blocked'>;
}
export interface NotifierOptions {
  readonly clock: Clock;
  readonly settings: () => SettingsValues;
  readonly doNotDisturb: () => boolean;
  readonly isOnScreen: (conversation: ConversationId) => boolean;
  /** The words around it, in the user's language. */
  readonly words: {
    readonly newMessage: () => string;
    readonly newMessages: (count: number) => string;
    readonly wantsToWrite: () => string;
    readonly wantsToConnect: () => string;
  };
}
export interface Told {
  readonly at: number;
  readonly title: string;
  readonly shown: boolean;
  readonly reason: NoticeReason;
}

/** One burst, one notification: what follows within this time is counted into the one that is up. */
const BURST = 2_000;
const KEPT_REASONS = 50;
const LONGEST_TEXT = 240;

/** Turns what happened into notifications: one for each conversation, replaced as more comes, taken down when it was read. */
export class Notifier {
  readonly #o: NotifierOptions;
  readonly #show = new Emitter<Notice>();
  readonly #gone = new Emitter<{ readonly id: string }>();
  readonly #up = new Map<string, { count: number; lastAt: number }>();
  #told: readonly Told[] = [];

  constructor(options: NotifierOptions) {
    this.#o = options;
  }

  readonly onShow = this.#show.on;
  readonly onGone = this.#gone.on;

  /** Why the last messages did or did not notify, newest first. */
  reasons(): readonly Told[] {
    return this.#told;
  }

  happened(happening: Happening): void {
    const { conversation, about, title } = happening;
    const settings = this.#o.settings();
    const now = this.#o.clock.now();
    const onScreen = conversation !== undefined && this.#o.isOnScreen(conversation);
    const decision = decideNotice({ ...about, onScreen, doNotDisturb: this.#o.doNotDisturb(), shows: settings.notify, now });
    this.#told = [{ at: now, title, shown: decision.show, reason: decision.reason }, ...this.#told].slice(0, KEPT_REASONS);
    if (!decision.show) return;
    const id = idOf(happening);
    const before = this.#up.get(id);
    const count = (before?.count ?? 0) + 1;
    this.#up.set(id, { count, lastAt: now });
    // Within a burst the text is replaced without another sound.
    const silent = !settings.notifySound || (before !== undefined && now - before.lastAt < BURST);
    this.#show.emit({ id, title, body: this.#body(happening, decision.withText, count), conversation, silent });
  }

  /** The conversation was read, here or on another device, or it is gone. */
  wasRead(conversation: ConversationId): void {
    this.#takeDown(`c${conversation}`);
  }
  requestAnswered(from: BareJid): void {
    this.#takeDown(`r${from}`);
  }

  #takeDown(id: string): void {
    if (this.#up.delete(id)) this.#gone.emit({ id });
  }

  #body({ about, text }: Happening, withText: boolean, count: number): string {
    const { words } = this.#o;
    if (about.kind === 'contact-request') return words.wantsToConnect();
    if (about.kind === 'request') return words.wantsToWrite();
    if (!withText) return count === 1 ? words.newMessage() : words.newMessages(count);
    const line = text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}…` : text;
    return count === 1 ? line : `${words.newMessages(count)}\n${line}`;
  }
}

const idOf = (happening: Happening): string => (happening.conversation === undefined ? `r${happening.from}` : `c${happening.conversation}`);
