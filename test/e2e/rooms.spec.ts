import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startProsody, type Prosody } from '../actors/prosody.ts';
import { closeBrowser, launch, type AppUnderTest } from './launch.ts';

let server: Prosody;
const said = (what: string): string => `${what} ${randomBytes(4).toString('hex')}`;

beforeAll(async () => {
  server = await startProsody();
});
afterAll(async () => {
  await closeBrowser();
  await server.stop();
});

async function start(name: string): Promise<AppUnderTest> {
  const app = await launch({ server, account: await server.register({ user: `${name}-${randomBytes(4).toString('hex')}` }) });
  await app.isOnline();
  return app;
}
const members = (app: AppUnderTest) => app.page.getByRole('complementary', { name: 'Members' });

test('people meet in a room by its address, talk, and see who is there', async () => {
  const [juliet, romeo] = await Promise.all([start('juliet'), start('romeo')]);
  const room = said('garden').replace(' ', '-');
  await juliet.joinRoom(`${room}@rooms.${server.domain}`, 'Juliet', { isNew: true });
  await romeo.joinRoom(`${room}@rooms.${server.domain}`, 'Romeo');
  const [question, answer] = [said('Who is there'), said('Romeo, at your service')];
  await juliet.send(question);
  await romeo.message(question).waitFor();
  await romeo.message(question).getByText('Juliet').waitFor();
  await romeo.send(answer);
  await juliet.message(answer).waitFor();
  await juliet.mark(question, 'delivered').waitFor({ state: 'attached' });
  await members(juliet).getByText('Romeo').waitFor();
  expect([...juliet.complaints, ...romeo.complaints]).toEqual([]);
});
