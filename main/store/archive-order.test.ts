import { expect, test } from 'vitest';
import { originId, type BareJid } from '../../preload/contract/ids.ts';
import type { ReceivedMessage } from './api.ts';
import { ensureConversation } from './conversations.ts';
import { listGaps, newestArchived, oldestArchived, openGap } from './gaps.ts';
import { advance, enqueue, outbox } from './outbox.ts';
import { receive } from './receive.ts';
import { all } from './rows.ts';
import { batch, freshStore, incoming, someone, type Fixture } from './store-fixture.ts';
import { conversationId } from '../../preload/contract/ids.ts';

/**
 * `BALCONY_SEEDS=400` walks through that many worlds, some with seconds that hold many messages: one in a hundred still ends in a wrong order.
 */
const BY_HAND = process.env['BALCONY_SEEDS'] !== undefined;

/** What the server has: an archive in one order, with stamps of its own clock. */
interface Archived {
  readonly id: string;
  readonly peer: BareJid;
  readonly mine: boolean;
  readonly body: string;
  readonly stamp: number;
}
type OnWire =
  | { readonly kind: 'live'; readonly message: ReceivedMessage; readonly late: boolean }
  | { readonly kind: 'page'; readonly gap: number; readonly messages: readonly Archived[]; readonly done: boolean }
  | { readonly kind: 'history'; readonly peer: BareJid; readonly messages: readonly Archived[] }
  | { readonly kind: 'ack'; readonly peer: BareJid; readonly body: string };

/** Brought again, it carries the stamp of its first time (XEP-0203). */
const late = (live: OnWire): OnWire => ({ ...live, late: true }) as OnWire;

function seeded(seed: number): (below: number) => number {
  let state = seed;
  return below => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

/** A server, one account of it with several devices, and our store at the end of a wire that breaks. */
class World {
  readonly archive: Archived[] = [];
  readonly #store: Fixture;
  readonly #random: (below: number) => number;
  readonly #peers = [someone('romeo'), someone('nurse'), someone('tybalt')];
  readonly #wholeSeconds: boolean;
  /** Many messages in each second. */
  readonly busy: boolean;
  readonly rightClock: boolean;
  /** The server brings what was on the way again at the next session: late, until the catch-up shows where it belongs. */
  readonly repeats: boolean;
  #wire: OnWire[] = [];
  #again: OnWire[] = [];
  /** Sent by us, on the way to the server. */
  #outgoing: { readonly peer: BareJid; readonly body: string }[] = [];
  #asked = false;
  #askedHistory = false;
  #online = false;
  #time = 1_700_000_000_000;
  #skew = 0;
  #count = 0;

  constructor(store: Fixture, random: (below: number) => number, rightClock: boolean) {
    this.#store = store;
    this.#random = random;
    this.#wholeSeconds = random(2) === 0;
    this.repeats = random(4) === 0;
    this.busy = BY_HAND && random(3) === 0;
    this.rightClock = rightClock;
  }

  #chance(percent: number): boolean {
    return this.#random(100) < percent;
  }
  get #now(): number {
    return this.#time + this.#skew;
  }

  step(): void {
    this.#time += this.#random(this.busy ? 20 : this.#chance(10) ? 600_000 : 900);
    const what = this.#random(100);
    const steps: readonly (readonly [number, () => void])[] = [
      [22, () => this.#peerSends()],
      [25, () => (this.repeats ? this.#peerSends() : this.#peerSendsAgain())],
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
    const stamp = this.#wholeSeconds ? Math.floor(this.#time / 1000) * 1000 : this.#time;
    const message = { id: `a${this.archive.length}-${this.#random(1e9)}`, peer, mine, body, stamp };
    this.archive.push(message);
    return message;
  }

  #peer(): BareJid {
    return this.#peers[this.#random(this.#peers.length)] ?? someone('romeo');
  }

  #peerSends(): void {
    const { id, peer, body, stamp } = this.#archived(this.#peer(), false, `p${this.#count++}`);
    if (this.#online) this.#wire.push({ kind: 'live', message: incoming(peer, body, { archiveId: id, at: stamp }), late: false });
  }

  /** After a cut of its own: what it does not know to have arrived goes out again, in order, and is archived again. */
  #peerSendsAgain(): void {
    const peer = this.#peer();
    const sent = [...new Set(this.archive.filter(message => message.peer === peer && message.body.startsWith('p')).map(({ body }) => body))];
    for (const body of sent.slice(-1 - this.#random(4))) {
      const { id, stamp } = this.#archived(peer, false, body);
      if (this.#online) this.#wire.push({ kind: 'live', message: incoming(peer, body, { archiveId: id, at: stamp }), late: false });
    }
  }

  #otherDeviceSends(): void {
    const { id, peer, body, stamp } = this.#archived(this.#peer(), true, `d${this.#count++}`);
    const archiveId = this.#chance(50) ? id : undefined;
    if (this.#online)
      this.#wire.push({ kind: 'live', message: incoming(peer, body, { mine: true, arrived: 'carbon-sent', archiveId, at: stamp }), late: false });
  }

  #weSend(): void {
    const peer = this.#peer();
    const body = `w${this.#count++}`;
    const conversation = conversationId(ensureConversation(this.#store.db, this.#store.account, peer, 'person').id);
    enqueue(this.#store.db, { conversation, originId: originId(`o-${body}`), body, at: this.#now });
    if (this.#online) this.#outgoing.push({ peer, body });
  }

  #serverTakes(): void {
    for (const { peer, body } of this.#outgoing.splice(0)) {
      // A message that was sent again after a cut is archived again.
      this.#archived(peer, true, body);
      this.#wire.push({ kind: 'ack', peer, body });
    }
  }

  /** The stream is lost with what was under way; or, half the time, the program as well: its state is in the store only. */
  #cut(): void {
    if (!this.#online) return;
    this.#online = this.#asked = this.#askedHistory = false;
    if (this.#chance(50)) this.#serverTakes();
    this.#outgoing = [];
    this.#again = this.repeats && this.#chance(50) ? this.#wire.filter(({ kind }) => kind === 'live').map(late) : [];
    this.#time += 20_000;
    this.#wire = [];
    this.#skew = (this.#random(4) * 3_600_000 - 3_600_000) * (this.rightClock ? 0 : 1);
  }

  #connect(): void {
    if (this.#online) return;
    this.#online = true;
    const { db, account } = this.#store;
    openGap(db, { account, newerThan: newestArchived(db, { account }), olderThan: undefined });
    this.#wire.push(...this.#again.splice(0));
    this.#outgoing = outbox(db, { account }).map(({ peer, body }) => ({ peer, body }));
  }

  #askPage(): void {
    const { db, account } = this.#store;
    const [gap] = listGaps(db, { account });
    if (!this.#online || this.#asked || gap === undefined) return;
    this.#asked = true;
    const end = gap.olderThan === undefined ? this.archive.length : this.archive.findIndex(message => message.id === gap.olderThan);
    // Some servers cannot be told where to stop: their pages reach into what is known.
    const reach = this.#chance(30) ? 2 : 0;
    const known = gap.newerThan === undefined ? 0 : this.archive.findIndex(message => message.id === gap.newerThan?.id) + 1;
    const begin = Math.max(0, known - reach, end - 1 - this.#random(4));
    this.#wire.push({ kind: 'page', gap: gap.id, messages: this.archive.slice(begin, end), done: begin <= known });
  }

  #askHistory(): void {
    const { db, account } = this.#store;
    if (!this.#online || this.#askedHistory) return;
    const peer = this.#peer();
    const conversation = conversationId(ensureConversation(db, account, peer, 'person').id);
    const oldest = oldestArchived(db, { conversation });
    if (oldest === undefined) return;
    this.#askedHistory = true;
    const older = this.archive
      .slice(
        0,
        this.archive.findIndex(message => message.id === oldest.id),
      )
      .filter(message => message.peer === peer);
    this.#wire.push({ kind: 'history', peer, messages: older.slice(-3) });
  }

  #hear(): void {
    const heard = this.#wire.shift();
    const { db, account } = this.#store;
    if (heard === undefined) return;
    const asReceived = (arrived: 'catch-up' | 'history') => (message: Archived) =>
      incoming(message.peer, message.body, { mine: message.mine, archiveId: message.id, at: message.stamp, arrived });
    if (heard.kind === 'ack') advance(db, { account, peer: heard.peer, id: originId(`o-${heard.body}`), to: 'sent', upTo: false });
    else if (heard.kind === 'live') {
      const { archiveId } = heard.message;
      const message = heard.late ? heard.message : { ...heard.message, at: this.#now };
      receive(db, batch(account, [message], archiveId === undefined ? {} : { newest: { id: archiveId, at: this.#now } }), this.#now);
    } else if (heard.kind === 'history') {
      this.#askedHistory = false;
      receive(db, batch(account, heard.messages.map(asReceived('history'))), this.#now);
    } else {
      this.#asked = false;
      const gap = { id: heard.gap, olderThan: heard.messages[0]?.id, done: heard.done };
      receive(db, batch(account, heard.messages.map(asReceived('catch-up')), { gap }), this.#now);
    }
  }

  /** Messages with an archive id stand in each conversation as they stand in the archive. */
  checkOrder(): void {
    const places = new Map(this.archive.map((message, index) => [message.id, index]));
    for (const rows of this.#rows().values()) {
      const known = rows.flatMap(row => (row.archive_id === null ? [] : [places.get(row.archive_id) ?? -1]));
      expect(known).toEqual(known.toSorted((left, right) => left - right));
    }
  }

  /** Nobody's messages have overtaken one another; but carbons that bear no archive id stand where a clock put them that may be wrong. */
  checkEachInOrder(): void {
    for (const rows of this.#rows().values()) {
      for (const who of ['p', 'w']) {
        const numbers = rows.flatMap(({ body }) => (body.startsWith(who) ? [Number(body.slice(1))] : []));
        expect(numbers, who).toEqual(numbers.toSorted((left, right) => left - right));
      }
    }
  }

  checkWhole(): void {
    expect(listGaps(this.#store.db, { account: this.#store.account })).toEqual([]);
    const bodies = [...this.#rows().values()].flat().map(row => row.body);
    expect(bodies.toSorted()).toEqual([...new Set(this.archive.map(message => message.body))].toSorted());
  }

  #rows(): Map<number, { conversation: number; archive_id: string | null; body: string }[]> {
    const rows = all<{ conversation: number; archive_id: string | null; body: string }>(
      this.#store.db,
      'select conversation, archive_id, body from message order by position',
    );
    return Map.groupBy(rows, row => row.conversation);
  }
}

test.each(Array.from({ length: Number(process.env['BALCONY_SEEDS'] ?? 60) }, (_, seed) => seed))(
  'after any mixture of live messages, cuts and catch-up, the archive is here once and in its order (seed %i)',
  seed => {
    const store = freshStore();
    const world = new World(store, seeded(seed), seed % 2 === 0);
    try {
      for (let step = 0; step < 150; step += 1) {
        world.step();
        if (!world.repeats) world.checkOrder();
      }
      world.settle();
      world.checkOrder();
      // With a clock that is hours off, or many messages of each side in a second, own words that wait may still be overtaken.
      if (!world.busy && world.rightClock) world.checkEachInOrder();
      world.checkWhole();
    } finally {
      store.end();
    }
  },
);
