import { expect, test } from 'vitest';
import { conversationId, originId, type BareJid } from '../../preload/contract/ids.ts';
import type { Batch, ReceivedMessage } from './api.ts';
import { ensureConversation } from './conversations.ts';
import { listGaps, newestArchived, oldestArchived, openGap } from './gaps.ts';
import { WRITTEN_HERE, all } from './rows.ts';
import { advance, enqueue, outbox } from './outbox.ts';
import { receive } from './receive.ts';
import { batch, freshStore, incoming, someone, type Fixture } from './store-fixture.ts';

/** What the server has: an archive in one order, with stamps of its own clock. */
interface Archived {
  readonly id: string;
  readonly peer: BareJid;
  readonly mine: boolean;
  readonly body: string;
  readonly stamp: number;
}
type OnWire =
  /** Brought again, it carries the stamp of its first time (XEP-0203). */
  | { readonly kind: 'live'; readonly message: ReceivedMessage; readonly again: boolean }
  | { readonly kind: 'page'; readonly gap: number; readonly before: string | undefined; readonly messages: readonly Archived[]; readonly done: boolean }
  | { readonly kind: 'history'; readonly before: string | undefined; readonly messages: readonly Archived[] }
  | { readonly kind: 'ack'; readonly peer: BareJid; readonly body: string };

interface Row {
  readonly conversation: number;
  readonly archive_id: string | null;
  readonly archive_seq: number;
  readonly flags: number;
  readonly body: string;
}

function seeded(seed: number): (below: number) => number {
  let state = seed;
  return below => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

/** What is wrong with a world; one in two has each. */
const TROUBLES = [
  // Stamps of the archive have whole seconds.
  'whole seconds',
  // Many messages in each second.
  'busy',
  // Our clock is hours off, and differently after each cut.
  'wrong clock',
  // What was on the way to us comes again in the next session, late.
  'brought again',
  // A cut stream is resumed, more often than not.
  'resumed',
  // Pages and live messages overtake one another.
  'overtaking',
  // Peers send again what they do not know to have arrived, and it is archived again.
  'sent again',
] as const;

/** A server, one account of it with several devices, and our store at the end of a wire that breaks. */
class World {
  readonly archive: Archived[] = [];
  readonly #store: Fixture;
  readonly #random: (below: number) => number;
  readonly #peers = [someone('romeo'), someone('nurse'), someone('tybalt')];
  readonly #troubles: ReadonlySet<(typeof TROUBLES)[number]>;
  #wire: OnWire[] = [];
  /** What the server will bring again, or sends while the stream waits to be resumed. */
  #kept: OnWire[] = [];
  /** Sent by us, on the way to the server. */
  #outgoing: { readonly peer: BareJid; readonly body: string }[] = [];
  #asked = false;
  #askedHistory = false;
  #online = false;
  #resumable = false;
  #time = 1_700_000_000_000;
  #skew = 0;
  #count = 0;
  /** What came live, but late, after a page that holds newer ones, or without the archive's id: only a page can tell where it belongs. */
  readonly #loose = new Set<string>();
  /** What was here of the conversation when an own message was written. */
  readonly #seen = new Map<string, readonly string[]>();

  constructor(store: Fixture, random: (below: number) => number) {
    this.#store = store;
    this.#random = random;
    this.#troubles = new Set(TROUBLES.filter(() => random(2) === 0));
  }

  get #now(): number {
    return this.#time + this.#skew;
  }

  #chance(percent: number): boolean {
    return this.#random(100) < percent;
  }

  step(): void {
    this.#time += this.#random(this.#troubles.has('busy') ? 20 : this.#chance(10) ? 600_000 : 900);
    const what = this.#random(100);
    const steps: readonly (readonly [number, () => void])[] = [
      [22, () => this.#peerSends()],
      [25, () => this.#peerSendsAgain()],
      [35, () => this.#otherDeviceSends()],
      [45, () => this.#weSend()],
      [52, () => this.#serverTakes()],
      [57, () => this.#cut()],
      [65, () => this.#connect()],
      [75, () => this.#askPage()],
      [80, () => this.#askHistory()],
      [100, () => this.#hear()],
    ];
    steps.find(([below]) => what < below)?.[1]();
  }

  /** Everything that can still happen without anybody writing. */
  settle(): void {
    this.#connect();
    for (;;) {
      this.#serverTakes();
      this.#askPage();
      if (this.#wire.length === 0) return;
      this.#hear();
    }
  }

  #archived(peer: BareJid, mine: boolean, body: string): Archived {
    const stamp = this.#troubles.has('whole seconds') ? Math.floor(this.#time / 1000) * 1000 : this.#time;
    const message = { id: `a${this.archive.length}-${this.#random(1e9)}`, peer, mine, body, stamp };
    this.archive.push(message);
    return message;
  }

  #peer(): BareJid {
    return this.#peers[this.#random(this.#peers.length)] ?? someone('romeo');
  }

  /** What is on the wire when the stream is cut waits for the resumption, and so does what comes meanwhile. */
  #deliver({ id, peer, mine, body, stamp }: Archived, more: Partial<ReceivedMessage>): void {
    const live: OnWire = { kind: 'live', message: incoming(peer, body, { mine, archiveId: id, at: stamp, ...more }), again: false };
    if (this.#online) this.#wire.push(live);
    else if (this.#resumable) this.#kept.push({ ...live, again: true });
  }

  #peerSends(): void {
    this.#deliver(this.#archived(this.#peer(), false, `p${this.#count++}`), {});
  }

  /** After a cut of its own: what it does not know to have arrived goes out again, in order. */
  #peerSendsAgain(): void {
    if (!this.#troubles.has('sent again')) return;
    const peer = this.#peer();
    const sent = [...new Set(this.archive.filter(message => message.peer === peer && message.body.startsWith('p')).map(({ body }) => body))];
    for (const body of sent.slice(-1 - this.#random(4))) this.#deliver(this.#archived(peer, false, body), {});
  }

  #otherDeviceSends(): void {
    const sent = this.#archived(this.#peer(), true, `d${this.#count++}`);
    this.#deliver(sent, { arrived: 'carbon-sent', archiveId: this.#chance(50) ? sent.id : undefined });
  }

  #weSend(): void {
    const peer = this.#peer();
    const body = `w${this.#count++}`;
    const { id } = ensureConversation(this.#store.db, this.#store.account, peer, 'person');
    const seen = this.#rows().get(id) ?? [];
    this.#seen.set(
      body,
      seen.map(row => row.body),
    );
    enqueue(this.#store.db, { conversation: conversationId(id), originId: originId(`o-${body}`), body, at: this.#now });
    if (this.#online || this.#resumable) this.#outgoing.push({ peer, body });
  }

  #serverTakes(): void {
    if (!this.#online) return;
    for (const { peer, body } of this.#outgoing.splice(0, 1 + this.#random(5))) {
      this.#archived(peer, true, body);
      this.#wire.push({ kind: 'ack', peer, body });
    }
  }

  /** The stream is lost with what was under way; or, half the time, the program as well: its state is in the store only. */
  #cut(): void {
    if (!this.#online) return;
    // The server had taken some more.
    if (this.#chance(50)) this.#serverTakes();
    this.#online = false;
    this.#resumable = this.#troubles.has('resumed') && this.#chance(60);
    if (this.#resumable) this.#kept = this.#wire.map(one => (one.kind === 'live' ? { ...one, again: true } : one));
    else {
      this.#asked = this.#askedHistory = false;
      this.#outgoing = [];
      const bringsAgain = this.#troubles.has('brought again') && this.#chance(50);
      this.#kept = bringsAgain ? this.#wire.flatMap(one => (one.kind === 'live' ? [{ ...one, again: true }] : [])) : [];
    }
    this.#wire = [];
    this.#time += this.#random(20_000);
    if (this.#troubles.has('wrong clock')) this.#skew = this.#random(4) * 3_600_000 - 3_600_000;
  }

  #connect(): void {
    if (this.#online) return;
    this.#online = true;
    this.#wire.push(...this.#kept.splice(0));
    if (this.#resumable) {
      this.#resumable = false;
      return;
    }
    const { db, account } = this.#store;
    openGap(db, { account, newerThan: newestArchived(db, { account }), olderThan: undefined });
    this.#outgoing = outbox(db, { account }).map(({ peer, body }) => ({ peer, body }));
  }

  /** An answer, which live messages may overtake, or be overtaken by. */
  #answer(answer: OnWire): void {
    const ahead = this.#troubles.has('overtaking') ? this.#random(3) : 0;
    this.#wire.splice(Math.max(0, this.#wire.length - ahead), 0, answer);
    if (this.#troubles.has('overtaking') && this.#chance(30)) {
      this.#wire.splice(this.#wire.indexOf(answer), 1);
      this.#peerSends();
      this.#wire.push(answer);
    }
  }

  #askPage(): void {
    const { db, account } = this.#store;
    const [gap] = listGaps(db, { account });
    if (!this.#online || this.#asked || gap === undefined) return;
    this.#asked = true;
    const before = gap.olderThan;
    const end = before === undefined ? this.archive.length : this.archive.findIndex(message => message.id === before);
    // Some servers cannot be told where to stop: their pages reach into what is known.
    const reach = this.#chance(30) ? 2 : 0;
    const known = gap.newerThan === undefined ? 0 : this.archive.findIndex(message => message.id === gap.newerThan?.id) + 1;
    const begin = Math.max(0, Math.min(end, known - reach), end - 1 - this.#random(4));
    this.#answer({ kind: 'page', gap: gap.id, before, messages: this.archive.slice(begin, end), done: begin <= known });
  }

  #askHistory(): void {
    const { db, account } = this.#store;
    if (!this.#online || this.#askedHistory) return;
    const peer = this.#peer();
    const conversation = conversationId(ensureConversation(db, account, peer, 'person').id);
    const before = oldestArchived(db, { conversation })?.id;
    if (before === undefined) return;
    this.#askedHistory = true;
    const end = this.archive.findIndex(message => message.id === before);
    const older = this.archive.slice(0, end).filter(message => message.peer === peer);
    this.#answer({ kind: 'history', before, messages: older.slice(-3) });
  }

  #receive(messages: readonly ReceivedMessage[], more: Partial<Batch> = {}): void {
    receive(this.#store.db, batch(this.#store.account, messages, more), this.#now);
  }

  #hear(): void {
    const heard = this.#online ? this.#wire.shift() : undefined;
    if (heard === undefined) return;
    const asReceived = (arrived: 'catch-up' | 'history') => (message: Archived) =>
      incoming(message.peer, message.body, { mine: message.mine, archiveId: message.id, at: message.stamp, arrived });
    if (heard.kind === 'ack') {
      const { db, account } = this.#store;
      advance(db, { account, peer: heard.peer, id: originId(`o-${heard.body}`), to: 'sent', upTo: false });
    } else if (heard.kind === 'live') this.#hearLive(heard);
    else if (heard.kind === 'history') {
      this.#askedHistory = false;
      this.#receive(heard.messages.map(asReceived('history')), heard.before === undefined ? {} : { before: heard.before });
    } else {
      this.#asked = false;
      const { gap: id, before, done } = heard;
      const gap = { id, before, olderThan: heard.messages[0]?.id ?? before, done };
      this.#receive(heard.messages.map(asReceived('catch-up')), { gap });
    }
  }

  #hearLive({ message, again }: OnWire & { readonly kind: 'live' }): void {
    const { archiveId, body } = message;
    if (again || archiveId === undefined || this.#isOvertaken(archiveId)) this.#loose.add(body);
    if (again) this.#receive([{ ...message, delayed: true }]);
    else this.#receive([{ ...message, at: this.#now }], archiveId === undefined ? {} : { newest: { id: archiveId, at: this.#now } });
  }

  #isOvertaken(archiveId: string): boolean {
    const placeOf = (id: string): number => this.archive.findIndex(message => message.id === id);
    const gaps = listGaps(this.#store.db, { account: this.#store.account });
    return gaps.some(({ olderThan }) => olderThan !== undefined && placeOf(archiveId) < placeOf(olderThan));
  }

  /** At any time: what others wrote stands as it stands in the archive, own words as they were written. */
  check(): void {
    const places = new Map(this.archive.map((message, index) => [message.id, index]));
    for (const rows of this.#rows().values()) {
      ascending(
        rows.map(row => row.archive_seq),
        'numbers',
      );
      const others = rows.filter(row => !isOwn(row) && row.archive_id !== null && !this.#loose.has(row.body));
      ascending(
        others.map(row => places.get(row.archive_id ?? '') ?? -1),
        'archive',
      );
      ascending(numbersOf(rows, 'w'), 'own words');
    }
  }

  /** In the end all are here once. Of copies, the first one says where a message stands. */
  checkEnd(): void {
    expect(listGaps(this.#store.db, { account: this.#store.account })).toEqual([]);
    const bodies = [...this.#rows().values()].flat().map(row => row.body);
    expect(bodies.toSorted()).toEqual([...new Set(this.archive.map(message => message.body))].toSorted());
    const first = new Map(this.archive.toReversed().map(({ body }, index) => [body, this.archive.length - index]));
    const placeOf = (body: string): number => first.get(body) ?? -1;
    for (const rows of this.#rows().values()) {
      const others = rows.filter(row => !isOwn(row));
      ascending(
        others.map(row => placeOf(row.body)),
        'first copies',
      );
      ascending(numbersOf(rows, 'p'), 'what a peer wrote');
      for (const [index, { body }] of rows.filter(isOwn).map(row => [rows.indexOf(row), row] as const)) {
        const before = new Set(rows.slice(0, index).map(row => row.body));
        expect(
          [...before].filter(other => !other.startsWith('w') && placeOf(other) > placeOf(body)),
          `no answer stands before ${body}`,
        ).toEqual([]);
        expect(
          this.#seen.get(body)?.filter(other => !before.has(other)),
          `what had been read when ${body} was written`,
        ).toEqual([]);
      }
    }
  }

  #rows(): Map<number, Row[]> {
    const rows = all<Row>(this.#store.db, 'select conversation, archive_id, archive_seq, flags, body from message order by position');
    return Map.groupBy(rows, row => row.conversation);
  }
}

const isOwn = (row: Row): boolean => (row.flags & WRITTEN_HERE) !== 0;
const numbersOf = (rows: readonly Row[], who: string): readonly number[] => rows.flatMap(({ body }) => (body.startsWith(who) ? [Number(body.slice(1))] : []));
const ascending = (numbers: readonly number[], what: string): void => expect(numbers, what).toEqual(numbers.toSorted((left, right) => left - right));

/** `BALCONY_SEEDS=2000` walks through that many. */
const SEEDS = Number(process.env['BALCONY_SEEDS'] ?? 40);

test.each(Array.from({ length: SEEDS }, (_, seed) => seed))(
  'after any mixture of live messages, cuts and catch-up, everything is here once and in order (world %i)',
  seed => {
    const store = freshStore();
    const world = new World(store, seeded(seed));
    try {
      for (let step = 0; step < 150; step += 1) {
        world.step();
        world.check();
      }
      world.settle();
      world.check();
      world.checkEnd();
    } finally {
      store.end();
    }
  },
);
