import { expect, test, vi } from 'vitest';
import { entriesFor } from './screens.ts';

vi.mock('electron', () => ({ app: { getLocale: () => 'en-GB' }, protocol: {} }));

type Source = Parameters<typeof entriesFor>[0][number];
const source = (id: string, name: string, empty = true): Source => ({ id, name, thumbnail: { isEmpty: () => empty } }) as unknown as Source;

test('screens stand before windows, each kind under its heading, and a choice names its source', () => {
  const chosen = vi.fn<(source: Source) => void>();
  const [window, screen] = [source('window:7:0', 'Letters & verses'), source('screen:0:0', 'Entire screen', false)];
  const entries = entriesFor([window, screen], chosen);
  expect(entries.map(({ label, type }) => label ?? type)).toEqual(['Screens', 'Entire screen', 'separator', 'Windows', 'Letters && verses']);
  expect(entries.map(({ enabled }) => enabled)).toEqual([false, undefined, undefined, false, undefined]);
  expect([entries[1]?.icon, entries[4]?.icon]).toEqual([screen.thumbnail, undefined]);
  entries[4]!.click!(...([] as unknown as Parameters<NonNullable<(typeof entries)[number]['click']>>));
  expect(chosen).toHaveBeenCalledWith(window);
});

test('a window with an endless title does not make an endless menu', () => {
  const [, entry] = entriesFor([source('window:1:0', 'wherefore '.repeat(50))], () => undefined);
  expect(entry?.label?.length).toBeLessThan(70);
});
