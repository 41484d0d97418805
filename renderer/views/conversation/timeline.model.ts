import type { ConversationId, MessageId } from '../../../preload/contract/ids.ts';
import type { Message, Messages, Page } from '../../../preload/contract/messages.ts';
import type { Failure } from '../../../preload/contract/wire.ts';
import { AT_ONCE, type Pace } from '../../model/pace.ts';
import { ViewModel } from '../../model/view-model.ts';
import { failureOf } from '../problem/failure.ts';

export interface TimelineSnapshot {
  readonly phase: 'loading' | 'ready' | 'failed';
  /** The resident part of the conversation, oldest first; never more than `RESIDENT`. */
  readonly messages: readonly Message[];
  /** The number of the first message in a count that stays while older ones come in before it. */
  readonly firstIndex: number;
  /** A new one means: another place of the conversation; the list begins anew there. */
  readonly place: number;
  /** Where the place begins: the index of a message in `messages`, or its end. */
  readonly begin: number | 'end';
  readonly hasOlder: boolean;
  readonly hasNewer: boolean;
  readonly olderOnServer: boolean;
  readonly older: 'idle' | 'loading' | 'asking-server' | 'failed';
  /** What was read before the conversation was opened: the unread line stands after it. */
  readonly readUpTo: MessageId | 'none' | undefined;
  /** So many were not read when it was opened, and the first of them is further up than what is resident; 0: it is not. */
  readonly unreadAbove: number;
  /** How many came in below while the end was out of sight. */
  readonly arrived: number;
  /** The last one that came in live from the other side, to be read out, and how many came with it. */
  readonly announced: Message | undefined;
  readonly announcedCount: number;
  /** A message that was jumped to, for a moment of emphasis. */
  readonly emphasised: MessageId | undefined;
  readonly failure: Failure | undefined;
}
export interface Opened {
  readonly conversation: ConversationId;
  readonly unread: number;
  readonly readUpTo: MessageId | undefined;
  /** Begin around this position instead of at the end. */
  readonly around?: number | undefined;
}

const PAGE = 80;
const RESIDENT = 480;
/** As far back as the first unread one is looked for: ten thousand messages. */
const MOST_PAGES = 50;
// Far from both ends: older messages count down from here, newer ones up.
const MIDDLE = 1_000_000_000;

/** The messages of one conversation: a window of bounded size that moves over as many as there are. */
export class TimelineModel extends ViewModel<TimelineSnapshot> {
  readonly conversation: ConversationId;
  readonly #service: Messages;
  readonly #opened: Opened;
  #atEnd = true;
  /** Counts the places gone to: an answer for a place that was left is dropped. */
  #turn = 0;
  /** What was said while a page was read: it may be missing in it. */
  #meanwhile: Message[] | undefined;
  readonly #pace: Pace;
  #came: Message[] = [];

  constructor(opened: Opened, service: Messages, pace: Pace = AT_ONCE) {
    super({
      phase: 'loading',
      messages: [],
      firstIndex: MIDDLE,
      place: 0,
      begin: 'end',
      hasOlder: false,
      hasNewer: false,
      olderOnServer: false,
      older: 'idle',
      readUpTo: opened.unread > 0 ? (opened.readUpTo ?? 'none') : undefined,
      unreadAbove: 0,
      arrived: 0,
      announced: undefined,
      announcedCount: 0,
      emphasised: undefined,
      failure: undefined,
    });
    this.conversation = opened.conversation;
    this.#service = service;
    this.#opened = opened;
    this.#pace = pace;
  }

  /** The view says whether the end of what it shows is in sight. */
  readonly setAtEnd = (atEnd: boolean): void => {
    this.#atEnd = atEnd;
    if (atEnd && !this.snapshot().hasNewer && this.snapshot().arrived > 0) this.set({ arrived: 0 });
  };

  readonly jumpTo = (position: number): Promise<void> => this.#go({ around: position, limit: PAGE }, position);

  readonly jumpToEnd = (): Promise<void> => this.#go({ limit: PAGE });

  /** Reads back until the first one that was not read, and shows it. */
  readonly jumpToUnread = async (): Promise<void> => {
    const { messages, readUpTo } = this.snapshot();
    const turn = this.#turn;
    let before = messages[0]?.position;
    for (let pages = 0; before !== undefined && pages < MOST_PAGES; pages += 1) {
      const page: Page | undefined = await this.#page({ before, limit: 200 }).catch(() => undefined);
      if (turn !== this.#turn || !page) return;
      const read = page.messages.findIndex(({ id }) => id === readUpTo);
      if (read >= 0) return this.jumpTo(page.messages[read + 1]?.position ?? before);
      const first: Message | undefined = page.messages[0];
      if (!page.hasOlder || !first) break;
      before = first.position;
    }
    if (before !== undefined) return this.jumpTo(before);
  };

  readonly retryLoading = (): Promise<void> => (this.#opened.around === undefined ? this.jumpToEnd() : this.jumpTo(this.#opened.around));

  /** Older ones from the store; when it has no more, from the server's archive. */
  readonly loadOlder = async (): Promise<void> => {
    const { older, hasOlder, olderOnServer, phase } = this.snapshot();
    const busy = older === 'loading' || older === 'asking-server';
    if (phase !== 'ready' || busy || (!hasOlder && !olderOnServer)) return;
    const turn = this.#turn;
    this.set({ older: hasOlder ? 'loading' : 'asking-server' });
    try {
      const page = await (hasOlder ? this.#olderPage() : this.#olderFromServer());
      if (turn === this.#turn) this.#prepend(page);
    } catch (error) {
      if (turn === this.#turn) this.set({ older: 'failed', failure: failureOf(error) });
    }
  };

  readonly loadNewer = async (): Promise<void> => {
    const { messages, hasNewer } = this.snapshot();
    const last = messages.at(-1);
    if (!last || !hasNewer) return;
    const turn = this.#turn;
    const page = await this.#page({ after: last.position, limit: PAGE }).catch(() => undefined);
    if (!page || turn !== this.#turn) return;
    this.#append(page.messages, page.hasNewer);
  };

  // Each rejects with a FailureError, which the view shows beside what was asked.
  readonly retry = (message: MessageId): Promise<void> => this.#service.retry({ message });
  readonly remove = (message: MessageId): Promise<void> => this.#service.remove({ message });

  protected override start(): () => void {
    // Subscribe first, then read: what came in meanwhile is merged into the page that was read.
    const stops = [
      this.#service.onChanged(message => {
        if (message.conversation !== this.conversation) return;
        this.#came.push(message);
        // Own ones are never waited for.
        if (message.mine) this.#take();
        else this.#pace.ask(this.#take);
      }),
      this.#service.onRemoved(({ conversation, message }) => {
        this.#take();
        if (conversation === this.conversation) this.set({ messages: this.snapshot().messages.filter(({ id }) => id !== message) });
      }),
      this.#service.onFilled(({ conversation }) => {
        if (conversation === this.conversation) void this.#readAgain();
      }),
    ];
    const { around, unread } = this.#opened;
    void (around === undefined ? this.#go({ limit: Math.min(200, Math.max(PAGE, unread + 30)) }) : this.jumpTo(around));
    return () => {
      this.#turn += 1;
      stops.forEach(stop => stop());
    };
  }

  readonly #take = (): void => {
    const came = this.#came;
    this.#came = [];
    const before = this.snapshot().announced;
    came.forEach(message => this.#changed(message));
    const { announced } = this.snapshot();
    if (announced !== before) this.set({ announcedCount: came.filter(({ mine }) => !mine).length });
  };

  #page(which: { before?: number; after?: number; around?: number; limit: number }): Promise<Page> {
    return this.#service.page({ conversation: this.conversation, ...which });
  }

  #olderPage(): Promise<Page> {
    const first = this.snapshot().messages[0];
    return this.#page(first ? { before: first.position, limit: PAGE } : { limit: PAGE });
  }

  async #olderFromServer(): Promise<Page> {
    const { complete } = await this.#service.fetchOlder({ conversation: this.conversation });
    const page = await this.#olderPage();
    // A server that has sent everything and nothing new has no more, whatever the store remembers.
    return complete && page.messages.length === 0 ? { ...page, olderOnServer: false } : page;
  }

  async #go(which: { around?: number; limit: number }, position?: number): Promise<void> {
    const turn = ++this.#turn;
    this.#meanwhile = [];
    try {
      const page = await this.#page(which);
      if (turn !== this.#turn) return;
      this.#show(page, position);
      const meanwhile = this.#meanwhile;
      this.#meanwhile = undefined;
      meanwhile.forEach(message => this.#changed(message));
    } catch (error) {
      if (turn === this.#turn) this.set({ phase: this.snapshot().phase === 'loading' ? 'failed' : this.snapshot().phase, failure: failureOf(error) });
    }
  }

  /** A place that was gone to, as a list that begins there. */
  #show(page: Page, position: number | undefined): void {
    const { place } = this.snapshot();
    const opening = position === undefined && place === 0;
    const target = position === undefined ? -1 : page.messages.findIndex(message => message.position >= position);
    const unread = opening ? this.#unreadIndex(page) : -1;
    const begin = target >= 0 ? target : unread >= 0 ? unread : 'end';
    this.#atEnd = begin === 'end';
    this.set({
      phase: 'ready',
      failure: undefined,
      messages: page.messages,
      firstIndex: MIDDLE,
      place: place + 1,
      begin,
      hasOlder: page.hasOlder,
      hasNewer: page.hasNewer,
      olderOnServer: page.olderOnServer,
      older: 'idle',
      unreadAbove: opening && this.#isReadAbove(page) ? this.#opened.unread : 0,
      arrived: 0,
      emphasised: target >= 0 ? page.messages[target]?.id : undefined,
    });
  }

  #isReadAbove(page: Page): boolean {
    const { readUpTo } = this.snapshot();
    return typeof readUpTo === 'number' && page.hasOlder && !page.messages.some(({ id }) => id === readUpTo);
  }

  /** Where the unread ones begin, when it is worth beginning there. */
  #unreadIndex(page: Page): number {
    const { readUpTo } = this.snapshot();
    if (readUpTo === undefined) return -1;
    if (readUpTo === 'none') return page.hasOlder ? -1 : 0;
    const read = page.messages.findIndex(({ id }) => id === readUpTo);
    return read >= 0 && read < page.messages.length - 1 ? read + 1 : -1;
  }

  #prepend(page: Page): void {
    const { messages, firstIndex } = this.snapshot();
    const known = new Set(messages.map(({ id }) => id));
    const added = page.messages.filter(({ id }) => !known.has(id));
    const all = [...added, ...messages];
    const kept = all.slice(0, RESIDENT);
    this.set({
      messages: kept,
      firstIndex: firstIndex - added.length,
      hasOlder: page.hasOlder,
      olderOnServer: page.olderOnServer,
      hasNewer: this.snapshot().hasNewer || kept.length < all.length,
      older: 'idle',
      failure: undefined,
    });
  }

  #append(page: readonly Message[], hasNewer: boolean): void {
    const { messages, firstIndex, hasOlder } = this.snapshot();
    const known = new Set(messages.map(({ id }) => id));
    const all = [...messages, ...page.filter(({ id }) => !known.has(id))];
    const dropped = Math.max(0, all.length - RESIDENT);
    this.set({ messages: all.slice(dropped), firstIndex: firstIndex + dropped, hasOlder: hasOlder || dropped > 0, hasNewer });
  }

  #changed(message: Message): void {
    this.#meanwhile?.push(message);
    const { messages, hasNewer, arrived, phase } = this.snapshot();
    const at = messages.findIndex(({ id }) => id === message.id);
    if (at >= 0) return this.set({ messages: messages.with(at, message) });
    if (phase !== 'ready') return;
    const last = messages.at(-1);
    if (last && message.position < last.position) return this.#insert(message);
    const unseen = !message.mine && (hasNewer || !this.#atEnd);
    if (!hasNewer) this.#append([message], false);
    this.set({ arrived: unseen ? arrived + 1 : arrived, ...(message.mine ? {} : { announced: message }) });
  }

  /** One that came late, such as from a device that was offline: at its place, if that is resident. */
  #insert(message: Message): void {
    const { messages, firstIndex } = this.snapshot();
    const at = messages.findIndex(({ position }) => position > message.position);
    if (at <= 0) return this.set({ hasOlder: true });
    // Counted as if it had come in before: what stands below it keeps its number, and its place on the screen.
    this.set({ messages: messages.toSpliced(at, 0, message), firstIndex: firstIndex - 1 });
  }

  /** Many came out of the archive: those that belong between the resident ones, and after them. */
  async #readAgain(): Promise<void> {
    const { messages, hasNewer, phase } = this.snapshot();
    if (phase === 'failed') return;
    const turn = this.#turn;
    const middle = messages[Math.floor(messages.length / 2)];
    const page = await this.#page(hasNewer && middle ? { around: middle.position, limit: 200 } : { limit: 200 }).catch(() => undefined);
    if (!page || turn !== this.#turn || this.snapshot().phase !== 'ready') return;
    this.#merge(page);
  }

  #merge(page: Page): void {
    const now = this.snapshot();
    const [first, last] = [now.messages[0], now.messages.at(-1)];
    const [from, to] = [page.messages[0], page.messages.at(-1)];
    if (!from || !to) return;
    // A gap between the two would be shown as none: the page alone is true then, or what the user reads, with more below it.
    const apart = !first || !last || from.position > last.position;
    if (apart && !this.#atEnd) return this.set({ hasNewer: true });
    if (apart) {
      const end = { messages: page.messages, firstIndex: MIDDLE, place: now.place + 1, begin: 'end' } as const;
      return this.set({ ...end, hasOlder: page.hasOlder, hasNewer: page.hasNewer, olderOnServer: page.olderOnServer });
    }
    const byId = new Map([...now.messages, ...page.messages].map(message => [message.id, message]));
    const all = [...byId.values()].toSorted((a, b) => a.position - b.position);
    const before = all.findIndex(({ id }) => id === last.id) + 1 - now.messages.length;
    const dropped = Math.max(0, all.length - RESIDENT);
    const older = from.position < first.position ? page : now;
    this.set({
      messages: all.slice(dropped),
      firstIndex: now.firstIndex - before + dropped,
      hasOlder: older.hasOlder || dropped > 0,
      olderOnServer: older.olderOnServer,
      hasNewer: to.position >= last.position ? page.hasNewer : now.hasNewer,
    });
  }
}
