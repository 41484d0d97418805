import { z } from 'zod';
import { conversationInput } from './conversations.ts';
import { call, type Client } from './define.ts';
import type { Message } from './messages.ts';

export interface Hit {
  readonly message: Message;
  readonly title: string;
  /** The text around the match, cut into pieces; the matched ones are to be marked. */
  readonly snippet: readonly { readonly text: string; readonly match: boolean }[];
}
export interface Hits {
  readonly hits: readonly Hit[]; // newest first
  readonly more: boolean;
  /** Parts of the query that mean nothing, such as `before:yesterdayish`. */
  readonly ignored: readonly string[];
}

export const search = {
  name: 'search',
  calls: {
    /** Words, "phrases", and `from: in: before: after: has:link`. `before` pages on: the id of the last hit so far. */
    find: call<Hits>()(
      z.object({ query: z.string().max(512), conversation: conversationInput.optional(), before: z.number().optional(), limit: z.int().min(1).max(100) }),
    ),
  },
  events: {},
} as const;

export type Search = Client<typeof search>;
