import { act } from 'react';
import { expect, test, vi } from 'vitest';
import { conversationId } from '../../../preload/contract/ids.ts';
import type { Hit, Hits, Search } from '../../../preload/contract/search.ts';
import { FailureError } from '../../../preload/contract/wire.ts';
import { Around } from '../../gallery/Around.tsx';
import { onPage } from '../../gallery/on-page.tsx';
import { aConversation, aMessage } from '../../gallery/people.ts';
import { SearchModel } from './search.model.ts';
import type { SearchPlace } from './search-places.ts';
import { SearchPane } from './SearchPane.tsx';

const HERE = conversationId(1);
const hit = (position: number, before = 'Good ', match = 'night', after = '<b>!</b>'): Hit => ({
  message: aMessage(HERE, `${before}${match}${after}`, { position, at: 1_000_000 + position }),
  title: 'Juliet',
  snippet: [
    { text: before, match: false },
    { text: match, match: true },
    { text: after, match: false },
  ],
});

/** A search whose answers the test gives by hand. */
function byHand() {
  const asked: {
    readonly input: Parameters<Search['find']>[0];
    readonly answer: (hits: readonly Hit[], more?: boolean, ignored?: readonly string[]) => void;
    readonly fail: () => void;
  }[] = [];
  const service: Search = {
    find: input =>
      new Promise<Hits>((resolve, reject) => {
        asked.push({
          input,
          answer: (hits, more = false, ignored = []) => resolve({ hits, more, ignored }),
          fail: () => reject(new FailureError({ code: 'storage', problem: 'damaged' })),
        });
      }),
  };
  return { service, asked, last: () => asked.at(-1)! };
}

async function start(within?: typeof HERE, places: readonly SearchPlace[] = []) {
  const search = byHand();
  const model = new SearchModel(search.service, within);
  const [open, leave, go] = [vi.fn<(conversation: number, position: number) => void>(), vi.fn<() => void>(), vi.fn<(place: SearchPlace) => void>()];
  const page = await onPage(
    <Around>
      <SearchPane model={model} withinTitle="Juliet" onOpen={open} places={places} onGo={go} onLeave={leave} />
    </Around>,
  );
  return { ...search, model, page, open, leave, go, box: () => page.get('searchbox', 'Search') };
}

test('matches are marked, and text stays text', async () => {
  const { page, last } = await start();
  await page.type('Search', 'night');
  await act(async () => last().answer([hit(1)]));
  expect(page.body.querySelector('mark')?.textContent).toBe('night');
  expect(page.get('option').textContent).toContain('Good night<b>!</b>');
  await page.end();
});

test('only one question is under way: after its answer the newest text is asked, none in between', async () => {
  const { page, asked, last } = await start();
  for (const text of ['n', 'ni', 'nig', 'night']) await page.type('Search', text);
  expect(asked.map(({ input }) => input.query)).toEqual(['n']);
  await act(async () => asked[0]!.answer([hit(1), hit(2)]));
  expect(asked.map(({ input }) => input.query)).toEqual(['n', 'night']);
  await act(async () => last().answer([hit(2)]));
  expect(page.all('option')).toHaveLength(1);
  await page.end();
});

test('arrows walk the hits from the box, Enter opens the message in its place', async () => {
  const { page, last, open, box } = await start();
  await page.type('Search', 'night');
  await act(async () => last().answer([hit(30), hit(20)]));
  await page.key(box(), 'ArrowDown');
  await page.key(box(), 'ArrowDown');
  expect(page.all('option').map(row => row.getAttribute('aria-selected'))).toEqual(['false', 'true']);
  expect(box().getAttribute('aria-activedescendant')).toBe(page.all('option')[1]?.id);
  await page.key(box(), 'Enter');
  expect(open).toHaveBeenCalledExactlyOnceWith(HERE, 20, expect.anything());
  await page.end();
});

test('who is called as what was typed stands above the messages, and arrows walk both', async () => {
  const nurse = aConversation(2, 'nurse@capulet.lit', 'the Nurse');
  const place = { kind: 'conversation', id: 'conversation 2', label: 'the Nurse', detail: nurse.peer, conversation: nurse } as const;
  const { page, last, open, go, box } = await start(undefined, [place]);
  await page.type('Search', 'nurse');
  await page.key(box(), 'Enter');
  expect(go).toHaveBeenCalledExactlyOnceWith(place);
  await act(async () => last().answer([]));
  expect(page.text()).not.toContain('Nothing found');
  await page.type('Search', 'nurses');
  await act(async () => last().answer([hit(7)]));
  expect(page.all('option').map(row => row.textContent)).toEqual([expect.stringContaining('the Nurse'), expect.stringContaining('Good night')]);
  await page.key(box(), 'ArrowDown');
  await page.key(box(), 'ArrowDown');
  expect(box().getAttribute('aria-activedescendant')).toBe(page.all('option')[1]?.id);
  await page.key(box(), 'Enter');
  expect(open).toHaveBeenCalledExactlyOnceWith(HERE, 7, expect.anything());
  await page.end();
});

test('Escape first empties the box, then leaves the search', async () => {
  const { page, last, leave, box } = await start();
  await page.type('Search', 'night');
  await act(async () => last().answer([hit(1)]));
  await page.key(box(), 'Escape');
  expect(page.all('option')).toEqual([]);
  expect(leave).not.toHaveBeenCalled();
  await page.key(box(), 'Escape');
  expect(leave).toHaveBeenCalledOnce();
  await page.end();
});

test('a filter is put behind what is typed', async () => {
  const { page, model } = await start();
  await page.type('Search', 'night');
  await page.press('from:');
  expect(model.snapshot().query).toBe('night from:');
  await page.end();
});

test('a part that means nothing is named, nothing found says so', async () => {
  const { page, last } = await start();
  await page.type('Search', 'night before:someday');
  await act(async () => last().answer([], false, ['before:someday']));
  expect(page.text()).toContain('left out: before:someday');
  expect(page.text()).toContain('Nothing found');
  await page.end();
});

test('a search that fails says why, and typing on asks again', async () => {
  const { page, asked, last } = await start();
  await page.type('Search', 'night');
  await act(async () => last().fail());
  expect(page.get('alert').textContent).toContain('damaged');
  await page.type('Search', 'nights');
  expect(asked).toHaveLength(2);
  await page.end();
});

test('within one conversation only it is searched, until the search is widened', async () => {
  const { page, asked, last } = await start(HERE);
  await page.type('Search', 'night');
  expect(last().input).toMatchObject({ conversation: HERE });
  await act(async () => last().answer([]));
  await page.press('Everywhere');
  expect(asked).toHaveLength(2);
  expect(last().input).not.toHaveProperty('conversation');
  await page.end();
});

test('older hits are asked for from the last one on, and none is shown twice', async () => {
  const { page, last } = await start();
  await page.type('Search', 'night');
  const [newest, second] = [hit(3), hit(2)];
  await act(async () => last().answer([newest, second], true));
  await page.press('Show older');
  expect(last().input).toMatchObject({ before: second.message.id });
  await act(async () => last().answer([second, hit(1)], false));
  expect(page.all('option')).toHaveLength(3);
  await page.end();
});
