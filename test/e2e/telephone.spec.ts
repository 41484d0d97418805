// Telephone numbers: in a message, typed into the pad, and where there is no way to a telephone. The gateway is a part of the server, with real sound.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePorts } from '../../main/demo/keeper.ts';
import { launchCaller, type Caller } from '../actors/call-page.ts';
import { JinglePeer } from '../actors/jingle-peer.ts';
import { MANNERS } from '../actors/manners.ts';
import { startPeer, type Peer } from '../actors/peer.ts';
import { startProsody, type Prosody } from '../actors/prosody.ts';

const [JULIETS_TONE, PHONES_TONE] = [440, 880];
const NUMBER = '+12122345678';
const GATE = 'gate.verona.test';
const SECRET = 'between the two of them';
let server: Prosody;
let componentPort: number;
let juliet: Caller;
let romeo: Peer;
let phone: JinglePeer | undefined;

beforeAll(async () => {
  [componentPort = 0] = await freePorts(1);
  server = await startProsody({ settings: { component_ports: [componentPort] }, lua: `Component "${GATE}"\n  component_secret = "${SECRET}"` });
  const [account, other] = [await server.register(), await server.register()];
  await server.contact(account.user, other.address, 'Romeo');
  await server.contact(other.user, account.address, 'Juliet');
  romeo = await startPeer(server, other);
  juliet = await launchCaller({ server, account, hertz: JULIETS_TONE });
  await juliet.app.isOnline();
  await juliet.app.startWith(other.address);
  romeo.say(account.address, 'The friar is at tel:+1-212-234-5678.');
});
afterAll(async () => {
  await juliet?.close();
  await romeo?.stop();
  await phone?.stop();
  await server.stop();
});

const follow = async () => {
  await juliet.app.message('The friar').getByRole('link').click();
  const dialog = juliet.app.page.getByRole('dialog', { name: 'Call somebody' });
  await dialog.getByText('+1 212 234 5678').waitFor();
  return dialog;
};
const callButton = (dialog: Awaited<ReturnType<typeof follow>>) => dialog.getByRole('button', { name: 'Call', exact: true });
const openGateway = (): Promise<JinglePeer> =>
  JinglePeer.start(server, { address: GATE, password: SECRET, componentPort, manners: MANNERS.gateway, hertz: PHONES_TONE, as: `${NUMBER}@${GATE}/sip` });
async function talk(): Promise<void> {
  await juliet.view.isConnected();
  await juliet.view.region.getByText('+1 212 234 5678').first().waitFor();
  await expect.poll(async () => Math.abs((await juliet.heardTone()).hertz - PHONES_TONE) < 10, { timeout: 20_000 }).toBe(true);
  await juliet.view.end();
}

test('without a gateway a number in a message says what is missing, and nobody is called', async () => {
  const dialog = await follow();
  await dialog.getByRole('alert').filter({ hasText: 'No account of yours knows a way to the telephone' }).waitFor();
  expect(await callButton(dialog).count()).toBe(0);
  await dialog.getByRole('button', { name: 'Cancel' }).click();
});

test('a number in a message is called through a gateway that is there since, once the user has seen it', async () => {
  phone = await openGateway();
  const dialog = await follow();
  await dialog.getByText('Through Telephone.').waitFor();
  phone.answer();
  await callButton(dialog).click();
  await talk();
});

test('a number that is typed into the pad is called, as another country writes it', async () => {
  await phone?.stop();
  phone = await openGateway();
  const { page } = juliet.app;
  await juliet.view.showHistory();
  await page.getByRole('button', { name: 'Dial a number' }).click();
  const box = page.getByRole('textbox', { name: 'Telephone number' });
  await box.fill('+1 (212) 234-5678');
  await page.getByText('+1 212 234 5678, through Telephone.').waitFor();
  phone.answer();
  await box.press('Enter');
  await talk();
  expect(juliet.app.complaints).toEqual([]);
});
