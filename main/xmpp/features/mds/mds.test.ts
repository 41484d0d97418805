import { expect, test } from 'vitest';
import { bareJid } from '../../../../preload/contract/ids.ts';
import { NS } from '../../ns.ts';
import { eventOf, JULIET, ROMEO } from '../incoming.fixture.ts';
import { displayedItem } from './mds.codec.ts';
import { mds } from './mds.ts';

const item = displayedItem(ROMEO, 'a1', JULIET).item.toString();

test('a mark of our own account says how far another device has read', () => {
  expect(mds.event!(eventOf(NS.mds, [item], { from: JULIET, own: true }))).toEqual([{ do: 'read-elsewhere', peer: ROMEO, id: { archive: 'a1' } }]);
});

test('a mark of a room is by the room’s own ids', () => {
  const room = bareJid('coven@chat.shakespeare.lit');
  const mark = displayedItem(room, 'r1', room).item.toString();
  expect(mds.event!(eventOf(NS.mds, [mark], { from: JULIET, own: true }))).toEqual([{ do: 'read-elsewhere', peer: room, id: { archive: 'r1' } }]);
});

test.each([
  ['from somebody else', eventOf(NS.mds, [item])],
  ['from somebody else, about their archive', eventOf(NS.mds, [displayedItem(JULIET, 'a1', ROMEO).item.toString()])],
  ['on another node', eventOf('urn:other', [item], { from: JULIET, own: true })],
  ['with an id of another archive', eventOf(NS.mds, [displayedItem(ROMEO, 'a1', bareJid('mallory@example.net')).item.toString()], { from: JULIET, own: true })],
  [
    'with ids of two archives',
    eventOf(NS.mds, [item.replace('</displayed>', `<stanza-id xmlns='${NS.stanzaIds}' by='${ROMEO}' id='x'/></displayed>`)], { from: JULIET, own: true }),
  ],
  ['about nobody', eventOf(NS.mds, [item.replace(ROMEO, '@')], { from: JULIET, own: true })],
])('a mark %s changes nothing', (_why, event) => {
  expect(mds.event!(event)).toEqual([]);
});
