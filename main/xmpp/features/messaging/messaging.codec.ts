// RFC 6121 §5: exchanging messages
import { originId, type BareJid, type OriginId } from '../../../../preload/contract/ids.ts';
import { attr, el, ownChild, type Element } from '../../element.ts';
import { bareOf } from '../../jid.ts';
import { NS } from '../../ns.ts';

/** A longer text is cut here and says so by its end: a stanza may be of any size that the server lets pass, a page may not. */
export const MOST_BODY = 100_000;
const MOST_THREAD = 256;

const TYPES = ['chat', 'error', 'groupchat', 'headline', 'normal'] as const;
export type MessageType = (typeof TYPES)[number];

/** §5.2.2: a type that is missing or unknown is `normal`. */
export function messageType(message: Element): MessageType {
  const type = attr(message, 'type');
  return TYPES.find(one => one === type) ?? 'normal';
}

/** No pair of surrogates is cut in two. */
function cut(text: string): string {
  if (text.length <= MOST_BODY) return text;
  const end = /[\ud800-\udbff]/.test(text.charAt(MOST_BODY - 1)) ? MOST_BODY - 1 : MOST_BODY;
  return `${text.slice(0, end)}…`;
}

// oxlint-disable-next-line no-control-regex -- a server that lets these pass breaks XML; nothing of ours may
const NOT_TEXT = /[\0-\x08\x0b\x0c\x0e-\x1f]/g;

/** The text of a message as its sender wrote it: of several languages (§5.2.3) the one that is not named, else the first. */
export function readBody(message: Element): string | undefined {
  const bodies = message.getChildren('body').filter(one => one.getNS() === message.getNS());
  const body = bodies.find(one => attr(one, 'xml:lang') === undefined) ?? bodies[0];
  const text = body?.text().replace(/\r\n?/g, '\n').replace(NOT_TEXT, '');
  return text === undefined || text.trim() === '' ? undefined : cut(text);
}

export function readThread(message: Element): string | undefined {
  const thread = ownChild(message, 'thread')?.text().trim();
  return thread !== undefined && thread !== '' && thread.length <= MOST_THREAD ? thread : undefined;
}

export interface ChatMessage {
  readonly to: BareJid;
  readonly id: OriginId;
  readonly body: string;
  readonly thread: string | undefined;
}

/** A message of type chat, without what other features add to it. */
export const encodeChat = (message: ChatMessage): Element =>
  el(
    'message',
    NS.client,
    { to: message.to, type: 'chat', id: message.id },
    el('body', undefined, {}, message.body),
    message.thread === undefined ? undefined : el('thread', undefined, {}, message.thread),
  );

export function decodeChat(message: Element): ChatMessage | undefined {
  const [to, id, body] = [bareOf(attr(message, 'to')), attr(message, 'id'), readBody(message)];
  return to === undefined || id === undefined || body === undefined ? undefined : { to, id: originId(id), body, thread: readThread(message) };
}
