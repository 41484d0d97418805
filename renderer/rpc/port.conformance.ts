import { expect, test } from 'vitest';
import type { Port, Wire } from '../../preload/contract/wire.ts';
import { connect, type LinkPort } from './connect.ts';

/** Both ends of one kind of port, for the suite that every kind must pass. */
export interface Ends {
  readonly page: LinkPort;
  readonly main: Port;
  /** Puts something on the wire towards the page that main would never send; undefined where the wire admits none. */
  readonly garble: ((raw: string) => void) | undefined;
  /** The other process goes away; undefined where it cannot without the page. */
  readonly cut: (() => void) | undefined;
  readonly end: () => Promise<void> | void;
}

const event = (payload: unknown): Wire => ({ t: 'event', service: 'test', name: 'said', payload });

/** Ends when `count` messages came. */
function heard(port: Port, count: number): Promise<readonly unknown[]> {
  const { promise, resolve } = Promise.withResolvers<readonly unknown[]>();
  const all: unknown[] = [];
  port.onMessage(message => {
    if (all.push(message) === count) resolve(all);
  });
  return promise;
}

export function portConformance(kind: string, make: () => Promise<Ends>): void {
  test(`${kind}: messages arrive in the order in which they were sent, both ways`, async () => {
    const ends = await make();
    const [atPage, atMain] = [heard(ends.page, 200), heard(ends.main, 200)];
    for (let n = 0; n < 200; n++) {
      ends.main.send(event(n));
      ends.page.send(event(n));
    }
    const order = Array.from({ length: 200 }, (_, n) => ({ payload: n }));
    expect(await atPage).toMatchObject(order);
    expect(await atMain).toMatchObject(order);
    await ends.end();
  });

  test(`${kind}: a message of two megabytes arrives whole, with every character`, async () => {
    const ends = await make();
    const payload = '\u{1F339}"\\\u2028\0é'.repeat(150_000);
    const arrived = heard(ends.page, 1);
    ends.main.send(event(payload));
    expect(await arrived).toEqual([event(payload)]);
    await ends.end();
  });

  test(`${kind}: a listener that left hears nothing, the others still do`, async () => {
    const ends = await make();
    let left = 0;
    ends.page.onMessage(() => left++)();
    const arrived = heard(ends.page, 1);
    ends.main.send(event(1));
    await arrived;
    expect(left).toBe(0);
    await ends.end();
  });

  hostile(kind, make);
}

/** What a port must withstand. */
function hostile(kind: string, make: () => Promise<Ends>): void {
  test(`${kind}: garbage in does not break what comes after it`, async () => {
    const ends = await make();
    const client = connect(ends.page)('test');
    for (const raw of ['', '{', 'null', '[]', '7', '{"t":"ok"}', '{"t":"fail","id":99}', '{"t":"event"}', '{"t":"ok","id":"__proto__"}']) ends.garble?.(raw);
    ends.main.onMessage(message => {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the page under test only sends calls
      const { id } = message as { readonly id: number };
      ends.main.send({ t: 'ok', id, value: 'still here' });
    });
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a service of no contract
    const ask = (client as unknown as { readonly ask: (input: object) => Promise<unknown> }).ask;
    expect(await ask({})).toBe('still here');
    await ends.end();
  });

  test(`${kind}: what waits for an answer when the port closes is told so`, async () => {
    const ends = await make();
    if (ends.cut) {
      const arrived = heard(ends.main, 1);
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a service of no contract
      const client = connect(ends.page)('test') as unknown as { readonly ask: (input: object) => Promise<unknown> };
      const answer = client.ask({});
      await arrived;
      ends.cut();
      await expect(answer).rejects.toMatchObject({ failure: { code: 'offline' } });
    }
    await ends.end();
  });
}
