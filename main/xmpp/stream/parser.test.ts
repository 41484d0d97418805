import { expect, test } from 'vitest';
import type { Element } from '../element.ts';
import { parseDocument, XmlParser } from './parser.ts';
import { LIMITS, type Limits } from './transport.ts';
import { XmlViolation } from './xml-violation.ts';

const HEAD = `<?xml version='1.0'?><stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' id='s1' version='1.0'>`;
const bytes = (text: string): Buffer => Buffer.from(text, 'utf8');

interface Read {
  readonly elements: Element[];
  readonly parser: XmlParser;
  roots: number;
  ended: boolean;
}
function reader(limits: Limits = LIMITS): Read {
  const elements: Element[] = [];
  const events = {
    opened: () => void (read.roots += 1),
    element: (element: Element) => void elements.push(element),
    ended: () => void (read.ended = true),
  };
  const read: Read = { elements, parser: new XmlParser({ limits, root: 'stream' }, events), roots: 0, ended: false };
  return read;
}
function readAll(text: string | Uint8Array, limits?: Limits): Read {
  const read = reader(limits);
  read.parser.write(bytes(HEAD));
  read.parser.write(typeof text === 'string' ? bytes(text) : text);
  return read;
}
const xmlOf = (text: string, limits?: Limits): string => readAll(text, limits).elements.join('');
function conditionOf(text: string | Uint8Array, limits?: Limits): string {
  try {
    readAll(text, limits);
  } catch (error) {
    if (error instanceof XmlViolation) return error.condition;
    throw error;
  }
  return 'none';
}

test('a stream that is cut at any byte reads as if it had come whole', () => {
  const stanza = `<message from='romeo@montague.lit'><body>Küß’ mich 🌹 &amp; &#x1F339;\r\nja&lt;</body><!-- -->`.replace(
    '<!-- -->',
    `<x xmlns='urn:x' a='ü"&quot;'/></message>`,
  );
  const whole = bytes(`${HEAD}${stanza}\n<presence/></stream:stream>`);
  const expected = readAll(`${stanza}\n<presence/></stream:stream>`);
  expect(expected.elements.map(String)).toMatchInlineSnapshot(`
    [
      "<message xmlns="jabber:client" from="romeo@montague.lit"><body>Küß’ mich 🌹 &amp; 🌹
    ja&lt;</body><x xmlns="urn:x" a="ü&quot;&quot;"/></message>",
      "<presence xmlns="jabber:client"/>",
    ]
  `);
  for (let cut = 0; cut <= whole.length; cut += 1) {
    const read = reader();
    read.parser.write(whole.subarray(0, cut));
    read.parser.write(whole.subarray(cut));
    expect([read.roots, read.ended, read.elements.join('')]).toEqual([1, true, expected.elements.join('')]);
  }
  const trickle = reader();
  for (const byte of whole) trickle.parser.write(Uint8Array.of(byte));
  expect(trickle.elements.join('')).toBe(expected.elements.join(''));
});

test('elements stand alone: without prefixes, with the namespace that XML gives them', () => {
  const { elements } = readAll(
    `<stream:features><a xmlns='urn:a'/></stream:features><p:message xmlns:p='jabber:client'><p:body>hi</p:body><q:x xmlns:q='urn:q' q:k='1' xml:lang='en'><y xmlns=''/></q:x></p:message>`,
  );
  const [features, message] = elements;
  expect(features?.is('features', 'http://etherx.jabber.org/streams')).toBe(true);
  expect(message?.name).toBe('message');
  expect(message?.getChildText('body', 'jabber:client')).toBe('hi');
  const x = message?.getChild('x', 'urn:q');
  expect(x?.attrs).toEqual({ xmlns: 'urn:q', 'xmlns:q': 'urn:q', 'q:k': '1', 'xml:lang': 'en' });
  expect(x?.getChild('y')?.getNS()).toBe('');
  expect(message?.parent ?? undefined).toBeUndefined();
  expect(parseDocument(bytes(String(message)), LIMITS).toString()).toBe(String(message));
});

test('a default namespace that is taken back is not inherited from further out', () => {
  const [message] = readAll(`<message><x xmlns='urn:x'><body xmlns=''>no body of a client</body></x></message>`).elements;
  expect(message?.getChild('x')?.getChild('body', 'urn:x')).toBeUndefined();
});

test.each([
  ['a comment', '<!-- hi -->', 'restricted-xml'],
  ['a comment in a stanza', '<message><!----></message>', 'restricted-xml'],
  ['a processing instruction', '<?php boo ?>', 'restricted-xml'],
  ['a stylesheet in a stanza', '<message><?xml-stylesheet a?></message>', 'restricted-xml'],
  ['a document type', '<!DOCTYPE a [<!ENTITY b "c">]>', 'not-well-formed'],
  ['an entity nobody defined', '<message>&lol;</message>', 'not-well-formed'],
  ['an entity of HTML', '<message>&nbsp;</message>', 'not-well-formed'],
  ['tags that cross', '<a><b></a></b>', 'not-well-formed'],
  ['a top-level tag closed by another', '<message></presence>', 'not-well-formed'],
  ['an attribute twice', `<message a='1' a='2'/>`, 'not-well-formed'],
  ['an attribute without quotes', '<message a=1/>', 'not-well-formed'],
  ['a bare ampersand', '<message>a & b; c</message>', 'not-well-formed'],
  ['a less-than in an attribute', `<message a='<'/>`, 'not-well-formed'],
  ['the end of a CDATA section in text', '<message>]]></message>', 'not-well-formed'],
  ['a control character', '<message>\u0001</message>', 'not-well-formed'],
  ['a control character as reference', '<message>&#1;</message>', 'not-well-formed'],
  ['a half of a pair as reference', '<message>&#xD800;</message>', 'not-well-formed'],
  ['what is no character', '<message>\uFFFE</message>', 'not-well-formed'],
  ['a prefix bound to nothing', '<x:message/>', 'bad-namespace-prefix'],
  ['an attribute of a prefix bound to nothing', `<message x:a='1'/>`, 'bad-namespace-prefix'],
  ['a prefix unbound', `<message xmlns:x=''/>`, 'bad-namespace-prefix'],
  ['xml bound to something else', `<message xmlns:xml='urn:x'/>`, 'bad-namespace-prefix'],
  ['text between stanzas', 'hello', 'none'],
  ['text between stanzas, then a stanza', 'hello<message/>', 'bad-format'],
])('%s ends the stream', (_what, text, condition) => {
  expect(conditionOf(text)).toBe(condition);
});

test.each([
  ['a byte that never occurs', Buffer.from([0x3c, 0x61, 0x3e, 0xff])],
  ['an overlong form', Buffer.from([0x3c, 0x61, 0x3e, 0xc0, 0xaf])],
  ['half a pair, encoded', Buffer.from([0x3c, 0x61, 0x3e, 0xed, 0xa0, 0x80])],
  ['a character cut off by markup', Buffer.from([0x3c, 0x61, 0x3e, 0xe2, 0x82, 0x3c])],
])('%s is no UTF-8 and ends the stream', (_what, raw) => {
  expect(conditionOf(raw)).toBe('unsupported-encoding');
});

test('a header in another encoding ends the stream', () => {
  expect(() => reader().parser.write(bytes(HEAD.replace(`'1.0'?`, `'1.0' encoding='latin1'?`)))).toThrow(XmlViolation);
});

test('a stanza whose end tag is wrong is not handed on', () => {
  const read = reader();
  read.parser.write(bytes(HEAD));
  expect(() => read.parser.write(bytes('<message><body>hi</body></presence>'))).toThrow(XmlViolation);
  expect(read.elements).toEqual([]);
  read.parser.write(bytes('<message/>'));
  expect(read.elements).toEqual([]);
});

const small: Limits = { stanzaBytes: 2000, depth: 4, children: 5 };

test('a stanza may have as many bytes as the cap, in any number of pieces, and no more', () => {
  const of = (size: number): string => `<message>${'ü'.repeat((size - 19) / 2)}</message>`;
  expect(bytes(of(2001)).length).toBe(2001);
  expect(conditionOf(of(1999).repeat(5), small)).toBe('none');
  expect(conditionOf(of(2001), small)).toBe('policy-violation');
  const read = reader(small);
  read.parser.write(bytes(HEAD));
  const trickle = (): void => {
    for (let sent = 0; sent < 10_000; sent += 100) read.parser.write(bytes(sent === 0 ? '<message>' : 'x'.repeat(100)));
  };
  expect(trickle).toThrow(/more than 2000 bytes/);
});

test('white space that keeps a connection alive for years does not add up', () => {
  const read = reader(small);
  read.parser.write(bytes(HEAD));
  for (let minute = 0; minute < 10_000; minute += 1) read.parser.write(bytes(minute % 3 === 0 ? '\r\n' : ' '));
  read.parser.write(bytes('<presence/>  '));
  for (let minute = 0; minute < 10_000; minute += 1) read.parser.write(bytes(' '));
  read.parser.write(bytes('<message/>'));
  expect(read.elements.map(String)).toEqual(['<presence xmlns="jabber:client"/>', '<message xmlns="jabber:client"/>']);
});

// A stranger wrote it and an honest server handed it on: were it to end the stream, it would end every resumed one.
test.each([
  ['too deep', `<a>`.repeat(4) + `</a>`.repeat(4)],
  ['of too many children', '<a/>'.repeat(6)],
  ['of too many pieces of text', 'x<a/>'.repeat(3)],
  ['of too many attributes', `<a ${Array.from({ length: 257 }, (_, at) => `a${at}='1'`).join(' ')}/>`],
])('a message %s comes empty, and what follows comes whole', (_what, inside) => {
  const limits = { ...small, stanzaBytes: 10_000 };
  expect(xmlOf(`<message id='1' from='mallory@evil.lit'>${inside}<body>hi</body></message><presence><show>dnd</show></presence>`, limits)).toBe(
    '<message xmlns="jabber:client" id="1" from="mallory@evil.lit"/><presence xmlns="jabber:client"><show>dnd</show></presence>',
  );
});

test('a message with too many attributes on itself keeps those that say whose it is', () => {
  const many = Array.from({ length: 300 }, (_, at) => `a${at}='1'`).join(' ');
  expect(xmlOf(`<message ${many} from='mallory@evil.lit' id='7'><body/></message>`)).toBe('<message xmlns="jabber:client" id="7" from="mallory@evil.lit"/>');
});

test('an answer that is too large is an error, not an empty answer', () => {
  const [iq] = readAll(`<iq type='result' id='r1'><query xmlns='jabber:iq:roster'>${'<item/>'.repeat(6)}</query></iq>`, small).elements;
  expect(String(iq)).toBe(
    '<iq xmlns="jabber:client" type="error" id="r1"><error type="cancel"><policy-violation xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/></error></iq>',
  );
});

test('what is no stanza may not break a cap', () => {
  expect(conditionOf(`<r xmlns='urn:xmpp:sm:3'>${'<a/>'.repeat(6)}</r>`, small)).toBe('policy-violation');
});

test('names of methods are no attributes', () => {
  const [message] = readAll(`<message hasOwnProperty='x' __proto__='y' toString='z' constructor='c' id='1'/>`).elements;
  expect({ ...message?.attrs }).toEqual({ xmlns: 'jabber:client', id: '1' });
  expect(message?.getAttr('id', 'jabber:client')).toBeNull();
});

test('nothing is heard after the end of the stream, nor after stop', () => {
  const read = readAll('</stream:stream>');
  read.parser.write(bytes('<message/>'));
  expect([read.ended, read.elements.length]).toEqual([true, 0]);
  const stopped = reader();
  stopped.parser.write(bytes(HEAD));
  stopped.parser.stop();
  stopped.parser.write(bytes('<message/>'));
  expect(stopped.elements).toEqual([]);
});

test('a long text in thousands of pieces comes whole, each piece scanned once', () => {
  // A parser that scans its rest again with every piece would be at it for minutes.
  const read = reader({ ...LIMITS, stanzaBytes: 64 * 1024 * 1024 });
  read.parser.write(bytes(`${HEAD}<message><body>`));
  const piece = bytes('y'.repeat(1000));
  for (let sent = 0; sent < 8000; sent += 1) read.parser.write(piece);
  read.parser.write(bytes('</body></message>'));
  expect(read.elements[0]?.getChildText('body')?.length).toBe(8_000_000);
});

test('a document of a website may have comments, but no document type', () => {
  expect(parseDocument(bytes('<?xml version="1.0"?><!-- hi --><XRD><Link/></XRD>'), LIMITS, true).name).toBe('XRD');
  expect(() => parseDocument(bytes('<!DOCTYPE XRD []><XRD/>'), LIMITS, true)).toThrow(XmlViolation);
  expect(() => parseDocument(bytes('<XRD>'), LIMITS, true)).toThrow(XmlViolation);
  expect(() => parseDocument(bytes('<a/><b/>'), LIMITS)).toThrow(XmlViolation);
});
