import { act, useState } from 'react';
import { expect, test } from 'vitest';
import { Around } from '../../gallery/Around.tsx';
import { onPage } from '../../gallery/on-page.tsx';
import type { LinkState } from '../../rpc/reconnecting.ts';
import { EngineGate } from './EngineGate.tsx';

function link() {
  let state: LinkState = { state: 'connecting', opened: 0 };
  const listeners = new Set<() => void>();
  return {
    snapshot: () => state,
    onState: (listener: () => void) => (listeners.add(listener), () => void listeners.delete(listener)),
    become: (next: LinkState) =>
      act(async () => {
        state = next;
        listeners.forEach(listen => listen());
      }),
  };
}

test('while the engine is gone the page says so calmly, and after it came back everything below is made anew', async () => {
  let made = 0;
  const Below = () => <p>{`model ${useState(() => ++made)[0]}`}</p>;
  const engine = link();
  const page = await onPage(
    <Around>
      <EngineGate link={engine}>
        <Below />
      </EngineGate>
    </Around>,
  );
  expect(page.text()).toBe('');
  await engine.become({ state: 'up', opened: 1 });
  expect(page.text()).toBe('model 1');
  await engine.become({ state: 'down', opened: 1 });
  expect(page.text()).toContain("Balcony's engine is not running");
  await engine.become({ state: 'up', opened: 2 });
  expect(page.text()).toBe('model 2');
  await page.end();
});
