import { FailureError } from '../../preload/contract/wire.ts';
import { DELIVERY, type Message } from '../../preload/contract/messages.ts';
import type { Writer } from '../../native/database/database.ts';
import type { Received, StoredMessage } from './api.ts';
import { conversationColumns, conversationOf, ensureConversation, refreshLast } from './conversations.ts';
import { insertMessage, type NewMessage } from './insert.ts';
import { findById, messageColumns } from './messages.ts';
import { applyPendingRead, followMark, moveMark } from './read-state.ts';
import { applyPendingRetractions } from './retractions.ts';
import { all, one, toConversation, toMessage, type ConversationColumns } from './rows.ts';
import { accountId, bareJid, conversationId, messageId, originId } from '../../preload/contract/ids.ts';

/** What happened to one conversation while a batch was stored. */
interface Touched {
  readonly row: ConversationColumns;
  /** The newest position, kept up to date here. */
  last: number;
  /** The newest own message among the new ones. */
  own: { readonly id: number; readonly position: number } | undefined;
  arrived: boolean;
  /** How many new ones are to be read. */
  unread: number;
  /** How many of them mean the user. */
  mentions: number;
  /** Rows changed their places. */
  moved: boolean;
}

/** Collects what a batch does, so that each conversation is brought up to date once. */
export class BatchWork {
  readonly db: Writer;
  readonly account: number;
  readonly now: number;
  readonly #touched = new Map<string, Touched>();
  readonly #added: StoredMessage[] = [];
  readonly #own: string;
  readonly #awaited: ReadonlySet<string>;
  readonly #changed = new Set<number>();

  /** `not-found` where the account was removed meanwhile. */
  constructor(db: Writer, account: number, now: number) {
    const row = one<{ address: string }>(db, 'select address from account where id = ?', account);
    if (row === undefined) throw new FailureError({ code: 'not-found' });
    this.#own = row.address;
    this.#awaited = new Set(all<{ peer: string }>(db, 'select peer from pending_read where account = ?', account).map(({ peer }) => peer));
    this.db = db;
    this.account = account;
    this.now = now;
  }

  /** The conversation with a peer; without a kind only where there is one already. */
  touch(peer: string, kind: string): Touched;
  touch(peer: string, kind?: undefined): Touched | undefined;
  touch(peer: string, kind?: string): Touched | undefined {
    const known = this.#touched.get(peer);
    if (known !== undefined) return known;
    const row = kind === undefined ? conversationOf(this.db, this.account, peer) : ensureConversation(this.db, this.account, peer, kind);
    if (row === undefined) return undefined;
    const touched: Touched = { row, last: row.last_position, own: undefined, arrived: false, unread: 0, mentions: 0, moved: false };
    this.#touched.set(peer, touched);
    return touched;
  }

  /** Writes a new row. */
  add(touched: Touched, message: NewMessage, id: number): void {
    insertMessage(this.db, message, id);
    const { row } = touched;
    this.#added.push({
      id: messageId(id),
      account: accountId(this.account),
      conversation: conversationId(row.id),
      peer: bareJid(row.peer),
      author: bareJid(message.mine ? this.#own : row.peer),
      mine: message.mine,
      originId: message.originId === undefined ? undefined : originId(message.originId),
      archiveId: message.archiveId,
      body: message.body,
      at: message.at,
      position: message.position,
      delivery: DELIVERY[message.delivery] ?? 'queued',
      failed: undefined,
      ...message.inRoom,
    });
    this.#count(touched, message, id);
  }

  #count(touched: Touched, message: NewMessage, id: number): void {
    touched.arrived = true;
    if (!message.mine && !message.history && message.position > touched.row.read_position) {
      touched.unread += 1;
      if (message.inRoom?.mentioned === true) touched.mentions += 1;
    }
    touched.last = Math.max(touched.last, message.position);
    if (message.mine && message.position > (touched.own?.position ?? Number.NEGATIVE_INFINITY)) touched.own = { id, position: message.position };
  }

  changed(id: number): void {
    this.#changed.add(id);
  }

  moved(touched: Touched, rows: readonly { readonly id: number }[]): void {
    if (rows.length > 0) touched.moved = true;
    for (const { id } of rows) this.#changed.add(id);
  }

  /** Brings lists and counts up to date; before marks are applied, which count by themselves. */
  settle(): void {
    for (const touched of this.#touched.values()) this.#settle(touched);
  }

  /** Moderators were faster than the messages. */
  takeAway(): void {
    for (const [conversation, added] of Map.groupBy(this.#added, message => message.conversation)) {
      for (const id of applyPendingRetractions(this.db, conversation, added)) this.changed(id);
    }
  }

  result(): Received {
    const added = new Set<number>(this.#added.map(({ id }) => id));
    return {
      added: this.#added.map(message => (this.#changed.has(message.id) ? (findById(this.db, { message: message.id }) ?? message) : message)),
      changed: [...this.#changed]
        .filter(id => !added.has(id))
        .map(id => messageColumns(this.db, id))
        .flatMap((row): Message[] => (row === undefined ? [] : [toMessage(row)])),
      conversations: [...this.#touched.values()]
        .map(touched => conversationColumns(this.db, touched.row.id))
        .flatMap(row => (row === undefined ? [] : [toConversation(row)])),
    };
  }

  #settle(touched: Touched): void {
    const { id } = touched.row;
    if (!touched.arrived && !touched.moved) return;
    if (touched.moved || touched.last > touched.row.last_position) refreshLast(this.db, id);
    if (touched.moved) followMark(this.db, id);
    else if (touched.unread > 0)
      this.db.prepare('update conversation set unread = unread + ?, mentions = mentions + ? where id = ?').run(touched.unread, touched.mentions, id);
    if (touched.own !== undefined) moveMark(this.db, id, touched.own);
    if (this.#awaited.has(touched.row.peer)) applyPendingRead(this.db, touched.row);
  }
}
export type { Touched };
