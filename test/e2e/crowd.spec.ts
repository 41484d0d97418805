// A room in which hundreds talk, come and go at once; test/bench/crowd.test.ts is the same with thousands, and measures.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startCrowdRoom, type CrowdRoom } from '../actors/crowd-room.ts';
import { closeBrowser, launch } from './launch.ts';
import { storedInRoom } from './stored.ts';

const PEOPLE = 500;
const [MESSAGES, CHANGES, SECONDS] = [50, 100, 8];
let crowd: CrowdRoom;

beforeAll(async () => {
  crowd = await startCrowdRoom(PEOPLE);
});
afterAll(async () => {
  await closeBrowser();
  await crowd.stop();
});

test('in a room of hundreds that all talk at once nothing is missing, and what is typed meanwhile arrives', { timeout: 120_000 }, async () => {
  const { server, said } = crowd;
  const app = await launch({ server, account: await server.register() });
  await app.isOnline();
  await app.joinRoom(crowd.address, 'Juliet');
  const { page } = app;
  const count = page.getByRole('button', { name: `Members: ${PEOPLE + 1}` });
  await count.waitFor();
  const talk = crowd.talk({ messagesPerSecond: MESSAGES, presencesPerSecond: CHANGES, seconds: SECONDS });
  await app.box.fill('by my troth');
  await app.box.press('Enter');
  await talk;
  await app.message(said.at(-1) ?? '').waitFor();
  // Whoever has another name by now is in the list under it, and nobody is twice.
  crowd.renameAll();
  crowd.say('the last word');
  await app.message('the last word').waitFor();
  await count.waitFor();
  await page.getByRole('complementary', { name: 'Members' }).getByText('Citizen 0, Esquire', { exact: true }).waitFor();
  expect(app.complaints).toEqual([]);
  const stored = await storedInRoom(app);
  expect(stored.filter(body => body !== 'by my troth')).toEqual(said);
  expect(said.length).toBe(MESSAGES * SECONDS + 1);
  expect(stored.filter(body => body === 'by my troth')).toHaveLength(1);
});

test('the page is the one that users get, not the slow one for development', async () => {
  const app = await launch();
  const isForDevelopment = await app.page
    .locator('#root > *')
    .first()
    .evaluate(element => {
      const fiber: unknown = Object.entries(element).find(([name]) => name.startsWith('__reactFiber'))?.[1];
      return typeof fiber === 'object' && fiber !== null ? '_debugOwner' in fiber : undefined;
    });
  expect(isForDevelopment).toBe(false);
});
