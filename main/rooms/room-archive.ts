import type { Log } from '../base/log.ts';
import { Turns } from '../base/turns.ts';
import type { Batch, Gap, Received, ReceivedMessage, Store } from '../store/api.ts';
import type { Effect } from '../xmpp/feature.ts';
import type { Moderation } from '../xmpp/features/muc/muc.types.ts';
import type { ArchivePage } from '../xmpp/archive-queries.ts';
import { readBack } from '../xmpp/archive-pages.ts';
import { filterRoomArchived, runFeatures } from '../xmpp/pipeline.ts';
import { NS } from '../xmpp/ns.ts';
import type { Session } from '../xmpp/session.ts';
import type { Read, Readers } from './readers.ts';
import type { Room } from './room.ts';
import { ownIn, rowOf } from './room-intake.ts';

const PAGE = 250;
const OLDER_PAGE = 50;
/** Who comes for the first time sees what was said last; what is older comes when it is looked for. */
const FIRST_PAGE = 50;
/** An archive that is slower than that does not keep us out. */
const LOOK_LIMIT = 3_000;

export interface RoomArchiveOptions {
  readonly store: Store;
  readonly log: Log;
  readonly now: () => number;
  /** The one that the user looks at first, then the one in which most has happened. */
  readonly urgency: (room: Room) => number;
  readonly receive: (session: Session, batch: Batch, arrived: ReceivedMessage['arrived']) => Promise<Received>;
  readonly retracted: (room: Room, said: Moderation) => Promise<void>;
  readonly readers: Readers;
  readonly filled: (room: Room) => void;
  /** It is known what of ours has arrived. */
  readonly caughtUp: (room: Room) => void;
}

/** Fills what was missed in rooms out of their own archives (XEP-0313), page by page; how far it came is on disk with each page. */
export class RoomArchive {
  readonly #o: RoomArchiveOptions;
  readonly #turns: Turns<Room>;

  constructor(options: RoomArchiveOptions) {
    this.#o = options;
    this.#turns = new Turns(3, options.urgency);
  }

  fill(room: Room): void {
    this.#turns.ask(room, async () => {
      try {
        await this.#fillAll(room);
      } catch (error) {
        this.#o.log.info(`filling a room stopped: ${error instanceof Error ? error.message : 'unknown'}`);
      }
      this.#o.caughtUp(room);
    });
  }

  /** After a resumption nobody enters anew: what was broken off goes on. */
  async goOn(room: Room): Promise<void> {
    const { account, address } = room;
    if ((await this.#o.store.gaps({ account, room: address })).length > 0) this.fill(room);
  }

  /** One older page, for who scrolls up past what is stored. */
  async fetchOlder(room: Room): Promise<{ readonly added: number; readonly complete: boolean }> {
    const session = room.joined();
    const { conversation, address } = room;
    const oldest = await this.#o.store.oldestArchived({ conversation });
    const page = await session.archive.page({}, { before: oldest?.id ?? '', max: OLDER_PAGE }, address);
    const { batch, reads } = await this.#batch(room, session, page, 'history', true);
    const received = await this.#o.receive(
      session,
      { ...batch, ...(page.complete ? { complete: { peer: address } } : {}), ...(oldest ? { before: oldest.id } : {}) },
      'history',
    );
    await this.#o.readers.heard(room, reads, false);
    if (page.complete) await this.#o.store.setArchiveComplete({ conversation });
    if (received.added.length > 0) this.#o.filled(room);
    return { added: received.added.length, complete: page.complete };
  }

  /** The newest page, while we are not in yet. An archive that is for those within alone has its turn later. */
  async lookAhead(room: Room): Promise<void> {
    const { account, address, session } = room;
    try {
      const [gap] = await this.#o.store.gaps({ account, room: address });
      let pages = 1;
      if (session && gap) await this.#fill(room, session, gap, () => room.state === 'joining' && pages-- > 0, LOOK_LIMIT);
    } catch (error) {
      this.#o.log.info(`looking into a room stopped: ${error instanceof Error ? error.message : 'unknown'}`);
    }
  }

  async #fillAll(room: Room): Promise<void> {
    const { account, address } = room;
    const { session } = room;
    if (!session) return;
    const gaps = [...(await this.#o.store.gaps({ account, room: address }))].toSorted((a, b) => b.id - a.id);
    for (const gap of gaps) await this.#fill(room, session, gap, () => room.state === 'joined');
  }

  async #fill(room: Room, session: Session, gap: Gap, isWanted: () => boolean, limit?: number): Promise<void> {
    const { beginning } = session;
    const isCurrent = (): boolean => session.beginning === beginning;
    const mayAsk = (): boolean => isCurrent() && session.online && isWanted();
    // Before we ever came, nothing was for us.
    const onlyOne = gap.newerThan === undefined && !(await this.#isComplete(room));
    const how = { archive: room.address, known: gap.newerThan, extended: room.supports(NS.archiveExtended), from: gap.olderThan, mayAsk, isCurrent, limit };
    await readBack(session, { ...how, onlyOne, max: onlyOne ? FIRST_PAGE : PAGE }, async (page, step) => {
      const kept = await this.#keep(room, session, page, onlyOne, { id: gap.id, ...step });
      return kept ? 'kept' : { before: await this.#newerEnd(room, gap) };
    });
  }

  async #isComplete({ conversation }: Room): Promise<boolean> {
    return (await this.#o.store.conversation({ conversation }))?.archiveComplete === true;
  }

  /** As it is known by now. */
  async #newerEnd({ account, address }: Room, { id }: Gap): Promise<string | undefined> {
    return (await this.#o.store.gaps({ account, room: address })).find(gap => gap.id === id)?.olderThan;
  }

  /** A page's messages, and how far they move the gap: one transaction. False: the gap has got another newer end. */
  async #keep(room: Room, session: Session, page: ArchivePage, first: boolean, gap: NonNullable<Batch['gap']>): Promise<boolean> {
    const { batch, reads } = await this.#batch(room, session, page, 'catch-up', first);
    const received = await this.#o.receive(session, { ...batch, gap }, 'catch-up');
    if (received.askAgain) return false;
    await this.#o.readers.heard(room, reads, false);
    if (received.added.length > 0) this.#o.filled(room);
    if (first && page.complete) await this.#o.store.setArchiveComplete({ conversation: room.conversation });
    this.#o.caughtUp(room);
    return true;
  }

  /** What the room itself tells of a page: texts as rows; what was taken away, before they are stored, so that it never shows. */
  async #batch(
    room: Room,
    session: Session,
    page: ArchivePage,
    arrival: 'catch-up' | 'history',
    quiet: boolean,
  ): Promise<{ readonly batch: Batch; readonly reads: readonly Read[] }> {
    const context = session.pipeline();
    const judging = { findOwn: ownIn(this.#o.store), now: this.#o.now(), quiet };
    const messages: ReceivedMessage[] = [];
    const marks: Batch['marks'][number][] = [];
    const reads: Read[] = [];
    for (const { message, stamp, id } of page.results) {
      const found = filterRoomArchived(message, stamp, id, arrival, context, room.address);
      if (!found) continue;
      for (const effect of runFeatures(found, context.features)) {
        if (effect.do === 'room-read') reads.push(effect);
        if (effect.do === 'room-moderation') await this.#o.retracted(room, effect.said);
        if (!isText(effect)) continue;
        const row = await rowOf(room, effect, found, judging);
        messages.push({ ...row, archiveId: id });
        if (row.mine && row.originId !== undefined) marks.push({ peer: room.address, id: row.originId, to: 'delivered' });
      }
    }
    return { batch: { account: room.account, room: room.address, messages, marks, reads: [] }, reads };
  }
}

const isText = (effect: Effect): effect is Extract<Effect, { do: 'room-message' }> => effect.do === 'room-message' && !effect.said.private;
