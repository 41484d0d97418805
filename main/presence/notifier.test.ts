import { expect, test } from 'vitest';
import { FakeClock } from '../../test/actors/fake-clock.ts';
import type { Notice } from '../../preload/contract/desk.ts';
import { bareJid, callId, conversationId } from '../../preload/contract/ids.ts';
import { settingsShape } from '../../preload/contract/settings.ts';
import { noticeWords } from './notice-words.ts';
import { Notifier } from './notifier.ts';

const ROMEO = bareJid('romeo@montague.lit');

function world() {
  const clock = new FakeClock();
  const settings = settingsShape.parse({});
  const words = noticeWords(() => 'en');
  const notifier = new Notifier({ clock, settings: () => settings, doNotDisturb: () => false, isOnScreen: () => false, words });
  const up = new Map<string, Notice>();
  const shown: string[] = [];
  notifier.onShow(notice => {
    up.set(notice.id, notice);
    shown.push(notice.body);
  });
  notifier.onGone(({ id }) => void up.delete(id));
  return { notifier, up, shown };
}
const call = { id: callId('c1'), title: 'Romeo', video: false, onScreen: false, blocked: false };
const missed = { from: ROMEO, title: 'Romeo', conversation: undefined, arrived: 'live', muted: undefined, blocked: false } as const;

test('a call is told once, stays as long as it rings, and is taken down when it does not', () => {
  const { notifier, up, shown } = world();
  notifier.rings(call);
  notifier.rings(call);
  expect(shown).toEqual(['Incoming call']);
  expect([...up.values()]).toMatchObject([{ title: 'Romeo', stays: true }]);
  notifier.ringsNoMore(call.id);
  notifier.ringsNoMore(call.id);
  expect(up.size).toBe(0);
});

test('a call that is seen ringing in the window needs no notice', () => {
  const { notifier, shown } = world();
  notifier.rings({ ...call, onScreen: true });
  expect(shown).toEqual([]);
  expect(notifier.reasons()).toMatchObject([{ reason: 'on-screen' }]);
});

test('why it notified is told of the last message of each conversation, newest first', () => {
  const { notifier } = world();
  const about = { kind: 'message', mine: false, arrived: 'live', alreadyRead: false, muted: undefined, blocked: false } as const;
  const message = { conversation: conversationId(1), title: 'Romeo', from: ROMEO, text: 'ay me', about };
  for (let line = 0; line < 60; line += 1) notifier.happened({ ...message, about: { ...about, arrived: 'history' } });
  notifier.happened({ ...message, conversation: conversationId(2), title: 'the Nurse' });
  notifier.happened(message);
  expect(notifier.reasons().map(({ title, reason }) => [title, reason])).toEqual([
    ['Romeo', 'new'],
    ['the Nurse', 'new'],
  ]);
});

test('missed calls of one person are counted together, until the user has looked', () => {
  const { notifier, up, shown } = world();
  notifier.missed(missed);
  notifier.missed(missed);
  notifier.missed({ ...missed, from: bareJid('nurse@capulet.lit') });
  expect(shown).toEqual(['Missed call', '2 missed calls', 'Missed call']);
  expect(up.size).toBe(2);
  notifier.missedSeen();
  expect(up.size).toBe(0);
});

test('an absence full of calls is told, what was there before this installation is not', () => {
  const { notifier, shown } = world();
  notifier.missed({ ...missed, arrived: 'catch-up' });
  notifier.missed({ ...missed, arrived: 'history' });
  expect(shown).toEqual(['Missed call']);
});
