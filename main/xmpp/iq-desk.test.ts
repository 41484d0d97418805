import { expect, test } from 'vitest';
import { bareJid } from '../../preload/contract/ids.ts';
import { el, type Element } from './element.ts';
import { IqDesk } from './iq-desk.ts';
import { NS } from './ns.ts';

const OWN = bareJid('juliet@verona.test');
const FULL = `${OWN}/balcony`;
const ROMEO = 'romeo@verona.test/orchard';

function desk(takes = true) {
  const sent: Element[] = [];
  const due = new Map<number, () => void>();
  let timers = 0;
  const iqs = new IqDesk({
    own: OWN,
    randomId: () => 'id',
    send: stanza => takes && sent.push(stanza) > 0,
    clock: {
      now: () => 0,
      after(_delay, run) {
        const number = (timers += 1);
        due.set(number, run);
        return () => void due.delete(number);
      },
    },
  });
  iqs.boundAs(FULL);
  const ask = (to: string | undefined): Promise<Element> => iqs.ask('get', to, el('ping', NS.ping));
  const answer = (from: string | undefined, type = 'result'): void => iqs.answered(el('iq', NS.client, { type, id: 'id', from }));
  return { iqs, sent, ask, answer, runOut: () => [...due.values()].forEach(run => run()) };
}
/** Whether a question is answered by this sender; at the end whoever was asked answers, so that nothing is left open. */
async function believes(to: string | undefined, from: string | undefined): Promise<boolean> {
  const { ask, answer } = desk();
  const asked = ask(to);
  answer(from);
  answer(to, 'error');
  return asked.then(
    () => true,
    () => false,
  );
}

test.each([
  ['somebody else', ROMEO, 'mallory@evil.lit/x'],
  ['another device of theirs', ROMEO, 'romeo@verona.test/lute'],
  ['their account', ROMEO, 'romeo@verona.test'],
  ['our own server, in their place', ROMEO, 'verona.test'],
  ['nobody, in their place', ROMEO, undefined],
  ['a contact, in the place of our account', undefined, 'romeo@verona.test'],
  ['another device of ours, in the place of our account', undefined, `${OWN}/lute`],
  ['somebody, in the place of our server', 'verona.test', 'mallory@evil.lit'],
])('under the right id, an answer from %s is none', async (_who, to, from) => {
  expect(await believes(to, from)).toBe(false);
});

test.each([
  ['who was asked', ROMEO, ROMEO],
  ['nobody, for our account (RFC 6120 §8.1.2.1)', undefined, undefined],
  ['our account', undefined, OWN],
  ['our own address with its resource', OWN, FULL],
  ['our server, for a question without address', undefined, 'verona.test'],
])('an answer from %s counts', async (_who, to, from) => {
  expect(await believes(to, from)).toBe(true);
});

test('an answer that comes twice counts once, and one that nobody waits for changes nothing', async () => {
  const { ask, answer } = desk();
  answer(ROMEO);
  const asked = ask(ROMEO);
  answer(ROMEO);
  answer(ROMEO, 'error');
  expect((await asked).attrs['type']).toBe('result');
});

test('what is not answered fails in time; while the connection is gone nobody is given up', async () => {
  const { iqs, ask, answer, runOut } = desk();
  const patient = ask(ROMEO);
  iqs.hold();
  runOut();
  iqs.release();
  answer(ROMEO);
  expect((await patient).attrs['type']).toBe('result');
  const asked = ask(ROMEO);
  runOut();
  await expect(asked).rejects.toMatchObject({ failure: { condition: 'remote-server-timeout' } });
});

test('behind a thousand messages of ours a question is waited for as long as the server takes them, and from then on', async () => {
  const { iqs, sent, ask, answer, runOut } = desk();
  const asked = ask(ROMEO);
  for (let message = 0; message < 3; message += 1) {
    iqs.acknowledged(el('message', NS.client, { id: 'id' }));
    runOut();
  }
  for (const question of sent) iqs.acknowledged(question);
  answer(ROMEO);
  expect((await asked).attrs['type']).toBe('result');

  const taken = ask(ROMEO);
  for (const question of sent) iqs.acknowledged(question);
  iqs.acknowledged(el('message', NS.client));
  runOut();
  await expect(taken).rejects.toMatchObject({ failure: { condition: 'remote-server-timeout' } });
});

test('without a connection, or when the session is gone, it is said so at once', async () => {
  await expect(desk(false).ask(ROMEO)).rejects.toMatchObject({ failure: { code: 'offline' } });
  const { iqs, ask } = desk();
  const asked = ask(ROMEO);
  iqs.dropAll();
  await expect(asked).rejects.toMatchObject({ failure: { code: 'offline' } });
});
