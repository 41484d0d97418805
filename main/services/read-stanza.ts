import type { Element } from '../xmpp/element.ts';
import { NS } from '../xmpp/ns.ts';
import { parseDocument } from '../xmpp/stream/parser.ts';
import { LIMITS } from '../xmpp/stream/transport.ts';

/** Reads one message, presence or iq as typed into the console; undefined where it is none or not well-formed. */
export function readStanza(xml: string): Element | undefined {
  try {
    // What is typed without a namespace is of the stream's.
    const element = parseDocument(Buffer.from(`<x xmlns="${NS.client}">${xml.trim()}</x>`, 'utf8'), LIMITS).getChildElements();
    const [stanza] = element;
    if (!stanza || element.length !== 1 || !['message', 'presence', 'iq'].includes(stanza.name)) return undefined;
    stanza.attrs['xmlns'] ??= NS.client;
    return stanza;
  } catch {
    return undefined;
  }
}
