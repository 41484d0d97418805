import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decideNotice, type NoticeCase } from './notify-decision.ts';

const NOW = 1_000_000;
const about = (over: Partial<NoticeCase> = {}): NoticeCase => ({
  kind: 'message',
  mine: false,
  arrived: 'live',
  alreadyRead: false,
  onScreen: false,
  muted: undefined,
  blocked: false,
  doNotDisturb: false,
  shows: 'text',
  now: NOW,
  ...over,
});

test('a new message from a contact is shown with its text', () => {
  expect(decideNotice(about())).toEqual({ show: true, reason: 'new', withText: true });
});

test.each([
  ['sent by oneself on another device', about({ mine: true, arrived: 'carbon-sent' }), 'own'],
  ['read again from the archive', about({ arrived: 'history' }), 'history'],
  ['read on another device', about({ alreadyRead: true, arrived: 'catch-up' }), 'read'],
  ['in the conversation on screen', about({ onScreen: true }), 'on-screen'],
  ['in a conversation muted for ever', about({ muted: 'always' }), 'muted'],
  ['in a conversation muted for another minute', about({ muted: NOW + 60_000 }), 'muted'],
  ['in a room that the user never wants to hear of', about({ room: { level: 'never', mentioned: true } }), 'room-level'],
  ['that means nobody, in a room where only that counts', about({ room: { level: 'on-mention', mentioned: false } }), 'room-level'],
  ['in a room that is muted, though it means the user', about({ muted: 'always', room: { level: 'always', mentioned: true } }), 'muted'],
  ['from somebody blocked', about({ blocked: true }), 'blocked'],
  ['while the user does not want to be disturbed', about({ doNotDisturb: true }), 'do-not-disturb'],
  ['with notifications switched off', about({ shows: 'nothing' }), 'switched-off'],
])('a message %s is not shown, and the reason is told', (_what, one, reason) => {
  expect(decideNotice(one)).toEqual({ show: false, reason, withText: false });
});

test.each([
  ['that means the user, in a room where only that counts', { level: 'on-mention', mentioned: true }],
  ['in a room of which the user wants to hear everything', { level: 'always', mentioned: false }],
] as const)('a message %s is shown', (_what, room) => {
  expect(decideNotice(about({ room }))).toEqual({ show: true, reason: 'new', withText: true });
});

test('a mute that has ended shows again', () => {
  expect(decideNotice(about({ muted: NOW - 1 })).show).toBe(true);
});

test('a call rings through a conversation that is muted; that it was missed is not told there', () => {
  expect(decideNotice(about({ kind: 'call', muted: 'always' }))).toMatchObject({ show: true });
  expect(decideNotice(about({ kind: 'missed-call', muted: 'always' }))).toMatchObject({ show: false, reason: 'muted' });
  expect(decideNotice(about({ kind: 'call', doNotDisturb: true }))).toMatchObject({ show: false });
});

test('the name alone is shown when the user wants it so, and for strangers always', () => {
  expect(decideNotice(about({ shows: 'name' }))).toMatchObject({ show: true, withText: false });
  expect(decideNotice(about({ kind: 'request' }))).toMatchObject({ show: true, withText: false });
});

test('what is missed is shown after an absence, as what comes live', () => {
  expect(decideNotice(about({ arrived: 'catch-up' })).show).toBe(true);
});

const wanted = (room: NoticeCase['room']): boolean => room === undefined || room.level === 'always' || (room.level === 'on-mention' && room.mentioned);

test('whatever the case, text is never shown without showing, nor for anything blocked or muted', () => {
  fc.assert(
    fc.property(
      fc.record({
        kind: fc.constantFrom('message', 'request', 'contact-request', 'call', 'missed-call', 'invitation'),
        mine: fc.boolean(),
        arrived: fc.constantFrom('live', 'catch-up', 'history', 'carbon-received', 'carbon-sent'),
        alreadyRead: fc.boolean(),
        onScreen: fc.boolean(),
        room: fc.option(fc.record({ level: fc.constantFrom('always', 'on-mention', 'never'), mentioned: fc.boolean() }), { nil: undefined }),
        muted: fc.option(fc.oneof(fc.constant('always' as const), fc.nat(2 * NOW)), { nil: undefined }),
        blocked: fc.boolean(),
        doNotDisturb: fc.boolean(),
        shows: fc.constantFrom('text', 'name', 'nothing'),
        now: fc.constant(NOW),
      }) as fc.Arbitrary<NoticeCase>,
      one => {
        const decision = decideNotice(one);
        if (!decision.show) return !decision.withText && decision.reason !== 'new';
        return (
          wanted(one.room) && !one.blocked && (one.muted !== 'always' || one.kind === 'call') && !one.mine && (!decision.withText || one.kind === 'message')
        );
      },
    ),
  );
});
