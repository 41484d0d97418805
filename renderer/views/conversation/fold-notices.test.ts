import { expect, test } from 'vitest';
import { conversationId } from '../../../preload/contract/ids.ts';
import type { RoomNotice } from '../../../preload/contract/rooms.ts';
import { aMessage } from '../../gallery/people.ts';
import { foldNotices, placeNotices } from './fold-notices.ts';

const HERE = conversationId(1);
let ids = 0;
const notice = (what: RoomNotice['what'], who: string, at = 0, to?: string): RoomNotice => ({
  id: (ids += 1),
  conversation: HERE,
  at,
  what,
  who,
  to,
  by: undefined,
  reason: undefined,
});

test('who came and went leaves no name, and who came back was never gone', () => {
  const folded = foldNotices([
    notice('joined', 'Romeo'),
    notice('left', 'Romeo'),
    notice('left', 'Juliet'),
    notice('joined', 'Juliet'),
    notice('joined', 'Paris'),
  ]);
  expect(folded).toMatchObject({ joined: ['Paris'], left: [], passed: 2 });
});

test('a chain of names is told by its ends, and a newcomer by the last of theirs', () => {
  const folded = foldNotices([
    notice('renamed', 'Romeo', 0, 'Montague'),
    notice('renamed', 'Montague', 0, 'the lover'),
    notice('joined', 'Paris'),
    notice('renamed', 'Paris', 0, 'County Paris'),
  ]);
  expect(folded.renamed).toEqual([['Romeo', 'the lover']]);
  expect(folded.joined).toEqual(['County Paris']);
});

test('being put out is never folded away', () => {
  expect(foldNotices([notice('joined', 'Mallory'), notice('banned', 'Mallory')]).others.map(({ what }) => what)).toEqual(['banned']);
});

test('what happened stands between the messages by its time, and a gap without news keeps its list', () => {
  const messages = [aMessage(HERE, 'one', { at: 10 }), aMessage(HERE, 'two', { at: 20 }), aMessage(HERE, 'three', { at: 30 })];
  const early = notice('joined', 'Romeo', 5);
  const between = notice('joined', 'Paris', 15);
  const edges = { hasOlder: true, hasNewer: false };
  const first = placeNotices([early, between], messages, edges, new Map());
  expect([...first]).toEqual([[messages[1]!.id, [between]]]);
  const later = notice('left', 'Paris', 35);
  const second = placeNotices([early, between, later], messages, edges, first);
  expect(second.get('end')).toEqual([later]);
  expect(second.get(messages[1]!.id)).toBe(first.get(messages[1]!.id));
  expect(placeNotices([later], messages, { ...edges, hasNewer: true }, new Map()).size).toBe(0);
});
