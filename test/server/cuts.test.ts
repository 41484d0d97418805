import { afterAll, beforeAll, test } from 'vitest';
import { startCuttingProxy, type CuttingProxy } from '../actors/cutting-proxy.ts';
import { exchange, type Side } from '../actors/exchange.ts';
import { friends, leave } from '../actors/people.ts';
import { startProsody, type Prosody, type ProsodyOptions } from '../actors/prosody.ts';
import { seeded } from '../actors/seeded.ts';

// The whole of it (200 cuts, 2,000 messages, 5 restarts) takes minutes: `npm run soak`. The same at a tenth runs here.
const SCALE = Number(process.env['BALCONY_SOAK'] ?? '0.1');
const MESSAGES = Math.round(1_000 * SCALE);
const CUTS = Math.round(200 * SCALE);
const RESTARTS = Math.max(1, Math.round(5 * SCALE));
/** About what one message costs with its acknowledgement and receipt, so that cuts fall all along the exchange. */
const BYTES = 2_000;

interface Place {
  readonly server: Prosody;
  readonly wires: readonly [CuttingProxy, CuttingProxy];
  readonly sides: readonly [Side, Side];
}
async function open(options: ProsodyOptions): Promise<Place> {
  const server = await startProsody(options);
  const wires = [await startCuttingProxy(server), await startCuttingProxy(server)] as const;
  const [juliet, romeo] = await friends(server, wires);
  const sides = [
    { name: 'J', someone: juliet },
    { name: 'R', someone: romeo },
  ] as const;
  return { server, wires, sides };
}
async function close({ server, wires, sides }: Place): Promise<void> {
  await leave(...sides.map(side => side.someone));
  await Promise.all(wires.map(wire => wire.close()));
  await server.stop();
}

let place: Place;
beforeAll(async () => {
  place = await open({});
}, 60_000);
afterAll(() => close(place));

/** Cuts each wire in the middle of whatever goes over it, the handshake after the last cut included. */
async function cutting(wire: CuttingProxy, side: Side, seed: number): Promise<void> {
  const random = seeded(seed);
  for (let cut = 0; cut < CUTS / 2; cut += 1) {
    await wire.cutAfter(1 + Math.floor(random() * BYTES * Math.min(20, (4 * MESSAGES) / CUTS)));
    side.someone.app.wake();
  }
}

async function cuts({ wires, sides }: Place): Promise<void> {
  await Promise.all([cutting(wires[0], sides[0], 7), cutting(wires[1], sides[1], 8)]);
}

test(`${CUTS} cuts of the connection lose, double and disorder nothing of ${2 * MESSAGES} messages`, { timeout: 1_800_000 }, async () => {
  await exchange('cut', place.sides, MESSAGES, () => cuts(place));
});

test(`${RESTARTS} restarts of the server lose, double and disorder nothing`, { timeout: 900_000 }, async () => {
  await exchange('restart', place.sides, Math.ceil(MESSAGES / 2), async () => {
    for (let number = 0; number < RESTARTS; number += 1) {
      await place.server.restart(number % 2 ? 'SIGKILL' : 'SIGTERM');
      for (const { someone } of place.sides) someone.app.wake();
    }
  });
});

test(`${CUTS} cuts do no harm either where the server cannot resume: outbox and archive make it good`, { timeout: 1_800_000 }, async () => {
  const other = await open({ disabled: ['smacks'] });
  try {
    await exchange('anew', other.sides, MESSAGES, () => cuts(other));
  } finally {
    await close(other);
  }
});
