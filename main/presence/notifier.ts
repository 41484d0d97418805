import type { Clock } from '../base/clock.ts';
import { Emitter } from '../base/emitter.ts';
import type { Notice } from '../../preload/contract/desk.ts';
import type { BareJid, CallId, ConversationId } from '../../preload/contract/ids.ts';
import type { SettingsValues } from '../../preload/contract/settings.ts';
import { decideNotice, type NoticeCase, type NoticeDecision, type NoticeReason } from './notify-decision.ts';

/** What came in, as far as notifications care. */
export interface Happening {
  readonly conversation: ConversationId | undefined;
  readonly title: string;
  readonly from: BareJid;
  readonly text: string;
  readonly about: Pick<NoticeCase, 'kind' | 'mine' | 'arrived' | 'alreadyRead' | 'muted' | 'blocked' | 'room'>;
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
    readonly invitesYou: (room: string) => string;
    readonly calls: (video: boolean) => string;
    readonly answer: () => string;
    readonly decline: () => string;
    readonly missedCall: () => string;
    readonly missedCalls: (count: number) => string;
  };
}
export interface Told {
  /** Of one conversation (or who asks, or calls) only the last is kept. */
  readonly of: string;
  readonly at: number;
  readonly title: string;
  readonly shown: boolean;
  readonly reason: NoticeReason;
}

/** One burst, one notification: what follows within this time is counted into the one that is up. */
const BURST = 2_000;
const KEPT_REASONS = 50;
const LONGEST_TEXT = 240;
/** What comes back when it is clicked is no longer (preload/contract/desk.ts). */
const LONGEST_ID = 64;

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

  /** Why the last message of each conversation did or did not notify, newest first. */
  reasons(): readonly Told[] {
    return this.#told;
  }

  happened(happening: Happening): void {
    const { conversation, about, title } = happening;
    const settings = this.#o.settings();
    const now = this.#o.clock.now();
    const onScreen = conversation !== undefined && this.#o.isOnScreen(conversation);
    const id = idOf(happening);
    const decision = this.#decide(id, title, { ...about, onScreen });
    if (!decision.show) return;
    const before = this.#up.get(id);
    const count = (before?.count ?? 0) + 1;
    this.#up.set(id, { count, lastAt: now });
    // Within a burst the text is replaced without another sound.
    const silent = !settings.notifySound || (before !== undefined && now - before.lastAt < BURST);
    this.#show.emit({ id, title, body: this.#body(happening, decision.withText, count), conversation, silent });
  }

  /** It rings: up until somebody has taken it, or nobody will. */
  rings(call: { readonly id: CallId; readonly title: string; readonly video: boolean; readonly onScreen: boolean; readonly blocked: boolean }): void {
    if (this.#up.has(`k${call.id}`)) return;
    const { onScreen, blocked, title } = call;
    const about = { kind: 'call', mine: false, arrived: 'live', alreadyRead: false, muted: undefined, onScreen, blocked } as const;
    const id = `k${call.id}`;
    if (!this.#decide(id, title, about).show) return;
    this.#up.set(id, { count: 1, lastAt: this.#o.clock.now() });
    // The ringing is the page's.
    const { words } = this.#o;
    const rings = { call: call.id, answer: words.answer(), decline: words.decline() };
    this.#show.emit({ id, title, body: words.calls(call.video), conversation: undefined, silent: true, stays: true, rings });
  }
  ringsNoMore(call: CallId): void {
    this.#takeDown(`k${call}`);
  }

  missed(
    call: { readonly from: BareJid; readonly title: string; readonly conversation: ConversationId | undefined } & Pick<
      NoticeCase,
      'arrived' | 'muted' | 'blocked'
    >,
  ): void {
    const { from, title, conversation, arrived, muted, blocked } = call;
    const id = `m${from}`.slice(0, LONGEST_ID);
    if (!this.#decide(id, title, { kind: 'missed-call', mine: false, alreadyRead: false, onScreen: false, arrived, muted, blocked }).show) return;
    const count = (this.#up.get(id)?.count ?? 0) + 1;
    this.#up.set(id, { count, lastAt: this.#o.clock.now() });
    const { words } = this.#o;
    this.#show.emit({ id, title, body: count === 1 ? words.missedCall() : words.missedCalls(count), conversation, silent: true });
  }
  /** Somebody wants the user in a room. */
  invited(invite: { readonly room: BareJid; readonly title: string; readonly onScreen: boolean; readonly blocked: boolean }): void {
    const { room, title, onScreen, blocked } = invite;
    const about = { kind: 'invitation', mine: false, arrived: 'live', alreadyRead: false, muted: undefined, onScreen, blocked } as const;
    const id = `i${room}`.slice(0, LONGEST_ID);
    if (!this.#decide(id, title, about).show) return;
    this.#up.set(id, { count: 1, lastAt: this.#o.clock.now() });
    this.#show.emit({ id, title, body: this.#o.words.invitesYou(room), conversation: undefined, silent: !this.#o.settings().notifySound });
  }
  /** The user has come, or does not want to. */
  inviteAnswered(room: BareJid): void {
    this.#takeDown(`i${room}`.slice(0, LONGEST_ID));
  }

  /** The user has looked at the history of calls. */
  missedSeen(): void {
    for (const id of [...this.#up.keys()]) if (id.startsWith('m')) this.#takeDown(id);
  }

  /** The conversation was read, here or on another device, or it is gone. */
  wasRead(conversation: ConversationId): void {
    this.#takeDown(`c${conversation}`);
  }
  requestAnswered(from: BareJid): void {
    this.#takeDown(`r${from}`);
  }

  #decide(of: string, title: string, about: Omit<NoticeCase, 'doNotDisturb' | 'shows' | 'now'>): NoticeDecision {
    const now = this.#o.clock.now();
    const decision = decideNotice({ ...about, doNotDisturb: this.#o.doNotDisturb(), shows: this.#o.settings().notify, now });
    const others = this.#told.filter(one => one.of !== of);
    this.#told = [{ of, at: now, title, shown: decision.show, reason: decision.reason }, ...others].slice(0, KEPT_REASONS);
    return decision;
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
