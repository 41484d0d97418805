import { expect, test } from 'vitest';
import { ANSWERS } from '../../main/demo/companion.ts';
import { openApp } from '../actors/app.ts';
import { heard } from '../actors/heard.ts';

test('who tries it on this computer finds somebody who reads and answers, and at the next start it is as if it had never been', async () => {
  const app = await openApp({ demo: true });
  const there = heard(app.contacts.onChanged, ({ name, availability }) => name === 'Romeo' && availability === 'available');
  const room = heard(app.rooms.onChanged, ({ state, occupants, subject }) => state === 'joined' && occupants === 3 && subject !== undefined);
  const account = await app.accounts.tryHere({});
  const { address } = await there;
  const { id: conversation } = await app.conversations.start({ account: account.id, address });
  const typing = heard(app.conversations.onChanged, ({ typing: types }) => types);
  const read = heard(app.messages.onChanged, ({ mine, delivery }) => mine && delivery === 'displayed');
  // Their past comes in meanwhile.
  const answered = heard(app.messages.onChanged, ({ mine, body }) => !mine && body === ANSWERS[0]);
  await app.messages.send({ conversation, body: 'Wherefore art thou?' });
  await Promise.all([typing, read]);
  await answered;
  expect(await room).toMatchObject({
    name: 'The Orchard',
    nickname: 'Juliet',
    affiliation: 'owner',
    subject: { by: 'Juliet', text: 'Tonight: who brings the ladder?' },
  });
  await app.stop();

  const again = await openApp({ folder: app.folder, demo: true });
  expect(await again.accounts.list({})).toEqual([]);
  expect(await again.conversations.list({})).toEqual([]);
  await again.stop();
  await again.remove();
});
