import { SaxesParser, type SaxesTagPlain } from 'saxes';
import { Element } from '../element.ts';
import { NS } from '../ns.ts';
import { keepAttributes, OUTERMOST, resolve, scopeOf, split, type Scope } from './namespaces.ts';
import type { Limits } from './transport.ts';
import { XmlViolation } from './xml-violation.ts';

// saxes and not ltx's own parser: that one takes undefined attributes, comments and instructions for granted and scans a long text again with every chunk.

/** Attributes of one element. More is no XMPP. */
const ATTRIBUTES = 256;
const BLANK = /^[ \t\r\n]*$/;
const LEADING_BLANK = /^[ \t\r\n]+/;

/** ltx takes `xmlns=""` for "as my parent"; here it means no namespace, as in XML. */
class ParsedElement extends Element {
  override findNS(prefix?: string): string | undefined {
    if (!prefix && typeof this.attrs['xmlns'] === 'string') return this.attrs['xmlns'];
    return super.findNS(prefix);
  }
}

export interface ParserEvents {
  /** The root of a stream. Never called with `root: 'none'`. */
  readonly opened: (root: Element) => void;
  /** A whole element below the root (or, with `root: 'none'`, the document). It stands alone: no parent, its namespace on itself, no prefixes. */
  readonly element: (element: Element) => void;
  readonly ended: () => void;
}
export interface ParserOptions {
  readonly limits: Limits;
  readonly root: 'stream' | 'none';
  /** Also take comments, as hand-written files have; never in a stream (RFC 6120 §11.1). */
  readonly comments?: boolean;
}

/**
 * Bytes in, elements out, however they are cut. Elements come without prefixes: each carries `xmlns` where its namespace differs from its parent's.
 *
 * A stanza that is too deep, or has too many children or attributes, comes out empty (an answer to a request as an error): it may have been written by a
 * stranger and handed on by an honest server, and ending the stream would let strangers end it again after every resumption.
 *
 * `write` throws `XmlViolation`; after that, and after `stop`, the parser is deaf.
 */
export class XmlParser {
  readonly #sax = new SaxesParser({ xmlns: false, position: false, forceXMLVersion: true, defaultXMLVersion: '1.0' });
  readonly #decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  readonly #events: ParserEvents;
  readonly #limits: Limits;
  /** Depth at which top-level elements stand in. */
  readonly #base: number;
  #stopped = false;
  #depth = 0;
  #scope: Scope = OUTERMOST;
  /** What top-level elements inherit. */
  #outer: Scope = OUTERMOST;
  #top: Element | undefined;
  #cursor: Element | undefined;
  /** The present top-level element broke a cap: nothing of it is kept. */
  #skipping = false;
  /** saxes reports the end of an element before it has compared the names: what it ended waits until nothing was wrong. */
  #due: (() => void) | undefined;
  // For the count of bytes since the last top-level element ended.
  #chunk = '';
  #chunkAt = 0;
  #mark = 0;
  #carried = 0;
  #idle = true;

  constructor(options: ParserOptions, events: ParserEvents) {
    this.#events = events;
    this.#limits = options.limits;
    this.#base = options.root === 'stream' ? 1 : 0;
    const refuse = (what: string) => (): never => {
      throw new XmlViolation('restricted-xml', `${what} in a stream`);
    };
    const sax = this.#sax;
    sax.on('error', error => {
      throw new XmlViolation('not-well-formed', error.message);
    });
    sax.on('doctype', refuse('a document type'));
    sax.on('processinginstruction', refuse('a processing instruction'));
    if (options.comments !== true) sax.on('comment', refuse('a comment'));
    sax.on('xmldecl', ({ encoding }) => {
      if (encoding !== undefined && encoding.toLowerCase() !== 'utf-8') throw new XmlViolation('unsupported-encoding', 'not UTF-8');
    });
    sax.on('opentag', tag => this.#live() && this.#open(tag));
    sax.on('closetag', tag => {
      if (!this.#live()) return;
      this.#close();
      if (tag.isSelfClosing) this.#flush();
    });
    sax.on('text', text => this.#live() && this.#text(text));
    sax.on('cdata', text => this.#live() && this.#text(text));
  }

  write(bytes: Uint8Array): void {
    if (this.#stopped) return;
    try {
      this.#feed(this.#decode(bytes));
      this.#flush();
    } catch (error) {
      if (this.#stopped) return;
      this.#stopped = true;
      throw error;
    }
  }

  /** The whole document is there. @throws XmlViolation when it is not. */
  finish(): void {
    if (this.#stopped) return;
    this.#sax.close();
    this.#stopped = true;
  }

  stop(): void {
    this.#stopped = true;
  }

  #decode(bytes: Uint8Array): string {
    try {
      return this.#decoder.decode(bytes, { stream: true });
    } catch {
      throw new XmlViolation('unsupported-encoding', 'bytes that are no UTF-8');
    }
  }

  #feed(text: string): void {
    // White space between stanzas keeps a connection alive (RFC 6120 §4.6.1); over weeks it must not add up.
    const fresh = this.#idle && this.#depth === this.#base ? text.replace(LEADING_BLANK, '') : text;
    if (fresh === '') return;
    this.#chunk = fresh;
    this.#mark = 0;
    this.#sax.write(fresh);
    this.#chunkAt += fresh.length;
    if (this.#stopped) return;
    const rest = fresh.slice(this.#mark);
    this.#idle = this.#depth === this.#base && (this.#idle || this.#mark > 0) && BLANK.test(rest);
    this.#count(this.#idle ? '' : rest);
    if (this.#idle) this.#carried = 0;
  }

  #count(text: string): void {
    this.#carried += Buffer.byteLength(text);
    if (this.#carried > this.#limits.stanzaBytes) throw new XmlViolation('policy-violation', `a stanza of more than ${this.#limits.stanzaBytes} bytes`);
  }

  /** A top-level element (or the root's head) ends here. */
  #boundary(): void {
    const end = this.#sax.position - this.#chunkAt;
    this.#count(this.#chunk.slice(this.#mark, end));
    this.#carried = 0;
    this.#mark = end;
  }

  #live(): boolean {
    if (!this.#stopped) this.#flush();
    return !this.#stopped;
  }

  #flush(): void {
    const due = this.#due;
    this.#due = undefined;
    due?.();
  }

  #open(tag: SaxesTagPlain): void {
    this.#depth += 1;
    const level = this.#depth - this.#base;
    if (this.#skipping) return;
    const names = Object.keys(tag.attributes);
    if (level <= 0) return this.#openRoot(tag, names);
    if (level > this.#limits.depth) return this.#overflow(`more than ${this.#limits.depth} levels`);
    if (names.length > ATTRIBUTES) {
      if (level === 1) this.#top = this.#build(tag, ['xmlns', 'id', 'type', 'from', 'to']).element;
      return this.#overflow(`more than ${ATTRIBUTES} attributes`);
    }
    const { element, scope } = this.#build(tag, names);
    if (level === 1) this.#top = element;
    else if (this.#cursor!.children.length >= this.#limits.children) return this.#overflow(`more than ${this.#limits.children} children`);
    else this.#cursor!.append(element);
    this.#cursor = element;
    this.#scope = scope;
  }

  #openRoot(tag: SaxesTagPlain, names: readonly string[]): void {
    if (names.length > ATTRIBUTES) throw new XmlViolation('policy-violation', 'a stream header of too many attributes');
    const { element, scope } = this.#build(tag, names);
    this.#scope = scope;
    this.#outer = scope;
    this.#boundary();
    this.#due = () => this.#events.opened(element);
  }

  #close(): void {
    this.#depth -= 1;
    const level = this.#depth - this.#base;
    if (level < 0) {
      this.#due = () => this.#end();
      return;
    }
    if (!this.#skipping) {
      this.#cursor = this.#cursor?.parent ?? undefined;
      this.#scope = this.#scope.up ?? OUTERMOST;
    }
    if (level > 0) return;
    this.#boundary();
    const element = this.#top!;
    this.#top = undefined;
    this.#cursor = undefined;
    this.#scope = this.#outer;
    this.#skipping = false;
    this.#due = () => this.#events.element(element);
  }

  #end(): void {
    this.#stopped = true;
    this.#events.ended();
  }

  #text(text: string): void {
    if (this.#skipping) return;
    const cursor = this.#cursor;
    if (!cursor) {
      if (!BLANK.test(text)) throw new XmlViolation('bad-format', 'text between stanzas');
      return;
    }
    const last = cursor.children.length - 1;
    const before = cursor.children[last];
    if (typeof before === 'string') cursor.children[last] = before + text;
    else if (cursor.children.length >= this.#limits.children) this.#overflow(`more than ${this.#limits.children} children`);
    else cursor.t(text);
  }

  #build(tag: SaxesTagPlain, names: readonly string[]): { element: Element; scope: Scope } {
    const scope = scopeOf(tag.attributes, names, this.#scope);
    const [prefix, local] = tag.name.includes(':') ? split(tag.name) : [undefined, tag.name];
    const namespace = prefix === undefined ? scope.plain : resolve(prefix, scope);
    const element = new ParsedElement(local);
    // Compared with what a reader of the finished tree would find there.
    if (namespace !== (this.#cursor?.getNS() ?? '') || !this.#cursor) element.attrs['xmlns'] = namespace;
    keepAttributes(tag.attributes, names, scope, element.attrs);
    return { element, scope };
  }

  #overflow(text: string): void {
    const top = this.#top;
    if (!top || !isStanza(top)) throw new XmlViolation('policy-violation', text);
    this.#skipping = true;
    top.children = [];
    const type: unknown = top.attrs['type'];
    if (top.getName() !== 'iq' || (type !== 'result' && type !== 'error')) return;
    // An empty result would be read as "there is nothing".
    top.attrs['type'] = 'error';
    top.append(new Element('error', { type: 'cancel' }));
    top.getChild('error')?.append(new Element('policy-violation', { xmlns: NS.stanzaErrors }));
  }
}

const isStanza = (element: Element): boolean => element.getNS() === NS.client && ['iq', 'message', 'presence'].includes(element.getName());

/** One document, whole. @throws XmlViolation */
export function parseDocument(bytes: Uint8Array, limits: Limits, comments = false): Element {
  let found: Element | undefined;
  const parser = new XmlParser({ limits, root: 'none', comments }, { opened: () => {}, element: element => void (found = element), ended: () => {} });
  parser.write(bytes);
  parser.finish();
  if (!found) throw new XmlViolation('not-well-formed', 'no element');
  return found;
}
