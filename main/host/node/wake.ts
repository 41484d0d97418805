import { networkInterfaces } from 'node:os';
import type { Clock } from '../../base/clock.ts';

const LOOK_EVERY = 5_000;
const SLEPT = 15_000;

/** Node has no event for either: a clock that jumped means the machine slept, other addresses mean another network. */
export function watchWake(listener: () => void, clock: Clock, addresses: () => string = ownAddresses): () => void {
  let seen = clock.now();
  let network = addresses();
  let stop: () => void;
  const look = (): void => {
    const now = clock.now();
    const there = addresses();
    if (now - seen > LOOK_EVERY + SLEPT || there !== network) listener();
    seen = now;
    network = there;
    stop = clock.after(LOOK_EVERY, look);
  };
  stop = clock.after(LOOK_EVERY, look);
  return () => stop();
}

const ownAddresses = (): string =>
  Object.values(networkInterfaces())
    .flatMap(list => list ?? [])
    .filter(one => !one.internal)
    .map(one => one.address)
    .toSorted()
    .join(' ');
