// A disk that is full and a database that is damaged, as the user meets them.
import { open, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openApp, randomText } from '../actors/app.ts';
import { diskThatFills } from '../actors/full-disk.ts';
import { heard } from '../actors/heard.ts';
import { allMessages, conversationOf, leave, signIn, type Someone } from '../actors/people.ts';
import { startProsody, type Prosody } from '../actors/prosody.ts';

let server: Prosody;
let romeo: Someone;
beforeAll(async () => {
  server = await startProsody();
  romeo = await signIn(server);
}, 60_000);
afterAll(async () => {
  await leave(romeo);
  await server.stop();
});

test('while the disk is full nothing is taken from the server, and what came meanwhile is there afterwards, once', { timeout: 120_000 }, async () => {
  const person = await server.register();
  await server.contact(person.user, romeo.account.address);
  const disk = diskThatFills();
  const app = await openApp({ server, store: disk.runner });
  const over = heard(app.desk.onProgress, progress => progress.done);
  const account = await app.accounts.signIn({ address: person.address, password: person.password, route: server.route });
  const juliet: Someone = { ...person, app, account };
  await over;

  disk.full = true;
  const told = heard(app.desk.onStoreState, state => state.state === 'full');
  const there = await conversationOf(romeo, juliet);
  const bodies = Array.from({ length: 5 }, (_, number) => `while full ${number} ${randomText()}`);
  for (const body of bodies) await romeo.app.messages.send({ conversation: there.id, body });
  await told;
  const here = (await app.conversations.list({})).find(one => one.peer === romeo.account.address);
  if (here)
    await expect(app.messages.send({ conversation: here.id, body: 'not kept' })).rejects.toMatchObject({ failure: { code: 'storage', problem: 'full' } });
  expect(await app.desk.retryStore({})).toEqual({ state: 'full' });

  disk.full = false;
  const last = heard(app.messages.onChanged, message => message.body === bodies.at(-1), 60_000);
  expect(await app.desk.retryStore({})).toEqual({ state: 'ready' });
  await last;
  const kept = (await allMessages(juliet, await conversationOf(juliet, romeo))).map(message => message.body);
  expect(kept).toEqual(bodies);
  await leave(juliet);
});

test(
  'a damaged history is told; what is readable is saved; starting anew keeps the account and fetches the rest from the server',
  { timeout: 120_000 },
  async () => {
    const person = await server.register();
    await server.contact(person.user, romeo.account.address);
    const at = Date.now() - 3_600_000;
    await server.archive(
      Array.from({ length: 2_000 }, (_, number) => ({
        from: romeo.account.address,
        to: person.address,
        body: `${number} ${'word '.repeat(40)}`,
        at: at + number * 1_000,
      })),
    );
    let app = await openApp({ server });
    const over = heard(app.desk.onProgress, progress => progress.done, 90_000);
    await app.accounts.signIn({ address: person.address, password: person.password, route: server.route });
    await over;
    await app.stop();
    await damage(join(app.folder, 'history.db'));

    app = await openApp({ server, folder: app.folder });
    const damaged = heard(app.desk.onStoreState, state => state.state === 'damaged' && state.readable > 0, 60_000);
    for (const conversation of await app.conversations.list({}).catch(() => [])) {
      await allMessages({ app }, conversation).catch(() => undefined);
    }
    const found = await app.desk.storeState({});
    if (found.state !== 'damaged' || found.readable === 0) await damaged;
    const saved = await app.desk.rescue({});
    expect(saved.messages).toBeGreaterThan(100);
    expect((await readFile(saved.path, 'utf8')).trim().split('\n').length).toBeGreaterThanOrEqual(saved.messages);

    const again = heard(app.desk.onProgress, progress => progress.done, 90_000);
    await app.desk.startAnew({});
    expect(await app.desk.storeState({})).toEqual({ state: 'ready' });
    expect((await app.accounts.list({})).map(one => one.address)).toEqual([person.address]);
    await again;
    const [conversation] = await app.conversations.list({});
    expect(conversation && (await allMessages({ app }, conversation)).length).toBe(2_000);
    await app.stop();
    await app.remove();
  },
);

/** Overwrites a stretch in the second half of the file: where messages lie, not where the schema does. */
async function damage(path: string): Promise<void> {
  const { size } = await stat(path);
  const file = await open(path, 'r+');
  const noise = Buffer.alloc(Math.floor(size / 10), 0x5a);
  await file.write(noise, 0, noise.length, Math.floor(size / 2));
  await file.close();
}
