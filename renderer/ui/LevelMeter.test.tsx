import { act, type ReactElement } from 'react';
import { createRoot } from 'react-dom/client';
import { expect, test, vi } from 'vitest';
import { LevelMeter, type LevelSource } from './LevelMeter.tsx';

vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);

test('a bar follows its sound without being rendered again', async () => {
  let level = 0.5;
  let changed = (): void => undefined;
  const stop = vi.fn<() => void>();
  const source: LevelSource = {
    level: () => level,
    subscribe: listener => {
      changed = listener;
      return stop;
    },
  };
  const place = document.createElement('div');
  const root = createRoot(place);
  let renders = 0;
  const View = (): ReactElement => {
    renders += 1;
    return <LevelMeter label="Voice" source={source} />;
  };
  await act(async () => root.render(<View />));
  const meter = place.querySelector('[role=meter]');
  const bar = meter?.querySelector('div');
  const shown = (): unknown => [meter?.getAttribute('aria-valuenow'), bar?.style.getPropertyValue('scale')];
  expect(shown()).toEqual(['50', '0.5 1']);
  level = 1;
  changed();
  expect(shown()).toEqual(['100', '1 1']);
  level = 7;
  changed();
  expect(shown()).toEqual(['100', '1 1']);
  expect(renders).toBe(1);
  // Drawn again by others: it stays where it is.
  await act(async () => root.render(<View />));
  expect(shown()).toEqual(['100', '1 1']);
  await act(async () => root.unmount());
  expect(stop).toHaveBeenCalledOnce();
});
