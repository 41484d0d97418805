import { expect, test } from 'vitest';
import { FailureError } from '../../preload/contract/wire.ts';
import type { ArchivePage } from './archive-queries.ts';
import { readBack, type Step } from './archive-pages.ts';
import { el } from './element.ts';

/** An archive that holds these ids, oldest first. */
class Archive {
  readonly asked: string[] = [];
  readonly #ids: readonly string[];

  constructor(...ids: readonly string[]) {
    this.#ids = ids;
  }

  page = async ({ afterId }: { readonly afterId?: string }, { before, max }: { readonly before?: string; readonly max: number }): Promise<ArchivePage> => {
    this.asked.push(`${afterId ?? ''}..${before ?? ''}`);
    const places = [afterId, before].flatMap(id => (id === undefined || id === '' ? [] : [this.#ids.indexOf(id)]));
    if (places.includes(-1)) throw new FailureError({ code: 'stanza-error', condition: 'item-not-found' });
    const from = afterId === undefined ? 0 : this.#ids.indexOf(afterId) + 1;
    const range = this.#ids.slice(from, before === undefined || before === '' ? undefined : this.#ids.indexOf(before));
    const results = range.slice(-max).map(id => ({ id, stamp: 0, message: el('message', undefined, {}) }));
    return { results, first: results[0]?.id, last: results.at(-1)?.id, complete: results.length === range.length, count: undefined };
  };
}

const ALL = { extended: true, max: 2, mayAsk: () => true, isCurrent: () => true };
async function read(archive: Archive, known: string | undefined, from: string | undefined): Promise<readonly { readonly ids: string; readonly step: Step }[]> {
  const kept: { ids: string; step: Step }[] = [];
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- of the queries only this one is asked for
  const session = { archive } as unknown as Parameters<typeof readBack>[0];
  await readBack(session, { ...ALL, known: known === undefined ? undefined : { id: known }, from }, async (page, step) => {
    kept.push({ ids: page.results.map(({ id }) => id).join(' '), step });
    return 'kept';
  });
  return kept;
}

test('pages come from the newest to what is known, each before the one that came last', async () => {
  const archive = new Archive('a', 'b', 'c', 'd', 'e');
  expect(await read(archive, 'b', undefined)).toEqual([
    { ids: 'd e', step: { before: undefined, olderThan: 'd', done: false } },
    { ids: 'c', step: { before: 'd', olderThan: 'c', done: true } },
  ]);
  expect(archive.asked).toEqual(['b..', 'b..d']);
});

test('an archive that has forgotten what is known is read to its beginning', async () => {
  const kept = await read(new Archive('c', 'd', 'e'), 'b', 'e');
  expect(kept.map(({ ids }) => ids)).toEqual(['c d']);
});

test('of an archive that has forgotten even where the gap ends, nothing is left to be read: the gap is closed, not asked for for ever', async () => {
  const kept = await read(new Archive('x', 'y'), 'a', 'c');
  expect(kept).toEqual([{ ids: '', step: { before: 'c', olderThan: 'c', done: true } }]);
});
