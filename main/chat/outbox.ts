import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import { originId, type AccountId, type ConversationId, type MessageId } from '../../preload/contract/ids.ts';
import type { Message } from '../../preload/contract/messages.ts';
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
}

/** What was typed is on disk before it is shown, and leaves in order: once per session, under the same id until the server has taken it over. */
export class Outbox {
  readonly #o: OutboxOptions;
  /** Handed to the present session of each account; the stream repeats these itself while it can be resumed. */
  readonly #underWay = new Map<Session, Set<MessageId>>();
  readonly #flushing = new Map<Session, Promise<void>>();

  constructor(options: OutboxOptions) {
    this.#o = options;
  }

  /** Writes the message down, then sends it where there is a session. */
  async add(conversation: ConversationId, body: string): Promise<StoredMessage> {
    const message = await this.#o.store.enqueue({ conversation, originId: originId(crypto.randomUUID()), body, at: this.#o.clock.now() });
    this.transmit(message);
    return message;
  }

  transmit(message: StoredMessage): void {
    const session = this.#o.session(message.account);
    if (!session) return;
    const flush = this.#flushing.get(session);
    // While older messages are still leaving, this one leaves with them.
    if (flush) void flush.then(() => this.#hand(session, message));
    else if (this.#underWay.has(session)) this.#hand(session, message);
  }

  /** A fresh session: everything that no server has taken over yet goes out, oldest first. */
  begin(session: Session): Promise<void> {
    this.#underWay.set(session, new Set());
    const flush = this.#o.store
      .outbox({ account: session.account })
      .then(messages => messages.forEach(message => this.#hand(session, message)))
      .catch(error => this.#o.log.error('the outbox could not be read', error))
      .finally(() => this.#flushing.delete(session));
    this.#flushing.set(session, flush);
    return flush;
  }

  forget(session: Session): void {
    this.#underWay.delete(session);
    this.#flushing.delete(session);
  }

  async acked(session: Session, stanza: Element): Promise<void> {
    const id = attr(stanza, 'id');
    const peer = bareOf(attr(stanza, 'to') ?? '');
    if (stanza.name !== 'message' || id === undefined || peer === undefined || !stanza.getChild('body')) return;
    const changed = await this.#o.store.advance({ account: session.account, peer, id: originId(id), to: 'sent', upTo: false });
    for (const message of changed) {
      this.#underWay.get(session)?.delete(message.id);
      this.#o.changed(message);
    }
  }

  #hand(session: Session, message: StoredMessage): void {
    const underWay = this.#underWay.get(session);
    if (!underWay || underWay.has(message.id) || message.originId === undefined) return;
    const stanza = el('message', NS.client, { to: message.peer, type: 'chat', id: message.originId }, el('body', undefined, {}, message.body));
    if (session.sendMessage(stanza, message.peer)) underWay.add(message.id);
  }
}
