import { expect, test } from 'vitest';
import { bareJid } from '../../preload/contract/ids.ts';
import type { Incoming } from '../xmpp/feature.ts';
import { el } from '../xmpp/element.ts';
import { asSaid } from './room-intake.ts';

const COVEN = bareJid('coven@chat.shakespeare.lit');
const stamped = (arrival: Incoming['arrival']): Incoming => ({
  stanza: el('message'),
  from: `${COVEN}/mallory`,
  to: 'juliet@capulet.lit',
  peer: COVEN,
  mine: false,
  arrival,
  stamp: 978_307_200_000,
  archiveId: 'r1',
  sharesPresence: false,
});

test('what a room repeats is as old as it says; what is said now is not', () => {
  expect(asSaid(stamped('live'), false).stamp).toBe(978_307_200_000);
  expect(asSaid(stamped('live'), true).stamp).toBeUndefined();
  expect(asSaid(stamped('catch-up'), true).stamp).toBe(978_307_200_000);
});
