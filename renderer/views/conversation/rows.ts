import type { MessageId } from '../../../preload/contract/ids.ts';
import type { Message } from '../../../preload/contract/messages.ts';
import { actionOf } from './text-runs.ts';

/** What a message's row looks like because of its neighbours. */
export interface RowShape {
  /** The first of a day: a line with the date stands above it. */
  readonly newDay: boolean;
  /** The first unread one: the line stands above it. */
  readonly firstUnread: boolean;
  /** The first of a run: with picture, name and time. */
  readonly head: boolean;
  /** The last of a run. */
  readonly tail: boolean;
  /** The mark of delivery is seen: the last own one of a run, or one whose state differs from the next. */
  readonly marked: boolean;
}

const RUN_MS = 5 * 60_000;

const dayOf = (at: number): number => {
  const date = new Date(at);
  return date.getFullYear() * 372 + date.getMonth() * 31 + date.getDate();
};
export const sameDay = (a: number, b: number): boolean => dayOf(a) === dayOf(b);

/** Who wrote: in a room the person where it tells, else the nickname; between two people the address. */
const writerOf = ({ author, sender }: Message): string => (sender ? (sender.occupantId ?? sender.nickname) : author);

/** One sender without a break of five minutes, without a new day, without an action between, and to the same readers. */
const continues = (before: Message, message: Message): boolean =>
  writerOf(before) === writerOf(message) &&
  before.mine === message.mine &&
  before.privateWith === message.privateWith &&
  message.at - before.at < RUN_MS &&
  sameDay(before.at, message.at) &&
  actionOf(before.body) === undefined &&
  actionOf(message.body) === undefined;

export function rowShape(messages: readonly Message[], index: number, readUpTo: MessageId | 'none' | undefined): RowShape {
  const message = messages[index];
  if (!message) return { newDay: false, firstUnread: false, head: false, tail: false, marked: false };
  const before = messages[index - 1];
  const after = messages[index + 1];
  const newDay = !before || !sameDay(before.at, message.at);
  const tail = !after || !continues(message, after);
  const firstUnread = readUpTo !== undefined && isFirstUnread(before, message, readUpTo);
  return {
    newDay,
    firstUnread,
    head: newDay || firstUnread || !before || !continues(before, message),
    tail,
    marked: message.mine && (tail || after?.delivery !== message.delivery || after.failed !== undefined),
  };
}

/** The line is above the first message after the last one that was read. */
const isFirstUnread = (before: Message | undefined, message: Message, readUpTo: MessageId | 'none'): boolean =>
  readUpTo === 'none' ? before === undefined : before?.id === readUpTo && message.id !== readUpTo;
