import { z } from 'zod';
import { conversationInput } from './conversations.ts';
import { call, event, type Client } from './define.ts';
import { messageId, type BareJid, type ConversationId, type MessageId, type OriginId } from './ids.ts';

/** Ordered: a message's delivery only ever moves to the right. */
export const DELIVERY = ['queued', 'sent', 'delivered', 'displayed'] as const;
export type Delivery = (typeof DELIVERY)[number];

/** Who wrote in a room. The same person has the same `id`; a nickname alone may have had another owner since. */
export interface Sender {
  readonly nickname: string;
  /** The room's id for the person (XEP-0421), where it gives one. */
  readonly occupantId: string | undefined;
  /** Real address, where the room shows it. */
  readonly address: BareJid | undefined;
}

export interface Message {
  readonly id: MessageId;
  readonly conversation: ConversationId;
  readonly originId: OriginId | undefined;
  /** The account's own address for own messages, else the peer's. */
  readonly author: BareJid;
  readonly mine: boolean;
  readonly body: string;
  /** Shown time, milliseconds since 1970. */
  readonly at: number;
  /** Order within the conversation; unique there, not a time to show. */
  readonly position: number;
  /** Meaningful for own messages. */
  readonly delivery: Delivery;
  /** Why it could not be sent: the condition of the error that came back. */
  readonly failed: string | undefined;
  /** In a room only. */
  readonly sender?: Sender;
  /** Only between the user and this occupant (nickname). */
  readonly privateWith?: string;
  /** It means the user: by name, or everybody. */
  readonly mentioned?: boolean;
  /** A moderator took it away: the text is gone. */
  readonly retracted?: { readonly by: string | undefined; readonly reason: string | undefined };
}

export interface Page {
  readonly messages: readonly Message[]; // oldest first
  readonly hasOlder: boolean;
  readonly hasNewer: boolean;
  /** The server may hold older messages than the store: `fetchOlder` gets them. */
  readonly olderOnServer: boolean;
}

const conversation = z.object({ conversation: conversationInput });
const message = z.object({ message: z.int().positive().transform(messageId) });

export const messages = {
  name: 'messages',
  calls: {
    /** The newest page, or the page before, after or around a position. */
    page: call<Page>()(
      conversation.extend({ before: z.number().optional(), after: z.number().optional(), around: z.number().optional(), limit: z.int().min(1).max(200) }),
    ),
    /** Answers when the message is in the outbox on disk, not when it was sent. */
    send: call<Message>()(conversation.extend({ body: z.string().min(1).max(65_536) })),
    retry: call<void>()(message),
    /** Deletes one message here only. */
    remove: call<void>()(message),
    /** Asks the server's archive for one older page of this conversation; answers how many messages were new. */
    fetchOlder: call<{ readonly added: number; readonly complete: boolean }>()(conversation),
  },
  events: {
    /** New or changed. */
    changed: event<Message>(),
    /** Many at once came out of the archive: read the page again. */
    filled: event<{ readonly conversation: ConversationId }>(),
    removed: event<{ readonly conversation: ConversationId; readonly message: MessageId }>(),
  },
} as const;

export type Messages = Client<typeof messages>;
