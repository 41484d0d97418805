import { Emitter } from '../base/emitter.ts';
import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import type { AccountId, ConversationId } from '../../preload/contract/ids.ts';
import type { Progress } from '../../preload/contract/desk.ts';
import type { Batch, Gap, Received, Store } from '../store/api.ts';
import type { ArchivePage } from '../xmpp/archive-queries.ts';
import { readBack } from '../xmpp/archive-pages.ts';
import { filterArchived, runFeatures } from '../xmpp/pipeline.ts';
import { NS } from '../xmpp/ns.ts';
import type { Session } from '../xmpp/session.ts';
import { batchOf, type Judged } from './batch.ts';
import type { ChatDesk } from './chat-desk.ts';

/** Servers cap pages at 50 to 250; fewer round trips are what makes filling fast. */
const PAGE = 250;
const OLDER_PAGE = 50;
/** A server that was too busy, or a disk that was full: looked at again after so long. */
const AGAIN_AFTER = 60_000;
export interface ArchiveFillOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly chat: ChatDesk;
  /** Peers whose read mark is known before the first fill: only theirs can be unread then. */
  readonly fetchReadState: (session: Session) => Promise<ReadonlySet<string>>;
  /** Another one for each sign-in of an account, so that what is known of an earlier one does not count. */
  readonly device: (account: AccountId) => string;
  readonly filled: (conversation: ConversationId) => void;
  /** What a page says beside messages; done before the page counts as fetched. */
  readonly read: (account: AccountId, judged: readonly Judged[]) => Promise<void>;
}

/** Fills what was missed, newest first, page by page; how far it came is on disk with each page. */
export class ArchiveFill {
  readonly #o: ArchiveFillOptions;
  readonly #progress = new Emitter<Progress>();
  readonly #now = new Map<AccountId, Progress>();
  readonly #stopped = new Set<Session>();
  readonly #retries = new Map<Session, () => void>();

  constructor(options: ArchiveFillOptions) {
    this.#o = options;
  }

  readonly onProgress = this.#progress.on;

  progress(): readonly Progress[] {
    return [...this.#now.values()];
  }

  /** Goes on in the next session. */
  stop(session: Session): void {
    this.#stopped.add(session);
    this.#retries.get(session)?.();
  }

  close(): void {
    for (const cancel of this.#retries.values()) cancel();
    this.#retries.clear();
  }

  /** A fresh session: there may be messages between what is known and now. */
  async remember({ account }: Session): Promise<void> {
    const newest = await this.#o.store.newestArchived({ account });
    await this.#o.store.openGap({ account, newerThan: newest, olderThan: undefined });
  }

  /** Fills all the gaps there are. Goes on by itself after a resumption, and after a while where the server or the disk refused. */
  async begin(session: Session): Promise<void> {
    this.#stopped.delete(session);
    this.#retries.get(session)?.();
    if (!session.archive.supported) return;
    const { beginning } = session;
    if (!(await this.#fillAll(session, beginning))) this.#again(session, beginning);
  }

  /** It may have failed while the connection was gone: after a resumption nobody begins anew. */
  #again(session: Session, beginning: number): void {
    if (session.beginning !== beginning || session.stream.state.state === 'offline' || this.#stopped.has(session)) return;
    const look = (): void => {
      if (!session.online) this.#again(session, beginning);
      else if (session.beginning === beginning) void this.begin(session);
    };
    this.#retries.set(session, this.#o.clock.after(AGAIN_AFTER, look));
  }

  /** True: it came to its end, or was told to stop. */
  async #fillAll(session: Session, beginning: number): Promise<boolean> {
    let whole = false;
    try {
      const first = await this.#o.store.setting({ name: this.#mark(session.account) });
      const marked = await this.#o.fetchReadState(session);
      const gaps = [...(await this.#o.store.gaps({ account: session.account }))].toSorted((a, b) => b.id - a.id);
      // What was there before this installation is old, but for whom other devices say how far they have read.
      const isOld =
        (gap: Gap) =>
        (peer: string): boolean =>
          gap.newerThan === undefined && (first === undefined || first === String(gap.id)) && !marked.has(peer);
      for (const gap of gaps) await this.#fill(session, beginning, gap, isOld(gap));
      whole = true;
    } catch (error) {
      this.#o.log.info(`filling stopped: ${error instanceof Error ? error.message : 'unknown'}`);
    }
    this.#tell(session, { done: true });
    this.#now.delete(session.account);
    return whole;
  }

  /** One older page of a conversation, for who scrolls up past what is stored. */
  async fetchOlder(
    session: Session,
    conversation: ConversationId,
    peer: Judged['message']['peer'],
  ): Promise<{ readonly added: number; readonly complete: boolean }> {
    const oldest = await this.#o.store.oldestArchived({ conversation });
    const page = await session.archive.page({ with: peer }, { before: oldest?.id ?? '', max: OLDER_PAGE });
    const judged = this.#judge(session, page, () => true);
    const batch = {
      ...batchOf(session.account, judged, this.#o.clock.now(), this.#o.chat.kindOf(session.account)),
      ...(page.complete ? { complete: { peer } } : {}),
      ...(oldest ? { before: oldest.id } : {}),
    };
    await this.#o.read(session.account, judged);
    const received = await this.#o.chat.receive(session, batch, 'history');
    if (page.complete) await this.#o.store.setArchiveComplete({ conversation });
    if (received.added.length > 0) this.#o.filled(conversation);
    return { added: received.added.length, complete: page.complete };
  }

  async #fill(session: Session, beginning: number, gap: Gap, isOld: (peer: string) => boolean): Promise<void> {
    // A later session fills the same gap by now.
    const isCurrent = (): boolean => session.beginning === beginning;
    if (!isCurrent()) return;
    const how = { known: gap.newerThan, extended: session.supports(NS.archiveExtended), max: PAGE, from: gap.olderThan, isCurrent };
    let fetched = gap.fetched;
    await readBack(session, { ...how, mayAsk: () => !this.#stopped.has(session) }, async (page, step) => {
      const judged = this.#judge(session, page, isOld);
      await this.#o.read(session.account, judged);
      if (!(await this.#keep(session, judged, { id: gap.id, ...step }))) return { before: await this.#newerEnd(gap) };
      await this.#noteFirst(session.account, gap, step.done);
      sendReceipts(session, judged);
      fetched += page.results.length;
      this.#tellPage(session, step.done, fetched, page);
      return 'kept';
    });
  }

  /** As it is known by now. */
  async #newerEnd({ id, account }: Gap): Promise<string | undefined> {
    return (await this.#o.store.gaps({ account })).find(gap => gap.id === id)?.olderThan;
  }

  /** One page that is all there was is no progress to show. */
  #tellPage(session: Session, done: boolean, fetched: number, page: ArchivePage): void {
    if (!done || fetched > PAGE) this.#tell(session, { done: false, fetched, reached: page.results[0]?.stamp });
  }

  /** A page's messages, and how far they move the gap: one transaction. False: the gap has got another newer end. */
  async #keep(session: Session, judged: readonly Judged[], gap: NonNullable<Batch['gap']>): Promise<boolean> {
    const batch = batchOf(session.account, judged, this.#o.clock.now(), this.#o.chat.kindOf(session.account));
    const received = await this.#o.chat.receive(session, { ...batch, messages: inOrder(batch.messages), gap }, 'catch-up');
    this.#announce(received);
    return received.askAgain !== true;
  }

  /** The first gap ever holds what was there before this installation; from then on, whatever was missed is new. */
  async #noteFirst(account: AccountId, gap: Gap, done: boolean): Promise<void> {
    const name = this.#mark(account);
    const first = await this.#o.store.setting({ name });
    // A gap's number may be given again when it is filled.
    const value = done ? 'filled' : String(gap.id);
    if (first === undefined || (done && first === String(gap.id))) await this.#o.store.putSetting({ name, value });
  }
  #mark(account: AccountId): string {
    return `filled ${this.#o.device(account)}`;
  }

  #judge(session: Session, page: ArchivePage, isOld: (peer: string) => boolean): readonly Judged[] {
    const context = session.pipeline();
    return page.results.flatMap(({ message, stamp, id }) => {
      const found = filterArchived(message, stamp, id, 'history', context);
      if (!found) return [];
      const judged = { ...found, arrival: isOld(found.peer) ? ('history' as const) : ('catch-up' as const) };
      return [{ message: judged, effects: runFeatures(judged, context.features) }];
    });
  }

  #announce(received: Received): void {
    for (const conversation of new Set(received.added.map(message => message.conversation))) this.#o.filled(conversation);
  }

  #tell(session: Session, change: Partial<Progress>): void {
    const before = this.#now.get(session.account) ?? { account: session.account, done: false, fetched: 0, reached: undefined };
    const progress = { ...before, ...change };
    this.#now.set(session.account, progress);
    this.#progress.emit(progress);
  }
}

/** For what is here for the first time: after the commit, and never for what is old. */
function sendReceipts(session: Session, judged: readonly Judged[]): void {
  for (const { effects } of judged) for (const effect of effects) if (effect.do === 'send') session.send(effect.stanza);
}

/** Old or not, a page of a gap stands in the archive's order. */
const inOrder = (messages: Batch['messages']): Batch['messages'] =>
  messages.map(message => (message.arrived === 'history' ? { ...message, arrived: 'catch-up' as const, quiet: true } : message));
