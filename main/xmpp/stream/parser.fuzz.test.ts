import { expect, test } from 'vitest';
import type { Element } from '../element.ts';
import { XmlParser } from './parser.ts';
import type { Limits } from './transport.ts';
import { XmlViolation } from './xml-violation.ts';

const STREAMS = 10_000;
const SEED = 0x5eed;
const limits: Limits = { stanzaBytes: 4096, depth: 16, children: 64 };

/** Mulberry32: the same streams on every machine. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const WHOLE = Buffer.from(
  `<?xml version='1.0'?><stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' id='a' version='1.0'>` +
    `<stream:features><mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><mechanism>PLAIN</mechanism></mechanisms></stream:features>` +
    `<message from='romeo@montague.lit/orchard' id='m1'><body>Wherefore art thou? ✓ 🌹 &lt;b&gt; &#x263A; <![CDATA[<raw> & ]]></body>` +
    `<x:y xmlns:x='urn:x' x:z="'"><x:w/></x:y></message>\n<iq type='result' id='q'><query xmlns='jabber:iq:roster'><item jid='nurse@capulet.lit'/></query></iq></stream:stream>`,
);
const BITS = [
  '<', '>', '&', '"', "'", '/', '</', '/>', '<!--', '-->', ']]>', '<![CDATA[', '<?', '?>', '<!DOCTYPE', '&#0;', '&#xFFFFFF;', '&amp', ';', '=', ':', 'xmlns=""', " xmlns:a='b'",
  '<a>', '</a>', '</stream:stream>', '<stream:stream>', '\0', '\r', '\uFEFF', '<message/>', '<message>', '</message>', ' __proto__="1"', '<a '.repeat(40), '<a>'.repeat(200), 'x'.repeat(5000),
].map(bit => Buffer.from(bit)); // prettier-ignore

function mutated(random: () => number): Buffer {
  let stream = WHOLE;
  const below = (end: number): number => Math.floor(random() * end);
  for (let left = 1 + below(6); left > 0; left -= 1) {
    const at = below(stream.length);
    const to = Math.min(stream.length, at + below(40));
    const kind = below(6);
    const middle =
      kind === 0
        ? Buffer.alloc(0) // a piece is missing
        : kind === 1
          ? Buffer.concat([stream.subarray(at, to), stream.subarray(at, to)]) // a piece comes twice
          : kind === 2
            ? Buffer.concat([BITS[below(BITS.length)]!, stream.subarray(at, to)])
            : kind === 3
              ? Buffer.from(stream.subarray(at, to).map(byte => (random() < 0.2 ? below(256) : byte)))
              : kind === 4
                ? Buffer.from(stream.subarray(at, to).toReversed())
                : stream.subarray(below(stream.length), stream.length);
    stream = Buffer.concat([stream.subarray(0, at), middle, stream.subarray(to)]).subarray(0, 20_000);
  }
  return stream;
}

function depthOf(element: Element): number {
  return 1 + Math.max(0, ...element.getChildElements().map(depthOf));
}

test(`${STREAMS} broken streams are read or refused, and nothing in them exceeds a cap`, () => {
  const random = seeded(SEED);
  let refused = 0;
  let read = 0;
  for (let left = STREAMS; left > 0; left -= 1) {
    const elements: Element[] = [];
    const parser = new XmlParser({ limits, root: 'stream' }, { opened: () => {}, element: element => void elements.push(element), ended: () => {} });
    const stream = mutated(random);
    try {
      for (let at = 0; at < stream.length;) {
        const to = at + 1 + Math.floor(random() * 400);
        parser.write(stream.subarray(at, to));
        at = to;
      }
    } catch (error) {
      if (!(error instanceof XmlViolation)) throw error;
      refused += 1;
    }
    for (const element of elements) {
      read += 1;
      expect(depthOf(element)).toBeLessThanOrEqual(limits.depth);
      expect(element.getNS()).toEqual(expect.any(String));
      expect(Buffer.byteLength(element.toString())).toBeLessThan(limits.stanzaBytes * 8);
    }
  }
  // The mutations are neither harmless nor all fatal, else the test would show nothing.
  expect(refused).toBeGreaterThan(STREAMS / 4);
  expect(read).toBeGreaterThan(STREAMS / 4);
});
