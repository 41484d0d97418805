import { describe, expect, it } from 'vitest';
import type { BindingName, Transport } from '../transport.ts';
import { choose, offeredText, remember, type Offer } from './choose.ts';

const bytes = Buffer.from('bound');
const way = (kind: Transport['kind'], ...names: BindingName[]) => ({ kind, bindings: new Map(names.map(name => [name, bytes])) });
const older = way('starttls', 'tls-server-end-point', 'tls-unique');
const tls = way('tls', 'tls-exporter', 'tls-server-end-point');
const offer = (mechanisms: string[], bindings?: string[], profile: Offer['profile'] = 'sasl2'): Offer => ({ profile, mechanisms, bindings });
const password = { password: 'pencil' };
const ALL = ['PLAIN', 'SCRAM-SHA-1', 'SCRAM-SHA-1-PLUS', 'SCRAM-SHA-256', 'SCRAM-SHA-256-PLUS', 'SCRAM-SHA-512', 'SCRAM-SHA-512-PLUS'];
const weak = expect.objectContaining({ problem: 'weak-mechanism' });

describe('the strongest mechanism is taken', () => {
  it('with channel binding before without, whatever the hash', () => {
    expect(choose(offer(ALL, ['tls-exporter']), tls, password)).toMatchObject({ hash: 'SHA-512', binding: { name: 'tls-exporter' } });
    expect(choose(offer(['SCRAM-SHA-512', 'SCRAM-SHA-1-PLUS'], ['tls-exporter']), tls, password)).toMatchObject({
      hash: 'SHA-1',
      binding: { name: 'tls-exporter' },
    });
  });
  it('the exporter before the end point, whatever the order', () => {
    expect(choose(offer(ALL, ['tls-server-end-point', 'tls-exporter']), tls, password)).toMatchObject({ binding: { name: 'tls-exporter' } });
    expect(choose(offer(ALL, ['tls-server-end-point']), tls, password)).toMatchObject({ binding: { name: 'tls-server-end-point' } });
  });
  it('the kept keys decide where there is no password', () => {
    const scram = { mechanism: 'SCRAM-SHA-1', salt: '', iterations: 4096, clientKey: '', serverKey: '' };
    expect(choose(offer(['SCRAM-SHA-1', 'SCRAM-SHA-256']), tls, { scram })).toMatchObject({ hash: 'SHA-1' });
    expect(() => choose(offer(['SCRAM-SHA-256']), tls, { scram })).toThrow(expect.objectContaining({ problem: 'not-authorized' }));
  });
});

describe('what is said about channel binding (XEP-0440 §3)', () => {
  it('we would have, had it been offered', () => {
    expect(choose(offer(['SCRAM-SHA-1']), tls, password)).toMatchObject({ binding: 'y' });
  });
  it('we cannot, on a WebSocket', () => {
    expect(choose(offer(ALL, ['tls-exporter']), way('websocket'), password)).toMatchObject({ binding: 'n', proofRequired: false });
  });
  it('types stripped: refused with SASL2, without channel binding in classic SASL', () => {
    expect(() => choose(offer(ALL), tls, password)).toThrow(weak);
    expect(() => choose(offer(ALL, []), tls, password)).toThrow(weak);
    expect(choose(offer(ALL, undefined, 'sasl'), tls, password)).toMatchObject({ hash: 'SHA-512', binding: 'n' });
  });
  it('under TLS 1.2 a server that names no type means tls-unique, as Prosody 0.12 does, in either profile', () => {
    for (const profile of ['sasl2', 'sasl'] as const)
      expect(choose(offer(ALL, undefined, profile), older, password)).toMatchObject({ hash: 'SHA-512', binding: { name: 'tls-unique' }, proofRequired: false });
    expect(choose(offer(ALL, ['tls-unique']), older, password)).toMatchObject({ binding: { name: 'tls-unique' } });
    expect(choose(offer(ALL, ['tls-unique', 'tls-server-end-point']), older, password)).toMatchObject({ binding: { name: 'tls-server-end-point' } });
  });
  it('mechanisms stripped: refused', () => {
    expect(() => choose(offer(['SCRAM-SHA-1'], ['tls-exporter']), tls, password)).toThrow(weak);
    expect(() => choose(offer(['SCRAM-SHA-1'], ['tls-exporter'], 'sasl'), tls, password)).toThrow(weak);
  });
  it('no type that we know: only with a proven list', () => {
    expect(choose(offer(ALL, ['tls-unique']), tls, password)).toMatchObject({ binding: 'n', proofRequired: true });
    expect(choose(offer(ALL, ['tls-server-end-point']), way('tls', 'tls-exporter'), password)).toMatchObject({ binding: 'n', proofRequired: false });
  });
  it('what was bound once is bound for ever, or the list is proven', () => {
    const seen = { mechanisms: ['SCRAM-SHA-1-PLUS'], channelBinding: true };
    expect(choose(offer(['SCRAM-SHA-1']), tls, { ...password, seen })).toMatchObject({ binding: 'y', proofRequired: true });
    expect(choose(offer(['SCRAM-SHA-1']), way('tls'), { ...password, seen })).toMatchObject({ binding: 'n', proofRequired: true });
    expect(choose(offer(['SCRAM-SHA-1']), way('websocket'), { ...password, seen })).toMatchObject({ proofRequired: false });
  });
});

describe('PLAIN', () => {
  it('only where nothing better was ever offered', () => {
    expect(choose(offer(['PLAIN']), tls, password)).toEqual({ kind: 'plain', password: 'pencil' });
    expect(choose(offer(['PLAIN']), tls, { ...password, seen: { mechanisms: ['PLAIN'], channelBinding: false } })).toMatchObject({ kind: 'plain' });
    for (const better of ['SCRAM-SHA-1', 'SCRAM-SHA-512-PLUS'])
      expect(() => choose(offer(['PLAIN']), tls, { ...password, seen: { mechanisms: [better], channelBinding: false } })).toThrow(weak);
  });
  it('never where anything better is offered now', () => {
    expect(choose(offer(['PLAIN', 'SCRAM-SHA-1']), tls, password)).toMatchObject({ kind: 'scram' });
  });
  it('nothing that is known: refused', () => {
    expect(() => choose(offer(['DIGEST-MD5', 'ANONYMOUS', 'EXTERNAL']), tls, password)).toThrow(weak);
    expect(() => choose(offer([]), tls, password)).toThrow(weak);
  });
});

describe('what is remembered', () => {
  it('all that was ever offered', () => {
    const seen = remember({ mechanisms: ['SCRAM-SHA-512'], channelBinding: true }, offer(['PLAIN', 'SCRAM-SHA-1', 'X-ODD']), undefined, false);
    expect(seen).toEqual({ mechanisms: ['PLAIN', 'SCRAM-SHA-1', 'SCRAM-SHA-512'], channelBinding: true });
  });
  it('a proven list may take channel binding away again', () => {
    expect(remember({ mechanisms: [], channelBinding: true }, offer(['SCRAM-SHA-1']), undefined, true).channelBinding).toBe(false);
  });
  it('that the connection was bound, but by tls-unique, which a server loses with its next TLS', () => {
    const bound = (name: BindingName) => remember(undefined, offer(ALL), name, false).channelBinding;
    expect([bound('tls-exporter'), bound('tls-server-end-point'), bound('tls-unique')]).toEqual([true, true, false]);
  });
  it('the text to be hashed (XEP-0474 §5.1)', () => {
    expect(offeredText(offer(['SCRAM-SHA-1-PLUS', 'SCRAM-SHA-1'], ['tls-server-end-point', 'tls-exporter']))).toBe(
      'SCRAM-SHA-1\x1ESCRAM-SHA-1-PLUS\x1Ftls-exporter\x1Etls-server-end-point',
    );
    expect(offeredText(offer(['b', 'a']))).toBe('a\x1Eb');
  });
});
