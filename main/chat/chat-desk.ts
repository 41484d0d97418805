import { Emitter } from '../base/emitter.ts';
import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import type { AccountId, BareJid, ConversationId, MessageId } from '../../preload/contract/ids.ts';
import type { Message } from '../../preload/contract/messages.ts';
import type { Batch, ConversationRow, Received, Store } from '../store/api.ts';
import type { Effect, TypingState } from '../xmpp/feature.ts';
import { chatStateMessage } from '../xmpp/features/chat-states/chat-states.codec.ts';
import type { Heard, Session } from '../xmpp/session.ts';
import { batchOf } from './batch.ts';
import { Outbox, type InRoom, type OutboxOptions } from './outbox.ts';
import { Typing } from './typing.ts';

export interface ChatDeskOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly session: (account: AccountId) => Session | undefined;
  /** A stranger's first message opens a request, not a conversation. */
  readonly isKnown: (account: AccountId, peer: BareJid) => boolean;
  /** Messages of people who are no contacts are not even kept as requests. */
  readonly onlyKnownPeople: () => boolean;
  readonly stanza: OutboxOptions['stanza'];
  readonly settings: () => { readonly sendReadMarkers: boolean; readonly sendTyping: boolean };
}

/** What a stanza brought, once it is on disk. */
export interface Arrival {
  readonly session: Session;
  readonly received: Received;
  readonly arrived: Batch['messages'][number]['arrived'];
}

/** One-to-one chat: stores what comes, sends what is written, keeps delivery and typing. */
export class ChatDesk {
  readonly #o: ChatDeskOptions;
  readonly outbox: Outbox;
  readonly typing: Typing;
  readonly #message = new Emitter<Message>();
  readonly #conversation = new Emitter<ConversationRow>();
  readonly #removed = new Emitter<{ readonly conversation: ConversationId; readonly message: MessageId }>();
  readonly #arrival = new Emitter<Arrival>();

  constructor(options: ChatDeskOptions) {
    this.#o = options;
    this.outbox = new Outbox({ ...options, changed: message => this.#message.emit(message) });
    this.typing = new Typing(options);
  }

  readonly onMessage = this.#message.on;
  readonly onConversation = this.#conversation.on;
  readonly onMessageRemoved = this.#removed.on;
  /** For notifications: everything that was stored, live or caught up. */
  readonly onArrival = this.#arrival.on;

  /** Carries out what features made of one stanza. Resolves when it is on disk. */
  async carryOut({ session, effects, message }: Heard): Promise<void> {
    const batch = batchOf(session.account, message ? [{ message, effects }] : [], this.#o.clock.now(), this.#kindOf(session.account));
    const reads = effects.flatMap(effect => (effect.do === 'read-elsewhere' && !message ? [readOf(effect)] : []));
    const whole: Batch = { ...batch, reads: [...batch.reads, ...reads] };
    if (whole.messages.length + whole.marks.length + whole.reads.length > 0) await this.receive(session, whole, message?.arrival ?? 'live');
    for (const effect of effects) await this.#apply(session, effect);
    // A receipt tells that we have it: it leaves only after the commit above.
    for (const effect of effects) if (effect.do === 'send') session.send(effect.stanza);
  }

  /** Stores one stanza's or one page's worth and tells everybody. */
  async receive(session: Session, batch: Batch, arrived: Arrival['arrived']): Promise<Received> {
    const received = await this.#o.store.receive(batch);
    for (const added of received.added) this.typing.cleared(session.account, added.peer, added.mine);
    const many = received.added.length > 20;
    for (const message of many ? [] : received.added) this.#message.emit(message);
    for (const message of received.changed.slice(0, 200)) this.#message.emit(message);
    for (const row of received.conversations) this.#conversation.emit(row);
    this.#arrival.emit({ session, received, arrived });
    return received;
  }

  kindOf(account: AccountId): (peer: BareJid) => 'person' | 'request' | 'refused' {
    return this.#kindOf(account);
  }

  async send(conversation: ConversationId, body: string, inRoom?: InRoom): Promise<Message> {
    const message = await this.outbox.add(conversation, body, inRoom);
    this.#message.emit(message);
    await this.tellConversation(conversation);
    return message;
  }

  async retry(message: MessageId): Promise<void> {
    const queued = await this.#o.store.requeue({ message });
    if (!queued) return;
    this.#message.emit(queued);
    this.outbox.transmit(queued);
  }

  /** Tells the peer that the user is writing (XEP-0085), if both want it. Only who may see us is told. */
  tellTyping(row: ConversationRow, state: TypingState): void {
    const session = this.#o.session(row.account);
    if (!session?.online || !this.#o.settings().sendTyping || row.kind !== 'person' || !this.#o.isKnown(row.account, row.peer)) return;
    session.send(chatStateMessage(row.peer, state));
  }

  async removeMessage(id: MessageId): Promise<void> {
    const message = await this.#o.store.message({ message: id });
    if (!message) return;
    await this.#o.store.removeMessage({ message: id });
    this.#removed.emit({ conversation: message.conversation, message: id });
    await this.tellConversation(message.conversation);
  }

  async tellConversation(conversation: ConversationId): Promise<void> {
    const row = await this.#o.store.conversation({ conversation });
    if (row) this.#conversation.emit(row);
  }

  emitConversation(row: ConversationRow): void {
    this.#conversation.emit(row);
  }
  emitMessage(message: Message): void {
    this.#message.emit(message);
  }

  #kindOf(account: AccountId) {
    return (peer: BareJid): 'person' | 'request' | 'refused' => {
      if (this.#o.isKnown(account, peer)) return 'person';
      return this.#o.onlyKnownPeople() ? 'refused' : 'request';
    };
  }

  async #apply(session: Session, effect: Effect): Promise<void> {
    if (effect.do === 'typing') this.typing.heard(session.account, effect.peer, effect.state);
    if (effect.do === 'message-failed') {
      const failed = await this.#o.store.fail({ account: session.account, peer: effect.peer, id: effect.id, condition: effect.condition });
      if (failed) this.#message.emit(failed);
    }
  }
}

const readOf = (effect: Extract<Effect, { do: 'read-elsewhere' }>) => ({
  peer: effect.peer,
  ...('origin' in effect.id ? { originId: effect.id.origin } : { archiveId: effect.id.archive }),
});
