// Whatever a session holds, it is the same after a way through XML, and after one through SDP.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeJingle, encodeJingle } from '../../xmpp/features/jingle/jingle.codec.ts';
import type { Candidate, Content, Feedback, Fingerprint, Parameter, Payload, RtpDescription, Transport } from '../../xmpp/features/jingle/jingle.types.ts';
import { parseXml } from '../../xmpp/xml.fixture.ts';
import { readCandidateLine, writeCandidateLine } from './candidates.ts';
import { directionOf, readSdp } from './sdp.ts';
import { writeSdp } from './sdp-writer.ts';

const word = (alphabet: string, minLength: number, maxLength: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...alphabet), minLength, maxLength });
const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
const NAME = `${LETTERS}0123456789-`;
const VALUE = `${NAME}/+,.:=`;
const ICE = `${LETTERS}0123456789+/`;
const maybe = <T>(of: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(of, { nil: undefined });
const unique = <T>(of: fc.Arbitrary<T>, by: (one: T) => unknown, maxLength: number, minLength = 0): fc.Arbitrary<T[]> =>
  fc.uniqueArray(of, { selector: by, maxLength, minLength });

const parameter: fc.Arbitrary<Parameter> = fc.oneof(
  fc.record({ name: word(NAME, 1, 24), value: word(VALUE, 0, 40) }),
  fc.record({ name: fc.constant(undefined), value: word(`${NAME}/,`, 1, 16) }),
);
const feedback: fc.Arbitrary<Feedback> = fc.oneof(
  fc.record({ type: fc.constantFrom('nack', 'ccm', 'goog-remb', 'transport-cc'), subtype: maybe(fc.constantFrom('pli', 'fir', 'sli')) }),
  fc.record({ type: fc.constant('trr-int'), subtype: fc.nat(1000).map(String) }),
);
/** In both languages the intervals come behind the rest. */
const feedbacks = fc.array(feedback, { maxLength: 4 }).map(all => [...all.filter(one => one.type !== 'trr-int'), ...all.filter(one => one.type === 'trr-int')]);
const payload: fc.Arbitrary<Payload> = fc.record({
  id: fc.nat(127),
  name: word(NAME, 1, 20),
  clockrate: fc.integer({ min: 1, max: 192_000 }),
  channels: maybe(fc.integer({ min: 2, max: 8 })),
  parameters: fc.array(parameter, { maxLength: 4 }),
  feedback: feedbacks,
});
const senders = fc.constantFrom('both', 'initiator', 'responder', 'none');
const ssrc = fc.nat(4_294_967_295).map(String);
const stream = word(ICE, 1, 36);
const description: fc.Arbitrary<RtpDescription> = fc
  .record({
    media: fc.constantFrom('audio', 'video'),
    payloads: unique(payload, one => one.id, 6, 1),
    feedback: feedbacks,
    headerExtensions: unique(fc.record({ id: fc.integer({ min: 1, max: 14 }), uri: word(VALUE, 1, 60).map(uri => `urn:${uri}`), senders }), one => one.id, 5),
    extmapAllowMixed: fc.boolean(),
    sourceGroups: fc.array(fc.record({ semantics: fc.constantFrom('FID', 'FEC-FR'), ssrcs: fc.array(ssrc, { minLength: 1, maxLength: 3 }) }), { maxLength: 2 }),
    rtcpMux: fc.boolean(),
    ssrcs: unique(ssrc, one => one, 3),
    cname: stream,
    msid: fc.tuple(stream, stream).map(both => both.join(' ')),
  })
  .map(({ ssrcs, cname, msid, ...rest }) => {
    const parameters = [
      { name: 'cname', value: cname },
      { name: 'msid', value: msid },
    ];
    return { ...rest, sources: ssrcs.map(one => ({ ssrc: one, parameters })) };
  });
const fingerprint: fc.Arbitrary<Fingerprint> = fc.record({
  hash: fc.constant('sha-256'),
  value: fc.array(fc.nat(255), { minLength: 32, maxLength: 32 }).map(all => all.map(one => one.toString(16).padStart(2, '0').toUpperCase()).join(':')),
  setup: fc.constantFrom('actpass', 'active', 'passive'),
});
const address = fc.oneof(fc.ipV4(), fc.ipV6());
const candidate: fc.Arbitrary<Candidate> = fc
  .record({
    id: word(NAME, 1, 20),
    foundation: word(ICE, 1, 32),
    component: fc.integer({ min: 1, max: 2 }),
    protocol: fc.constantFrom('udp', 'tcp'),
    priority: fc.nat(4_294_967_295),
    ip: address,
    port: fc.nat(65_535),
    type: fc.constantFrom('host', 'srflx', 'prflx', 'relay'),
    generation: fc.nat(255),
    network: fc.nat(9),
    related: maybe(fc.record({ relatedAddress: address, relatedPort: fc.nat(65_535) })),
    tcpType: maybe(fc.constantFrom('active', 'passive', 'so')),
  })
  .map(({ related, ...rest }) => ({ ...rest, ...(related ?? { relatedAddress: undefined, relatedPort: undefined }) }));
const transport: fc.Arbitrary<Transport> = fc.record({
  ufrag: word(ICE, 4, 32),
  pwd: word(ICE, 22, 64),
  fingerprint,
  candidates: fc.array(candidate, { maxLength: 4 }),
  options: unique(fc.constantFrom('trickle', 'renomination', 'ice2'), one => one, 3),
});
const content: fc.Arbitrary<Content> = fc.record({
  name: word(NAME, 1, 16),
  creator: fc.constant('initiator'),
  senders,
  category: maybe(fc.constantFrom('slides', 'speaker', 'main')),
  description,
  transport,
});
const contents = unique(content, one => one.name, 4, 1);

test('a session is the same after a way through XML', () => {
  fc.assert(
    fc.property(contents, fc.constantFrom('session-initiate', 'session-accept', 'content-add', 'transport-info'), (all, action) => {
      const said = {
        action,
        sid: 's1',
        initiator: 'juliet@capulet.lit/balcony',
        responder: undefined,
        contents: all,
        groups: [{ semantics: 'BUNDLE', names: all.map(one => one.name) }],
        reason: undefined,
      } as const;
      expect(decodeJingle(parseXml(encodeJingle(said).toString()))).toEqual(said);
    }),
  );
});

test.each(['initiator', 'responder'] as const)('a description of the %s is the same after a way through SDP', role => {
  fc.assert(
    fc.property(contents, all => {
      // Candidates go their own way; of several options sdp-transform reads the first.
      const known = all.map(one => ({ ...one, transport: { ...one.transport!, candidates: [], options: one.transport!.options.slice(0, 1) } }));
      const lines = known.map(one => ({
        mid: one.name,
        closed: false,
        content: one,
        direction: directionOf(one.senders, role),
        setup: one.transport.fingerprint?.setup,
      }));
      const bundle = known.map(one => one.name);
      const sdp = writeSdp(lines, bundle, role, 1);
      expect(readSdp(sdp, role)).toEqual({
        lines: known.map(one => ({ mid: one.name, closed: false, content: one })),
        groups: [{ semantics: 'BUNDLE', names: bundle }],
      });
    }),
  );
});

test('a candidate is the same after a way through its line', () => {
  fc.assert(
    fc.property(candidate, one => {
      const read = readCandidateLine(writeCandidateLine(one));
      expect({ ...read, id: one.id, network: one.network }).toEqual(one);
    }),
  );
});
