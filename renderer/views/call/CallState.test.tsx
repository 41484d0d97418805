import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { aCall } from '../../gallery/fake-calls.ts';
import { NOW } from '../../gallery/people.ts';
import { TextProvider } from '../../i18n/text.tsx';
import { CallState } from './CallState.tsx';

beforeEach(() => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  vi.useFakeTimers({ now: NOW });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('the length of a call goes on second by second, and stays when it has ended', async () => {
  const place = document.createElement('div');
  const root = createRoot(place);
  const show = (over: Parameters<typeof aCall>[0]): Promise<void> =>
    act(async () =>
      root.render(
        <TextProvider language="en">
          <CallState call={aCall({ connectedAt: NOW - 61_730, ...over })} />
        </TextProvider>,
      ),
    );
  const length = (): string | undefined => place.querySelector('[role=timer]')?.textContent;
  await show({});
  const seen = [length()];
  for (let quarter = 0; quarter < 20; quarter += 1) {
    vi.advanceTimersByTime(250);
    if (length() !== seen.at(-1)) seen.push(length());
  }
  expect(seen).toEqual(['1:01', '1:02', '1:03', '1:04', '1:05', '1:06']);
  await show({ phase: 'ended', endedAt: NOW + 3000 });
  expect(length()).toBe('1:04');
  // What went on in another window before this one was loaded counts too.
  await show({ connectedAt: undefined, talkedMs: 5000 });
  expect(length()).toBe('0:05');
  expect(vi.getTimerCount()).toBe(0);
  await act(async () => root.unmount());
});
