import { expect, test } from 'vitest';
import type { Candidate } from '../../xmpp/features/jingle/jingle.types.ts';
import { mayBeTold, mayBeTried, readCandidateLine } from './candidates.ts';

const candidate = (ip: string, over: Partial<Candidate> = {}): Candidate => ({
  id: 'c1',
  foundation: '1',
  component: 1,
  protocol: 'udp',
  priority: 1,
  ip,
  port: 50_000,
  type: 'host',
  generation: 0,
  network: 0,
  relatedAddress: undefined,
  relatedPort: undefined,
  tcpType: undefined,
  ...over,
});
const OWN = ['192.168.1.5', 'fd00::5'];
const isTried = (one: Candidate, components = 1): boolean => mayBeTried(one, components, OWN);

test.each(['192.168.1.20', '10.0.0.1', '172.16.3.4', '100.64.0.9', '203.0.113.7', '2001:db8::7', 'fd00::7', '::ffff:203.0.113.7'])(
  '%s may be where the other one is: at home, at work, anywhere',
  ip => {
    expect(isTried(candidate(ip))).toBe(true);
  },
);

test.each([
  '127.0.0.1',
  '127.8.9.1',
  '0.0.0.0',
  '0.1.2.3',
  '169.254.1.1',
  '224.0.0.251',
  '255.255.255.255',
  '240.0.0.1',
  '::1',
  '::',
  '::7f00:1',
  '::ffff:127.0.0.1',
  '::ffff:7f00:1',
  '64:ff9b::7f00:1',
  '2002:7f00:1::',
  'fe80::1',
  'febf::1',
  'fec0::1',
  'ff02::fb',
  'romeo.local',
  'localhost',
  'verona.lit',
])('%s is no place to send packets to', ip => {
  expect(isTried(candidate(ip))).toBe(false);
});

test.each([
  ['no port', '203.0.113.7', 0],
  ['a service of another network', '203.0.113.7', 53],
  ['a service of this network', '192.168.1.1', 443],
  ['a service of this computer', '192.168.1.5', 5353],
  ['the same, written in another way', '::ffff:192.168.1.5', 8080],
  ['the same by IPv6', 'fd00:0:0::5', 5060],
])('%s is not called', (_what, ip, port) => {
  expect(isTried(candidate(ip, { port }))).toBe(false);
});

test('a relay on a port of the web, and another program of this computer, may be called', () => {
  expect(isTried(candidate('203.0.113.7', { port: 443 }))).toBe(true);
  expect(isTried(candidate('192.168.1.5', { port: 49_152 }))).toBe(true);
});

test('TCP is nobody’s way here, and the second component only where RTCP goes alone', () => {
  expect(isTried(candidate('203.0.113.7', { protocol: 'tcp' }))).toBe(false);
  expect(isTried(candidate('203.0.113.7', { component: 2 }))).toBe(false);
  expect(isTried(candidate('203.0.113.7', { component: 2 }), 2)).toBe(true);
});

test('to be told, a candidate is reachable by others; where only the relay may be known, it is the relay', () => {
  expect(mayBeTold(candidate('192.168.1.5'), 1, false)).toBe(true);
  expect(mayBeTold(candidate('192.168.1.5'), 1, true)).toBe(false);
  expect(mayBeTold(candidate('203.0.113.7', { type: 'relay' }), 1, true)).toBe(true);
  for (const ip of ['f2f3a9d2.local', 'fe80::1', '127.0.0.1']) expect(mayBeTold(candidate(ip), 1, false)).toBe(false);
  expect(mayBeTold(candidate('192.168.1.5', { protocol: 'tcp', tcpType: 'active' }), 1, false)).toBe(false);
});

test.each([
  ['', undefined],
  ['candidate:1 1 udp 1 1.2.3.4 5 typ', undefined],
  ['candidate:1 1 sctp 1 1.2.3.4 5 typ host', undefined],
  ['candidate:1 1 udp 1 1.2.3.4 99999 typ host', undefined],
  ['candidate:1 1 udp 1 1.2.3.400 5 typ host', undefined],
  ['a=candidate:1 1 UDP 1 1.2.3.4 5 typ host', 'udp'],
  ['candidate:1 1 udp 1 1.2.3.4 5 typ host generation 0 ufrag abcd network-id 3 network-cost 10', 'udp'],
])('%j is read as %s', (line, protocol) => {
  expect(readCandidateLine(line)?.protocol).toBe(protocol);
});
