import { expect, test } from 'vitest';
import { isWorthTelling, mayBeTried, toTell } from './wire-sdp.ts';

const candidate = (address: string, transport = 'udp', port = 50_000): string =>
  `candidate:1 1 ${transport} 2113937151 ${address} ${port} typ host generation 0 ufrag abcd network-cost 999`;

test.each(['192.0.2.2', '10.0.0.7', '2001:db8::1', 'fd00::5'])('%s is told', address => {
  expect(isWorthTelling(candidate(address))).toBe(true);
});
test.each(['fe80::1', '169.254.7.7', '0aa4e2d2-7f1c-4f9c-9e1e-0f0b6c8f3c11.local', 'turn.capulet.lit'])('%s is not told', address => {
  expect(isWorthTelling(candidate(address))).toBe(false);
});
test('TCP is not told', () => {
  expect(isWorthTelling(candidate('192.0.2.2', 'tcp', 9))).toBe(false);
});

test.each(['127.0.0.1', '::1', '0.0.0.0', '::', '224.0.0.1', 'ff02::1', '255.255.255.255', '::ffff:127.0.0.1', 'evil.lit', ''])(
  'nothing is sent to %s',
  address => {
    expect(mayBeTried(candidate(address))).toBe(false);
  },
);
test('nothing is sent to a port that is none, nor by TCP; a path through another network is tried', () => {
  expect([0, 65_536].map(port => mayBeTried(candidate('192.0.2.2', 'udp', port)))).toEqual([false, false]);
  expect(mayBeTried(candidate('192.0.2.2', 'tcp'))).toBe(false);
  expect(mayBeTried(candidate('192.0.2.2', 'UDP'))).toBe(true);
});

test('a description asks for silence detection, and carries no candidate that nobody could use', () => {
  const sdp = [
    'v=0',
    'm=audio 9 UDP/TLS/RTP/SAVPF 111 0',
    'a=rtpmap:111 opus/48000/2',
    'a=fmtp:111 minptime=10;useinbandfec=1',
    `a=${candidate('192.0.2.2')}`,
    `a=${candidate('x.local')}`,
    '',
  ].join('\r\n');
  const told = toTell(sdp);
  expect(told).toContain('a=fmtp:111 minptime=10;useinbandfec=1;usedtx=1\r\n');
  expect(told).toContain('192.0.2.2');
  expect(told).not.toContain('.local');
  expect(toTell(told)).toBe(told);
});
