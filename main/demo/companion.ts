import { randomUUID } from 'node:crypto';
import xml, { type Element } from '@xmpp/xml';
import { openBareStream, type BareStreamOptions } from './bare-stream.ts';

export interface Companion {
  /** Goes offline. */
  readonly leave: () => void;
}

const NS = {
  receipts: 'urn:xmpp:receipts',
  markers: 'urn:xmpp:chat-markers:0',
  states: 'http://jabber.org/protocol/chatstates',
  info: 'http://jabber.org/protocol/disco#info',
  stanzas: 'urn:ietf:params:xml:ns:xmpp-stanzas',
} as const;

/** What the companion says, one after the other: who answers here, and what can be tried. */
export const ANSWERS: readonly string[] = [
  'Here I am, under the balcony. I am a small program on your computer, and not much of a talker.',
  'Have you seen the marks beside your lines? One tick: the server has it. Two: I have it. In colour: I have read it.',
  'Press Ctrl K (⌘K on a Mac) to jump to anybody, and ? outside the box for all the keys.',
  'Whatever was said can be found: put *ladder* into the search.',
  'Begin a line with /me, as in: /me climbs down the wall',
  'Some of us meet in The Orchard: the room in your list. It is yours, so its settings and its members obey you.',
  'If you have an account of your own: “Add account” is in the settings. All of this here is gone when you quit.',
  'But soft, I hear the nurse. Parting is such sweet sorrow. Still, say something, and I shall begin anew.',
];

const NOTICING_MS = 600;
const TYPING_MS = 1500;

/** Somebody to talk to: online, tells that it has read what one wrote, types for a while and answers. */
export async function startCompanion(
  server: BareStreamOptions,
  options: { readonly noticingMs?: number; readonly typingMs?: number } = {},
): Promise<Companion> {
  const { noticingMs = NOTICING_MS, typingMs = TYPING_MS } = options;
  const timers = new Set<NodeJS.Timeout>();
  const after = (ms: number, act: () => void): void => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      act();
    }, ms);
    timers.add(timer);
  };
  let said = 0;
  const stream = await openBareStream(server, stanza => {
    if (stanza.is('iq')) return answerQuery(stanza, stream.send);
    const from = String(stanza.attrs['from'] ?? '');
    if (!stanza.is('message') || stanza.attrs['type'] !== 'chat' || !from || stanza.getChildText('body') === null) return;
    acknowledge(stanza, from, stream.send);
    after(noticingMs, () => {
      markRead(stanza, from, stream.send);
      stream.send(chat(from, xml('composing', { xmlns: NS.states })));
    });
    after(noticingMs + typingMs, () => {
      stream.send(words(from, ANSWERS[said % ANSWERS.length] ?? ''));
      said += 1;
    });
  });
  stream.send(xml('presence', {}, xml('status', {}, 'under the balcony')));
  return {
    leave: () => {
      for (const timer of timers) clearTimeout(timer);
      stream.close();
    },
  };
}

const chat = (to: string, ...children: Element[]): Element => xml('message', { to, type: 'chat', id: randomUUID() }, ...children);

const words = (to: string, text: string): Element =>
  chat(to, xml('body', {}, text), xml('active', { xmlns: NS.states }), xml('request', { xmlns: NS.receipts }), xml('markable', { xmlns: NS.markers }));

function acknowledge(message: Element, from: string, send: (stanza: Element) => void): void {
  const { id } = message.attrs;
  if (typeof id === 'string' && message.getChild('request', NS.receipts)) send(chat(from, xml('received', { xmlns: NS.receipts, id })));
}

function markRead(message: Element, from: string, send: (stanza: Element) => void): void {
  const { id } = message.attrs;
  if (typeof id === 'string' && message.getChild('markable', NS.markers)) send(chat(from, xml('displayed', { xmlns: NS.markers, id })));
}

/** What it can, for who asks; everything else it cannot (RFC 6120 §8.2.3: a question is always answered). */
function answerQuery(query: Element, send: (stanza: Element) => void): void {
  const { id, from, type } = query.attrs;
  if (type !== 'get' && type !== 'set') return;
  const back = { id: String(id ?? ''), ...(typeof from === 'string' ? { to: from } : {}) };
  const info = type === 'get' ? query.getChild('query', NS.info) : undefined;
  if (!info) {
    send(xml('iq', { ...back, type: 'error' }, xml('error', { type: 'cancel' }, xml('service-unavailable', { xmlns: NS.stanzas }))));
    return;
  }
  const { node } = info.attrs;
  const about = { xmlns: NS.info, ...(typeof node === 'string' ? { node } : {}) };
  const features = [NS.info, NS.receipts, NS.markers, NS.states].map(feature => xml('feature', { var: feature }));
  send(xml('iq', { ...back, type: 'result' }, xml('query', about, xml('identity', { category: 'client', type: 'bot', name: 'Romeo' }), ...features)));
}
