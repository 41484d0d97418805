import { randomBytes } from 'node:crypto';
import { openApp } from '../actors/app.ts';
import { heard } from '../actors/heard.ts';
import type { Prosody } from '../actors/prosody.ts';

export interface Reader {
  readonly address: string;
  readonly password: string;
  /** When the first message was written. */
  readonly since: number;
}

/** Somebody whose archive on the server has `count` messages with ten people, a minute apart. */
export async function filledArchive(server: Prosody, count: number): Promise<Reader> {
  const reader = await server.register();
  const others = await Promise.all(Array.from({ length: 10 }, () => server.register()));
  const since = Date.now() - count * 60_000;
  const past = Array.from({ length: count }, (_, number) => {
    const other = others[number % others.length]?.address ?? '';
    const [from, to] = number % 3 === 0 ? [reader.address, other] : [other, reader.address];
    return { from, to, body: `message ${number} about ${randomBytes(8).toString('hex')} and what else is said in a day`, at: since + number * 60_000 };
  });
  for (let at = 0; at < past.length; at += 1_000) await server.archive(past.slice(at, at + 1_000));
  return { ...reader, since };
}

/** Milliseconds until all of the archive is in a new history and its oldest message is found by search, from being online. */
export async function readIntoHistory(server: Prosody, reader: Reader): Promise<number> {
  const app = await openApp({ server });
  const done = heard(app.desk.onProgress, progress => progress.done, 600_000);
  await app.accounts.signIn({ address: reader.address, password: reader.password, route: server.route });
  const begun = performance.now();
  await done;
  const { hits } = await app.search.find({ query: '"message 0 about"', limit: 10 });
  const took = performance.now() - begun;
  if (hits.length === 0) throw new Error('the oldest message is not found');
  await app.stop();
  await app.remove();
  return took;
}
