import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import { originId, type AccountId, type BareJid, type ConversationId, type OriginId } from '../../preload/contract/ids.ts';
import type { Message, Sender } from '../../preload/contract/messages.ts';
import type { Store, StoredMessage } from '../store/api.ts';
import { attr, el, type Element } from '../xmpp/element.ts';
import { bareOf } from '../xmpp/jid.ts';
import { NS } from '../xmpp/ns.ts';
import type { Session } from '../xmpp/session.ts';

export interface OutboxOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly session: (account: AccountId) => Session | undefined;
  readonly changed: (message: Message) => void;
  /** How a message leaves that is for somebody else than a person; `held`: not yet, until `release`. Undefined: it is for a person. */
  readonly stanza: (message: StoredMessage) => Element | 'held' | undefined;
}
/** In a room: who we are there, and whom alone it is for. */
export interface InRoom {
  readonly sender: Sender;
  readonly privateWith?: string;
}

/** What goes out over one session. */
interface Leaving {
  /** Handed over: the stream repeats these itself while it can be resumed. */
  readonly underWay: Set<OriginId>;
  /** Sent back, to be sent once more: an acknowledgement that still comes is of the first time. */
  readonly returned: Set<OriginId>;
  /** Written while older ones are still being read from disk: they leave after those. */
  waiting: StoredMessage[] | undefined;
  /** The stream takes no more for now. What follows stays on disk, so that nothing overtakes. */
  full: boolean;
}
/** With so few left on the way, what was held back on disk follows. */
const ROOM_AGAIN = 1000;

/** What was typed is on disk before it is shown, and leaves in order: once per session, under the same id until the server has taken it over. */
export class Outbox {
  readonly #o: OutboxOptions;
  readonly #leaving = new Map<Session, Leaving>();

  constructor(options: OutboxOptions) {
    this.#o = options;
  }

  /** Writes the message down, then sends it where there is a session. */
  async add(conversation: ConversationId, body: string, inRoom?: InRoom): Promise<StoredMessage> {
    const id = originId(crypto.randomUUID());
    const message = await this.#o.store.enqueue({ conversation, originId: id, body, at: this.#o.clock.now(), ...inRoom });
    this.transmit(message);
    return message;
  }

  transmit(message: StoredMessage): void {
    const session = this.#o.session(message.account);
    const leaving = session && this.#leaving.get(session);
    // Where the session is not set up yet, `begin` finds the message on disk.
    if (!leaving) return;
    if (leaving.waiting) leaving.waiting.push(message);
    else if (leaving.full && session.online && leaving.underWay.size < ROOM_AGAIN) void this.#flush(session, leaving);
    else this.#hand(session, leaving, message);
  }

  /** The last session is gone with all that it had not taken over: until `begin`, nothing leaves, or it would overtake that. */
  hold(session: Session): void {
    this.#leaving.delete(session);
  }

  /** A fresh session: everything that no server has taken over yet goes out, oldest first. */
  async begin(session: Session): Promise<void> {
    const leaving: Leaving = { underWay: new Set(), returned: new Set(), waiting: undefined, full: false };
    this.#leaving.set(session, leaving);
    await this.#flush(session, leaving);
  }

  /** It came back, and waits again until it may leave. */
  async again({ id, originId: origin }: Message): Promise<void> {
    const queued = await this.#o.store.requeue({ message: id });
    const session = queued && this.#o.session(queued.account);
    const leaving = session && this.#leaving.get(session);
    if (!queued) return;
    if (leaving && origin !== undefined) {
      leaving.underWay.delete(origin);
      leaving.returned.add(origin);
    }
    this.#o.changed(queued);
  }

  /** What was held may leave now. */
  async release(account: AccountId): Promise<void> {
    const session = this.#o.session(account);
    const leaving = session && this.#leaving.get(session);
    // What is being read from disk already is handed over with what was held.
    if (session && leaving && !leaving.waiting) await this.#flush(session, leaving);
  }

  async #flush(session: Session, leaving: Leaving): Promise<void> {
    leaving.waiting = [];
    leaving.full = false;
    try {
      const queued = await this.#o.store.outbox({ account: session.account });
      if (this.#leaving.get(session) !== leaving) return;
      for (const message of [...queued, ...leaving.waiting]) this.#hand(session, leaving, message);
      leaving.waiting = undefined;
    } catch (error) {
      this.#o.log.error('the outbox could not be read', error);
      leaving.waiting = undefined;
      leaving.full = true;
    }
  }

  async acked(session: Session, stanza: Element): Promise<void> {
    const acked = textMessage(stanza);
    if (!acked) return;
    const { id, peer } = acked;
    const leaving = this.#leaving.get(session);
    if (leaving?.returned.has(id)) return;
    const changed = await this.#o.store.advance({ account: session.account, peer, id, to: 'sent', upTo: false });
    leaving?.underWay.delete(id);
    for (const message of changed) this.#o.changed(message);
    if (leaving?.full && !leaving.waiting && leaving.underWay.size < ROOM_AGAIN) await this.#flush(session, leaving);
  }

  #hand(session: Session, leaving: Leaving, message: StoredMessage): void {
    if (leaving.full || message.originId === undefined || leaving.underWay.has(message.originId)) return;
    const made = this.#o.stanza(message);
    if (made === 'held') return;
    leaving.returned.delete(message.originId);
    const stanza = made ?? el('message', NS.client, { to: message.peer, type: 'chat', id: message.originId }, el('body', undefined, {}, message.body));
    if (session.sendMessage(stanza, message.peer)) leaving.underWay.add(message.originId);
    else leaving.full = true;
  }
}

/** Whose outbox row a stanza of ours was; undefined: nobody's. */
function textMessage(stanza: Element): { readonly id: OriginId; readonly peer: BareJid } | undefined {
  const id = attr(stanza, 'id');
  const peer = bareOf(attr(stanza, 'to') ?? '');
  return stanza.name !== 'message' || id === undefined || peer === undefined || !stanza.getChild('body') ? undefined : { id: originId(id), peer };
}
