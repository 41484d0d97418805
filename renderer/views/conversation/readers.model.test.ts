import { expect, test } from 'vitest';
import { said } from '../../gallery/room-people.ts';
import { newestRead } from './readers.model.ts';

const talk = [said('Romeo', 'one', 9000), said('Juliet', 'two', 8000), said('Romeo', 'three', 7000), said('Romeo', 'four', 6000)];
const at = (index: number): number => talk[index]?.position ?? 0;
const reader = (nickname: string, index: number) => ({ id: `id-of-${nickname}`, nickname, position: at(index) });

test('the newest own message that anybody has read names all who have', () => {
  expect(newestRead(talk, [reader('Juliet', 2), reader('the Nurse', 1)])).toEqual({ message: talk[2]?.id, names: ['Juliet'] });
  expect(newestRead(talk, [reader('Juliet', 1), reader('the Nurse', 0)])).toEqual({ message: talk[0]?.id, names: ['Juliet', 'the Nurse'] });
});

test('without readers, or without own messages among those, nothing is told', () => {
  expect(newestRead(talk, [])).toBeUndefined();
  expect(newestRead(talk.slice(1, 2), [reader('Juliet', 1)])).toBeUndefined();
  expect(newestRead([said('Romeo', 'psst', 10, { privateWith: 'Juliet', position: at(0) })], [reader('Juliet', 3)])).toBeUndefined();
});
