import { expect, test } from 'vitest';
import { accountId, bareJid } from '../../preload/contract/ids.ts';
import { FakeClock } from '../../test/actors/fake-clock.ts';
import { Invitations } from './invitations.ts';

const ROMEO = accountId(1);
const FEAST = bareJid('feast@rooms.capulet.lit');
const said = { room: FEAST, by: bareJid('mercutio@verona.lit'), direct: true, reason: undefined, password: undefined, thread: undefined };
const unused = (): never => {
  throw new Error('nothing goes out');
};

function start() {
  let ids = 0;
  const invitations = new Invitations({
    clock: new FakeClock(),
    randomId: () => `invite ${(ids += 1)}`,
    room: unused,
    online: unused,
    isBlocked: () => false,
    isJoined: () => false,
    isWelcome: () => true,
    title: () => 'Mercutio',
  });
  invitations.heard(ROMEO, said);
  return { invitations, id: invitations.list()[0]?.id ?? '' };
}

test('an invitation stays while it is followed, and goes when the user is in', () => {
  const { invitations, id } = start();
  expect(invitations.known(id).said).toBe(said);
  expect(invitations.list()).toHaveLength(1);
  invitations.joined(ROMEO, FEAST);
  expect(invitations.list()).toEqual([]);
  expect(() => invitations.known(id)).toThrow('not-found');
});

test('one that is declined goes at once', () => {
  const { invitations, id } = start();
  invitations.decline(id, undefined);
  expect(invitations.list()).toEqual([]);
});
