import { FailureError } from '../../preload/contract/wire.ts';
import type { Message } from '../../preload/contract/messages.ts';
import type { Writer } from '../../native/database/database.ts';
import type { Received, StoredMessage } from './api.ts';
import { conversationColumns, conversationOf, ensureConversation, refreshLast } from './conversations.ts';
import { findById, messageColumns } from './messages.ts';
import { applyPendingRead, followMark, moveMark } from './read-state.ts';
import { one, toConversation, toMessage, type ConversationColumns } from './rows.ts';
import { messageId } from '../../preload/contract/ids.ts';

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
  /** Rows changed their places. */
  moved: boolean;
}

/** Collects what a batch does, so that each conversation is brought up to date once. */
export class BatchWork {
  readonly db: Writer;
  readonly account: number;
  readonly now: number;
  readonly #touched = new Map<string, Touched>();
  readonly #added: number[] = [];
  readonly #changed = new Set<number>();

  /** `not-found` where the account was removed meanwhile. */
  constructor(db: Writer, account: number, now: number) {
    if (one(db, 'select 1 from account where id = ?', account) === undefined) throw new FailureError({ code: 'not-found' });
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
    const touched: Touched = { row, last: row.last_position, own: undefined, arrived: false, unread: 0, moved: false };
    this.#touched.set(peer, touched);
    return touched;
  }

  added(touched: Touched, message: { readonly id: number; readonly position: number; readonly mine: boolean; readonly history: boolean }): void {
    this.#added.push(message.id);
    touched.arrived = true;
    if (!message.mine && !message.history && message.position > touched.row.read_position) touched.unread += 1;
    touched.last = Math.max(touched.last, message.position);
    if (message.mine && message.position > (touched.own?.position ?? Number.NEGATIVE_INFINITY)) touched.own = message;
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

  result(): Received {
    const added = new Set(this.#added);
    return {
      added: this.#added.map(id => findById(this.db, { message: messageId(id) })).filter((row): row is StoredMessage => row !== undefined),
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
    if (touched.arrived || touched.moved) refreshLast(this.db, id);
    if (!touched.arrived && !touched.moved) return;
    if (touched.moved) followMark(this.db, id);
    else if (touched.unread > 0) this.db.prepare('update conversation set unread = unread + ? where id = ?').run(touched.unread, id);
    if (touched.own !== undefined) moveMark(this.db, id, touched.own);
    applyPendingRead(this.db, touched.row);
  }
}
export type { Touched };
