import { beforeEach, expect, test, vi } from 'vitest';
import { ScriptedEngine } from '../test/actors/scripted-engine.ts';
import type { Notice } from '../preload/contract/desk.ts';
import { callId, conversationId, type CallId } from '../preload/contract/ids.ts';
import { Disposables } from './base/disposable.ts';
import { Emitter } from './base/emitter.ts';
import type { Notifications } from './host/host.ts';
import { showNotices, type NoticesOptions } from './notices.ts';

const CALL = callId('a call');
const RINGS: Notice = {
  ...{ id: 'k1', title: 'Romeo', body: 'Incoming call', conversation: undefined, silent: true, stays: true },
  rings: { call: CALL, answer: 'Answer', decline: 'Decline' },
};
type Shown = Parameters<Notifications['show']>[0];
let shown: Shown[];
let done: unknown[];
let engine: ScriptedEngine;
let show: Emitter<Notice>;
let gone: Emitter<{ readonly id: string }>;

beforeEach(() => {
  [shown, done, engine, show, gone] = [[], [], new ScriptedEngine(), new Emitter(), new Emitter()];
  const core = {
    notifier: { onShow: show.on, onGone: gone.on },
    calls: { answer: (call: CallId, how: unknown) => void done.push(['answer', call, how]), decline: (call: CallId) => void done.push(['decline', call]) },
    log: { info: (line: string) => void done.push(line) },
  };
  showNotices(
    {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- no more of it is asked here
      core: core as unknown as NoticesOptions['core'],
      host: { showWindow: () => void done.push('window') },
      notifications: { show: notice => void shown.push(notice), close: id => void done.push(['close', id]) },
      engine,
      open: conversation => void done.push(['open', conversation]),
    },
    new Disposables(),
  );
});
const ringing = (): Shown => {
  show.emit(RINGS);
  return shown.at(-1)!;
};
const answered = ['answer', CALL, { video: false, others: 'hold' }];

test('a call is answered from its notice, in the window that comes up', async () => {
  ringing().onAnswer?.();
  await vi.waitFor(() => expect(done).toEqual(['window', answered]));
});

test('with every window closed, it is answered when one has opened', async () => {
  engine.script = { absent: true };
  ringing().onAnswer?.();
  expect(done).toEqual(['window']);
  engine.comes();
  await vi.waitFor(() => expect(done).toEqual(['window', answered]));
});

test('a call is declined from its notice, and no window comes up', () => {
  ringing().onDecline?.();
  expect(done).toEqual([['decline', CALL]]);
});

test('a click on the notice of a call brings the window, where it is shown; taken elsewhere, the notice goes', () => {
  ringing().onClick();
  gone.emit({ id: 'k1' });
  expect(done).toEqual(['window', ['close', 'k1']]);
});

test('the notice of a message leads to its conversation and has no buttons of a call', () => {
  const { rings: _rings, ...message } = { ...RINGS, id: 'c7', conversation: conversationId(7) };
  show.emit(message);
  const { onClick, onAnswer, onReply } = shown[0]!;
  onClick();
  expect(done).toEqual(['window', ['open', conversationId(7)]]);
  expect([onAnswer, typeof onReply]).toEqual([undefined, 'function']);
});
