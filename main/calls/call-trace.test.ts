import fc from 'fast-check';
import { expect, test } from 'vitest';
import { accountId, bareJid, callSid } from '../../preload/contract/ids.ts';
import type { CallMessage, Reason } from '../xmpp/features/jingle/jingle.types.ts';
import { follow, newsOf, type Line, type Trace } from './call-trace.ts';

const EMPTY: Trace = { account: accountId(1), peer: bareJid('romeo@montague.lit'), sid: callSid('s'), video: false, firstAt: 100_000, isNew: false };
const line = (who: 'we' | 'they', said: CallMessage, at: number): Line => ({ said, mine: who === 'we', at, arrival: 'catch-up' });
const propose: CallMessage = { kind: 'propose', sid: 's', media: ['audio', 'video'] };
const say = (kind: 'ringing' | 'proceed' | 'accept'): CallMessage => ({ kind, sid: 's' });
const end = (kind: 'reject' | 'retract' | 'finish', reason: Reason | undefined, tieBreak = false): CallMessage => ({
  kind,
  sid: 's',
  reason: reason && { reason, text: undefined },
  tieBreak,
  migratedTo: undefined,
});

const CASES: readonly (readonly [string, readonly Line[], object | 'never'])[] = [
  ['nobody answered', [line('they', propose, 1000)], { direction: 'incoming', outcome: 'open', video: true }],
  ['they gave up', [line('they', propose, 1000), line('they', end('retract', 'cancel'), 9000)], { outcome: 'missed', isNew: true }],
  ['we declined on another device', [line('they', propose, 1000), line('we', end('reject', 'decline'), 5000)], { outcome: 'declined' }],
  ['a device of ours was busy', [line('they', propose, 1000), line('we', end('reject', 'busy'), 1100)], { outcome: 'missed', isNew: true }],
  [
    'another device answered',
    [line('they', propose, 1000), line('we', say('ringing'), 1100), line('we', say('proceed'), 4000), line('they', end('finish', 'success'), 64_000)],
    { direction: 'incoming', outcome: 'elsewhere', lengthMs: 60_000 },
  ],
  [
    'another device called, and talked',
    [line('we', propose, 1000), line('they', say('proceed'), 3000), line('we', end('finish', 'success'), 13_000)],
    { direction: 'outgoing', outcome: 'answered', lengthMs: 10_000 },
  ],
  ['another device called, and was declined', [line('we', propose, 1000), line('they', end('reject', undefined), 3000)], { outcome: 'declined' }],
  ['another device called, and gave up', [line('we', propose, 1000), line('we', end('retract', 'cancel'), 3000)], { outcome: 'cancelled' }],
  [
    'no path was found',
    [line('they', propose, 1000), line('we', say('proceed'), 3000), line('we', end('finish', 'connectivity-error'), 33_000)],
    { outcome: 'failed' },
  ],
  ['both called at once', [line('we', propose, 1000), line('they', end('reject', 'expired', true), 1200)], 'never'],
];

test.each(CASES)('%s', (_what, lines, expected) => {
  const news = newsOf(lines.reduce(follow, EMPTY));
  if (expected === 'never') expect(news).toBe('never');
  else expect(news).toMatchObject(expected);
});

test.each(CASES)('%s, in whatever order the archive tells it', (_what, lines) => {
  const inOrder = newsOf(lines.reduce(follow, EMPTY));
  fc.assert(
    fc.property(fc.shuffledSubarray([...lines], { minLength: lines.length }), shuffled => {
      expect(newsOf(shuffled.reduce(follow, EMPTY))).toEqual(inOrder);
    }),
  );
});

test('an end alone does not say who called whom', () => {
  expect(newsOf(follow(EMPTY, line('they', end('finish', 'success'), 5000)))).toBeUndefined();
});

test('what was there before this installation is not new', () => {
  const old = (said: CallMessage): Line => ({ said, mine: false, at: 1000, arrival: 'history' });
  expect(newsOf([old(propose), old(end('retract', 'cancel'))].reduce(follow, EMPTY))).not.toHaveProperty('isNew');
});
