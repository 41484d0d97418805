import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { BareJid } from '../../preload/contract/ids.ts';
import type { FindQuery, ReceivedMessage } from './api.ts';
import { removeMessage } from './messages.ts';
import { putPerson, putRoster } from './people.ts';
import { receive } from './receive.ts';
import { find } from './search.ts';
import { batch, freshStore, incoming, someone, type Fixture } from './store-fixture.ts';

const NOW = 1_700_000_000_000;
const DAY = 86_400_000;
let store: Fixture;
let romeo: BareJid;
let nurse: BareJid;
beforeEach(() => {
  store = freshStore();
  romeo = someone('romeo');
  nurse = someone('nurse');
});
afterEach(() => store.end());

const hear = (...messages: ReceivedMessage[]) => receive(store.db, batch(store.account, messages), NOW);
const query = (more: Partial<FindQuery>): FindQuery => ({
  words: [],
  phrases: [],
  from: undefined,
  in: undefined,
  conversation: undefined,
  before: undefined,
  after: undefined,
  hasLink: false,
  olderThan: undefined,
  ...more,
});
const search = (more: Partial<FindQuery>, limit = 50) => find(store.db, { query: query(more), limit });
const bodies = (more: Partial<FindQuery>): string[] => search(more).hits.map(hit => hit.message.body);

test('all words are found wherever they stand, the last one from its beginning on, without case and accents', () => {
  hear(incoming(romeo, 'Soft, what LIGHT through yonder window breaks'), incoming(romeo, 'light'), incoming(romeo, 'Çà et là, un été'));
  expect(bodies({ words: ['window', 'li'] })).toEqual(['Soft, what LIGHT through yonder window breaks']);
  expect(bodies({ words: ['ligh', 'window'] })).toEqual([]);
  expect(bodies({ words: ['ca', 'ete'] })).toEqual(['Çà et là, un été']);
  expect(bodies({ phrases: ['yonder window'] })).toHaveLength(1);
  expect(bodies({ phrases: ['window yonder'] })).toEqual([]);
});

test('the last word is the beginning of one, but not a very short one that is a word itself', () => {
  hear(incoming(romeo, 'light'), incoming(romeo, 'lightning'), incoming(romeo, 'o'), incoming(romeo, 'orb'));
  expect(bodies({ words: ['light'] })).toHaveLength(2);
  expect(bodies({ words: ['ligh'] })).toHaveLength(2);
  expect(bodies({ words: ['o'] })).toEqual(['o']);
  expect(bodies({ words: ['or'] })).toEqual(['orb']);
});

test('hits come newest first, marked, and page on', () => {
  for (let day = 0; day < 5; day += 1) hear(incoming(romeo, `rose ${day}`, { arrived: 'catch-up', archiveId: `${day}`, at: NOW - (day + 1) * DAY }));
  const first = search({ words: ['rose'] }, 3);
  expect(first).toMatchObject({ more: true, hits: [{ snippet: '\u0001rose\u0002 0' }, {}, {}] });
  const rest = search({ words: ['rose'], olderThan: first.hits.at(-1)?.message.id ?? 0 }, 3);
  expect(rest.more).toBe(false);
  expect([...first.hits, ...rest.hits].map(hit => hit.message.body)).toEqual(['rose 0', 'rose 1', 'rose 2', 'rose 3', 'rose 4']);
});

test('a search is narrowed to a person, a conversation, a time and to links', () => {
  putPerson(store.db, { account: store.account, address: nurse, nickname: 'Angélique' });
  putRoster(store.db, {
    account: store.account,
    items: [{ address: romeo, name: 'My Love', groups: [], subscription: 'both', pending: false }],
    full: false,
    version: undefined,
  });
  hear(
    incoming(romeo, 'word from romeo'),
    incoming(romeo, 'word to romeo', { mine: true }),
    incoming(nurse, 'word of https://verona.lit/garden'),
    incoming(romeo, 'word of yore', { arrived: 'catch-up', archiveId: 'a1', at: NOW - 10 * DAY }),
  );
  expect(bodies({ words: ['word'], from: 'romeo' }).toSorted()).toEqual(['word from romeo', 'word of yore']);
  expect(bodies({ words: ['word'], from: 'MY LOVE' })).toHaveLength(2);
  expect(bodies({ words: ['word'], from: 'me' })).toEqual(['word to romeo']);
  expect(bodies({ words: ['word'], in: 'angelique' })).toEqual(['word of https://verona.lit/garden']);
  expect(bodies({ words: ['word'], in: 'nobody' })).toEqual([]);
  expect(bodies({ hasLink: true })).toEqual(['word of https://verona.lit/garden']);
  expect(bodies({ words: ['word'], before: NOW - DAY })).toEqual(['word of yore']);
  expect(bodies({ words: ['word'], after: NOW - DAY, in: 'romeo' }).toSorted()).toEqual(['word from romeo', 'word to romeo']);
  expect(bodies({ in: 'romeo' })).toHaveLength(3);
  expect(bodies({ before: NOW - DAY })).toEqual(['word of yore']);
  const conversation = search({ hasLink: true }).hits[0]?.message.conversation;
  expect(bodies({ words: ['word'], conversation })).toHaveLength(1);
});

test('what was deleted is not found', () => {
  const { added } = hear(incoming(romeo, 'poison'));
  for (const { id } of added) removeMessage(store.db, { message: id });
  expect(bodies({ words: ['poison'] })).toEqual([]);
});

test('whatever is typed is text, never syntax', () => {
  hear(incoming(romeo, 'near AND body OR "quoted" tags: c1 m l'));
  for (const words of [['"'], ['*'], ['AND'], ['tags:', 'c1'], ['NEAR(a', 'b)'], ['^near'], ['body', '-OR'], ['"quoted'], ['\0'], ['{tags}']]) {
    expect(() => bodies({ words })).not.toThrow();
  }
  expect(bodies({ words: ['tags', 'c1'] })).toHaveLength(1);
  // The terms that narrow a search are no words of a message.
  hear(incoming(romeo, 'plain'));
  expect(bodies({ words: ['plain', 'c1'] })).toEqual([]);
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: 'binary', maxLength: 12 }), { maxLength: 4 }),
      fc.array(fc.string({ maxLength: 12 }), { maxLength: 2 }),
      (words, phrases) => {
        bodies({ words, phrases, from: words[0], in: phrases[0] });
      },
    ),
    { numRuns: 300, seed: 1 },
  );
});
