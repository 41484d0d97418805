import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ScramServer, type Hash } from '../../../../test/actors/scripted-server.ts';
import { StreamProblem } from '../transport.ts';
import { ScramExchange, type ScramOptions } from './scram.ts';

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8');
const bytes = (message: string): Buffer => Buffer.from(message, 'utf8');

function exchange(options: Partial<ScramOptions> = {}): ScramExchange {
  return new ScramExchange({
    hash: 'SHA-1',
    user: 'user',
    password: 'pencil',
    keys: undefined,
    nonce: 'fyko+d2lbbFgONRv9qkxdawL',
    binding: 'n',
    offered: { text: '', required: false },
    ...options,
  });
}
const begun = (options: Partial<ScramOptions> = {}): ScramExchange => {
  const scram = exchange(options);
  scram.first();
  return scram;
};
const problem = (name: string) => expect.objectContaining({ problem: name });

describe('the vectors of the specifications', () => {
  it('SCRAM-SHA-1 (RFC 5802 §5)', async () => {
    const scram = exchange();
    expect(text(scram.first())).toBe('n,,n=user,r=fyko+d2lbbFgONRv9qkxdawL');
    const final = await scram.answer(bytes('r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096'));
    expect(text(final)).toBe('c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=');
    expect(() => scram.finish(bytes('v=rmF9pqV8S7suAoZWja4dJRkFsKQ='))).not.toThrow();
  });
  it('SCRAM-SHA-256 (RFC 7677 §3)', async () => {
    const scram = exchange({ hash: 'SHA-256', nonce: 'rOprNGfwEbeRWgbNEkqO' });
    scram.first();
    const final = await scram.answer(bytes('r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096'));
    expect(text(final)).toBe('c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=');
    expect(() => scram.finish(bytes('v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4='))).not.toThrow();
  });
  // The proof printed in the XEP does not follow from the messages printed beside it; this one was computed by another implementation.
  it('SCRAM-SHA-1-PLUS (messages of XEP-0388 §2.5)', async () => {
    const data = Buffer.from('cD10bHMtZXhwb3J0ZXIsLMcoQvOdBDePd4OswlmAWV3dg1a1Wh1tYPTBwVid10VU', 'base64').subarray('p=tls-exporter,,'.length);
    const scram = exchange({ nonce: '12C4CD5C-E38E-4A98-8F6D-15C38F51CCC6', binding: { name: 'tls-exporter', data } });
    expect(text(scram.first())).toBe('p=tls-exporter,,n=user,r=12C4CD5C-E38E-4A98-8F6D-15C38F51CCC6');
    const final = await scram.answer(bytes('r=12C4CD5C-E38E-4A98-8F6D-15C38F51CCC6a09117a6-ac50-4f2f-93f1-93799c2bddf6,s=QSXCR+Q6sek8bf92,i=4096'));
    expect(text(final)).toContain(',p=+8UyrQAeVIqsH2YovGeGTRx6zBM=');
    scram.finish(bytes('v=GRqYg0SPMGrqPRk5HfMz9nGHq94='));
    expect(scram.mechanism).toBe('SCRAM-SHA-1-PLUS');
  });
});

describe('with a server that shares no line with it', () => {
  const hashes: readonly Hash[] = ['SHA-1', 'SHA-256', 'SHA-512'];
  for (const hash of hashes) {
    it(`${hash} signs in, by password and then by the kept keys`, async () => {
      const [password, binding] = ['Wherefore art thou?', Buffer.from('bound')];
      const server = new ScramServer({ hash, password, binding });
      const scram = exchange({ hash, password, binding: { name: 'tls-exporter', data: binding } });
      const verdict = server.verdict(await scram.answer(server.challenge(scram.first())));
      scram.finish(verdict);
      expect(scram.fromStored).toBe(false);

      const again = new ScramServer({ hash, password });
      const kept = exchange({ hash, password: undefined, keys: scram.keys });
      kept.finish(again.verdict(await kept.answer(again.challenge(kept.first()))));
      expect(kept.fromStored).toBe(true);
    });
  }
  it('a user name with an equals sign and a comma is escaped', () => {
    expect(text(exchange({ user: 'a=b,c' }).first())).toContain('n=a=3Db=2Cc,');
  });
  it('a wrong password is a wrong password', async () => {
    const server = new ScramServer({ hash: 'SHA-1', password: 'pencil' });
    const scram = exchange({ password: 'crayon' });
    expect(server.verdict(await scram.answer(server.challenge(scram.first())))).toBeUndefined();
  });
});

describe('a server that is not to be believed', () => {
  const nonce = 'fyko+d2lbbFgONRv9qkxdawL';
  const good = `r=${nonce}3rfc,s=QSXCR+Q6sek8bf92,i=4096`;

  it('says that we are in without its signature', async () => {
    const scram = begun();
    await scram.answer(bytes(good));
    expect(() => scram.finish(undefined)).toThrow(problem('server-not-proven'));
    expect(scram.keys).toBeUndefined();
  });
  it('says so before it has even asked', () => {
    expect(() => begun().finish(undefined)).toThrow(problem('server-not-proven'));
    expect(() => begun().finish(bytes('v=rmF9pqV8S7suAoZWja4dJRkFsKQ='))).toThrow(problem('server-not-proven'));
  });
  it('shows a wrong signature, a short one, a broken one', async () => {
    for (const last of ['v=rmF9pqV8S7suAoZWja4dJRkFsKQ=', 'v=AAAA', 'v=', 'x=rmF9pqV8S7suAoZWja4dJRkFsKQ=']) {
      const scram = begun();
      await scram.answer(bytes(good));
      expect(() => scram.finish(bytes(last))).toThrow(problem('server-not-proven'));
    }
  });
  it('shows a wrong signature as a last challenge', async () => {
    const scram = begun();
    await scram.answer(bytes(good));
    await expect(scram.answer(bytes('v=rmF9pqV8S7suAoZWja4dJRkFsKQ='))).rejects.toEqual(problem('server-not-proven'));
  });
  it('does not go on from our nonce', async () => {
    for (const r of [nonce, 'another3rfc', `${nonce}\u00FC`, `x${nonce}3rfc`])
      await expect(begun().answer(bytes(`r=${r},s=QSXCR+Q6sek8bf92,i=4096`))).rejects.toEqual(problem('server-not-proven'));
  });
  it('asks for too little or too much work', async () => {
    await expect(begun().answer(bytes(`r=${nonce}3rfc,s=QSXCR+Q6sek8bf92,i=4095`))).rejects.toEqual(problem('weak-mechanism'));
    await expect(begun().answer(bytes(`r=${nonce}3rfc,s=QSXCR+Q6sek8bf92,i=10000001`))).rejects.toEqual(problem('bad-stream'));
    for (const i of ['0', '-1', '1e5', '', '04096', '99999999999'])
      await expect(begun().answer(bytes(`r=${nonce}3rfc,s=QSXCR+Q6sek8bf92,i=${i}`))).rejects.toBeInstanceOf(StreamProblem);
  });
  it('wants an extension that nobody knows', async () => {
    await expect(begun().answer(bytes(`m=must,${good}`))).rejects.toEqual(problem('bad-stream'));
  });
  it('refuses in its last message', async () => {
    const scram = begun();
    await scram.answer(bytes(good));
    expect(() => scram.finish(bytes('e=channel-bindings-dont-match'))).toThrow(problem('server-not-proven'));
    const other = begun();
    await other.answer(bytes(good));
    expect(() => other.finish(bytes('e=invalid-proof'))).toThrow(problem('not-authorized'));
  });
  it('salts otherwise than the kept keys, and there is no password', async () => {
    const server = new ScramServer({ hash: 'SHA-1', password: 'pencil' });
    const scram = exchange();
    scram.finish(server.verdict(await scram.answer(server.challenge(scram.first()))));
    const other = new ScramServer({ hash: 'SHA-1', password: 'pencil', salt: Buffer.from('another') });
    const kept = exchange({ password: undefined, keys: scram.keys });
    await expect(kept.answer(other.challenge(kept.first()))).rejects.toEqual(problem('not-authorized'));
  });
  it('whatever it sends, nobody is taken for proven and nothing but a StreamProblem is thrown', async () => {
    const part = fc.oneof(
      fc.constantFrom(`r=${nonce}x`, 's=QSXCR+Q6sek8bf92', 'i=4096', 'i=1', 'm=x', 'h=AAAA', 'v=AAAA', 'e=x', '', '=', 'r', ',,'),
      fc.string({ maxLength: 30 }),
      fc.string({ unit: 'binary', maxLength: 30 }),
    );
    const message = fc.oneof(
      fc.array(part, { maxLength: 6 }).map(parts => bytes(parts.join(','))),
      fc.uint8Array({ maxLength: 200 }).map(one => Buffer.from(one)),
    );
    await fc.assert(
      fc.asyncProperty(message, message, async (first, last) => {
        const scram = begun();
        try {
          await scram.answer(first);
          scram.finish(last);
          expect.unreachable();
        } catch (error) {
          expect(error).toBeInstanceOf(StreamProblem);
        }
        expect(scram.keys).toBeUndefined();
      }),
      { numRuns: 500 },
    );
  });
});

describe('the offer is protected (XEP-0474)', () => {
  const offered = 'SCRAM-SHA-1\x1ESCRAM-SHA-1-PLUS\x1Ftls-exporter\x1Etls-server-end-point';
  const digest = createHash('sha1').update(offered).digest('base64');
  const challenge = (extra: string) => bytes(`r=fyko+d2lbbFgONRv9qkxdawL3rfc,s=QSXCR+Q6sek8bf92,i=4096${extra}`);

  it('the hash of the specification’s example', () => {
    expect(digest).toBe('G6k/rBLDqgOhRRaCuuatSDFkJ08=');
  });
  it('the same list is let through', async () => {
    await expect(begun({ offered: { text: offered, required: true } }).answer(challenge(`,h=${digest}`))).resolves.toBeDefined();
  });
  it('a list that was changed ends it before the proof', async () => {
    const scram = begun({ offered: { text: 'SCRAM-SHA-1', required: false } });
    await expect(scram.answer(challenge(`,h=${digest}`))).rejects.toEqual(problem('server-not-proven'));
  });
  it('where the list must be proven, silence ends it', async () => {
    await expect(begun({ offered: { text: offered, required: true } }).answer(challenge(''))).rejects.toEqual(problem('weak-mechanism'));
  });
});
