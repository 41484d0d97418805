// Words about calls that were never said by whom they name. Without stream management: what is put on the stream besides is not counted.
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Call } from '../../preload/contract/calls.ts';
import { randomText } from '../actors/app.ts';
import { callers, phase, talking, type Caller } from '../actors/callers.ts';
import { heard } from '../actors/heard.ts';
import { leave } from '../actors/people.ts';
import { startProsody, type Prosody } from '../actors/prosody.ts';

let server: Prosody;
let juliet: Caller;
let romeo: Caller;

beforeAll(async () => {
  server = await startProsody({ disabled: ['smacks'] });
}, 60_000);
afterAll(() => server.stop());
beforeEach(async () => {
  [juliet, romeo] = await callers(server);
});
afterEach(() => leave(juliet, romeo));

/** Puts stanzas on somebody's stream, and resolves when they have been handled. */
async function inject(one: Caller, ...stanzas: readonly string[]): Promise<void> {
  const end = `end ${randomText()}`;
  const arrived = heard(one.app.messages.onChanged, message => message.body === end);
  const last = `<message xmlns="jabber:client" from="${romeo.account.address}/x" to="${one.account.address}" type="chat" id="${end}"><body>${end}</body></message>`;
  for (const stanza of [...stanzas, last]) expect(await server.inject(one.account.address, stanza)).toBe(1);
  await arrived;
}

test('no message and no request of a third party changes a call', async () => {
  const { here } = await talking(juliet, romeo);
  const sid = /sid='?"?([0-9a-f-]{36})/.exec((await consoleLines(juliet, () => juliet.app.calls.setMuted({ call: here.id, muted: true }))).join(' '))?.[1];
  expect(sid).toBeDefined();
  const mallory = `mallory-${randomText()}@evil.lit/x`;
  const to = juliet.account.address;
  const jmi = (kind: string): string =>
    `<message xmlns="jabber:client" from="${mallory}" to="${to}" type="chat"><${kind} xmlns="urn:xmpp:jingle-message:0" id="${sid}"/></message>`;
  const iq = (from: string): string =>
    `<iq xmlns="jabber:client" type="set" id="${randomText()}" from="${from}" to="${to}"><jingle xmlns="urn:xmpp:jingle:1" action="session-terminate" sid="${sid}"/></iq>`;
  await inject(juliet, ...['ringing', 'proceed', 'accept', 'reject', 'retract', 'finish'].map(jmi), iq(mallory), iq(`${romeo.account.address}/other`));
  const now = (await juliet.app.calls.list({})).find(one => one.id === here.id);
  expect(now?.phase).toBe('connected');
});

/** What goes over the stream while something is done. */
async function consoleLines(one: Caller, deed: () => Promise<void>): Promise<readonly string[]> {
  const lines: string[] = [];
  const stop = one.app.desk.onConsoleLine(line => lines.push(line.xml));
  await one.app.desk.console({ on: true });
  const said = heard(one.app.desk.onConsoleLine, line => line.xml.includes('session-info'));
  await deed();
  await said;
  stop();
  await one.app.desk.console({ on: false });
  return lines;
}

test('fifty proposals at once ring once, and the phone is free again afterwards', async () => {
  const from = `${juliet.account.address}/flood`;
  const rung: Call[] = [];
  romeo.app.calls.onChanged(one => one.phase === 'incoming' && rung.push(one));
  const propose = (_: unknown, number: number): string =>
    `<message xmlns="jabber:client" from="${from}" to="${romeo.account.address}" type="chat"><propose xmlns="urn:xmpp:jingle-message:0" id="f${number}"><description xmlns="urn:xmpp:jingle:apps:rtp:1" media="audio"/></propose></message>`;
  for (let number = 0; number < 50; number += 1) expect(await server.inject(romeo.account.address, propose(undefined, number))).toBe(1);
  const ended = phase(romeo, 'ended');
  await server.inject(
    romeo.account.address,
    `<message xmlns="jabber:client" from="${from}" to="${romeo.account.address}" type="chat"><retract xmlns="urn:xmpp:jingle-message:0" id="f0"/></message>`,
  );
  await ended;
  expect(new Set(rung.map(one => one.id)).size).toBe(1);
  expect(await romeo.app.calls.history({ limit: 50 })).toHaveLength(1);
});
