import { z } from 'zod';
import { accountInput } from './accounts.ts';
import { call, event, type Client } from './define.ts';
import { conversationId, type AccountId, type BareJid, type ConversationId, type MessageId } from './ids.ts';

/** `request`: a stranger wrote and waits for Accept, Block or Report. */
export type ConversationKind = 'person' | 'request' | 'room';

export interface Conversation {
  readonly id: ConversationId;
  readonly account: AccountId;
  readonly peer: BareJid;
  readonly kind: ConversationKind;
  /** What to call it: own name for the contact, else the nickname, else the address. */
  readonly title: string;
  readonly avatar: string | undefined;
  readonly pinned: boolean;
  /** Muted until this time; `'always'`; undefined: not muted. */
  readonly muted: number | 'always' | undefined;
  readonly unread: number;
  /** Unread messages of a room that mean the user. */
  readonly mentions: number;
  /** The last message that the user has read here or on another device. */
  readonly readUpTo: MessageId | undefined;
  /** `by`: the nickname, in a room. */
  readonly last: { readonly text: string; readonly at: number; readonly mine: boolean; readonly by?: string } | undefined;
  readonly draft: string;
  /** The peer is typing now (XEP-0085). */
  readonly typing: boolean;
}

export const conversationInput = z.int().positive().transform(conversationId);
const conversation = z.object({ conversation: conversationInput });

export const conversations = {
  name: 'conversations',
  calls: {
    /** Pinned first, then by last activity. */
    list: call<readonly Conversation[]>()(z.object({})),
    /** Finds or makes the conversation with an address; `bad-address` with a hint where it is malformed. */
    start: call<Conversation>()(z.object({ account: accountInput, address: z.string().min(1).max(3071) })),
    /** Everything up to the newest message is read; sends markers where the user allows it. */
    markRead: call<void>()(conversation),
    setDraft: call<void>()(conversation.extend({ text: z.string().max(65_536) })),
    setPinned: call<void>()(conversation.extend({ pinned: z.boolean() })),
    setMuted: call<void>()(conversation.extend({ until: z.union([z.number(), z.literal('always'), z.null()]) })),
    /** The user is writing, paused, or left (XEP-0085). */
    setTyping: call<void>()(conversation.extend({ state: z.enum(['composing', 'paused', 'active', 'gone']) })),
    /** Deletes it here with all its messages. */
    remove: call<void>()(conversation),
    accept: call<void>()(conversation),
    block: call<void>()(conversation.extend({ report: z.enum(['spam', 'abuse']).optional() })),
    /** What is on screen, for notifications and read marks; null: nothing, or the window has no focus. */
    setOnScreen: call<void>()(z.object({ conversation: conversationInput.nullable() })),
    /** Writes a file into the downloads folder and answers with its path; all conversations when none is named. */
    exportHistory: call<{ readonly path: string; readonly messages: number }>()(
      z.object({ conversation: conversationInput.optional(), format: z.enum(['text', 'json']) }),
    ),
  },
  events: {
    changed: event<Conversation>(),
    removed: event<ConversationId>(),
    /** Open this one: a notification or a link was followed. */
    open: event<{ readonly conversation: ConversationId; readonly message?: MessageId }>(),
  },
} as const;

export type Conversations = Client<typeof conversations>;
