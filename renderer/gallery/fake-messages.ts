import type { Message, Messages, Page } from '../../preload/contract/messages.ts';
import type { ConversationId } from '../../preload/contract/ids.ts';
import { FailureError } from '../../preload/contract/wire.ts';
import { source } from './events.ts';
import { aMessage } from './people.ts';

export interface FakeMessages {
  readonly service: Messages;
  /** New or changed. */
  readonly put: (message: Message) => void;
  readonly filled: (conversation: ConversationId) => void;
  readonly all: () => readonly Message[];
  readonly listenerCount: () => number;
}
export interface FakeMessagesOptions {
  readonly messages?: readonly Message[];
  /** What the server's archive holds beyond, oldest first; it comes out in pages of 50. */
  readonly onServer?: readonly Message[];
  /** The archive does not answer. */
  readonly serverFails?: boolean;
  readonly now?: () => number;
  /** Never answers, for the picture of loading. */
  readonly hangs?: boolean;
  readonly fails?: boolean;
}

/** The messages service over an array: the same pages that the store gives. */
export function fakeMessages(options: FakeMessagesOptions = {}): FakeMessages {
  let messages = [...(options.messages ?? [])].toSorted((a, b) => a.position - b.position);
  let onServer = [...(options.onServer ?? [])];
  const changed = source<Message>();
  const filled = source<{ readonly conversation: ConversationId }>();
  const removed = source<Parameters<Parameters<Messages['onRemoved']>[0]>[0]>();

  const put = (message: Message): void => {
    const at = messages.findIndex(({ id }) => id === message.id);
    messages = (at < 0 ? [...messages, message] : messages.with(at, message)).toSorted((a, b) => a.position - b.position);
    changed.emit(message);
  };
  const service: Messages = {
    page: async input => {
      if (options.hangs) return new Promise<Page>(() => undefined);
      if (options.fails) throw new FailureError({ code: 'storage', problem: 'damaged' });
      const own = messages.filter(({ conversation }) => conversation === input.conversation);
      const [from, to] = range(own, input);
      return {
        messages: own.slice(from, to),
        hasOlder: from > 0,
        hasNewer: to < own.length,
        olderOnServer: onServer.length > 0 || (options.serverFails ?? false),
      };
    },
    send: async ({ conversation, body }) => {
      const position = (messages.at(-1)?.position ?? 0) + 1;
      const message = aMessage(conversation, body, { mine: true, delivery: 'queued', position, ...(options.now ? { at: options.now() } : {}) });
      put(message);
      return message;
    },
    retry: async ({ message }) => {
      const found = messages.find(({ id }) => id === message);
      if (found) put({ ...found, failed: undefined, delivery: 'queued' });
    },
    remove: async ({ message }) => {
      const found = messages.find(({ id }) => id === message);
      messages = messages.filter(({ id }) => id !== message);
      if (found) removed.emit({ conversation: found.conversation, message });
    },
    fetchOlder: async () => {
      if (options.serverFails) throw new FailureError({ code: 'offline' });
      const page = onServer.slice(-50);
      onServer = onServer.slice(0, -50);
      messages = [...page, ...messages].toSorted((a, b) => a.position - b.position);
      return { added: page.length, complete: onServer.length === 0 };
    },
    onChanged: changed.on,
    onFilled: filled.on,
    onRemoved: removed.on,
  };
  return {
    service,
    put,
    filled: conversation => filled.emit({ conversation }),
    all: () => messages,
    listenerCount: () => changed.listeners.size + filled.listeners.size + removed.listeners.size,
  };
}

type Which = Parameters<Messages['page']>[0];

function range(own: readonly Message[], { before, after, around, limit }: Which): readonly [number, number] {
  const first = (least: number): number => {
    const at = own.findIndex(({ position }) => position >= least);
    return at < 0 ? own.length : at;
  };
  if (before !== undefined) return [Math.max(0, first(before) - limit), first(before)];
  if (after !== undefined) return [first(after + 1), Math.min(own.length, first(after + 1) + limit)];
  const middle = around === undefined ? own.length : first(around) + Math.ceil(limit / 2);
  const to = Math.min(own.length, Math.max(middle, limit));
  return [Math.max(0, to - limit), to];
}
