import { execFileSync } from 'node:child_process';
import { createHash, X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { certificateInfo, chainProblem, isFor, serverEndPoint } from './certificate.ts';

const folder = mkdtempSync(join(tmpdir(), 'balcony-certificate-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const openssl = (...args: string[]): unknown => execFileSync('openssl', args, { cwd: folder, stdio: 'ignore' });
const keys = new Set<string>();
function keyOf(kind: 'ec' | 'rsa' | 'ed25519'): string {
  const parameters = { ec: ['EC', '-pkeyopt', 'ec_paramgen_curve:P-256'], rsa: ['RSA', '-pkeyopt', 'rsa_keygen_bits:2048'], ed25519: ['ED25519'] };
  if (!keys.has(kind)) openssl('genpkey', '-out', kind, '-algorithm', ...parameters[kind]);
  keys.add(kind);
  return kind;
}
/** Signed by itself; names as OpenSSL writes them. */
function make(names: readonly string[], key: 'ec' | 'rsa' | 'ed25519' = 'ec', signing: readonly string[] = ['-sha256']): X509Certificate {
  const list = names.map((name, at) => name.replace(/^(\w+):/, `$1.${at} = `)).join('\n');
  const extension = names.length === 0 ? '' : 'subjectAltName=@names\n';
  writeFileSync(join(folder, 'a.cnf'), `[req]\ndistinguished_name=dn\n[dn]\n[v3]\nbasicConstraints=CA:FALSE\n${extension}[names]\n${list}\n`);
  openssl(
    'req',
    '-x509',
    '-key',
    keyOf(key),
    ...signing,
    '-config',
    'a.cnf',
    '-extensions',
    'v3',
    '-subj',
    '/O=Capulet/CN=verona.test',
    '-days',
    '3',
    '-out',
    'a.pem',
  );
  return new X509Certificate(readFileSync(join(folder, 'a.pem')));
}

test.each([
  ['DNS:verona.test', 'verona.test', true],
  ['DNS:VERONA.test', 'verona.test', true],
  ['DNS:verona.test', 'im.verona.test', false],
  ['DNS:verona.test', 'verona.test.evil.lit', false],
  ['DNS:*.verona.test', 'im.verona.test', true],
  ['DNS:*.verona.test', 'verona.test', false],
  ['DNS:*.verona.test', 'a.b.verona.test', false],
  ['DNS:i*.verona.test', 'im.verona.test', false],
  ['DNS:xn--bcher-kva.test', 'xn--bcher-kva.test', true],
  ['IP:192.0.2.1', '192.0.2.1', true],
  ['DNS:192.0.2.1', '192.0.2.1', false],
  ['otherName:1.3.6.1.5.5.7.8.5;UTF8:verona.test', 'verona.test', true],
  ['otherName:1.3.6.1.5.5.7.8.5;FORMAT:UTF8,UTF8:bücher.test', 'xn--bcher-kva.test', true],
  ['otherName:1.3.6.1.5.5.7.8.7;IA5:_xmpp-client.verona.test', 'verona.test', true],
  ['otherName:1.3.6.1.5.5.7.8.7;IA5:_imap.verona.test', 'verona.test', false],
  ['otherName:1.3.6.1.5.5.7.8.5;UTF8:juliet@verona.test', 'verona.test', false],
  ['URI:https://x/?a=1, othername:XmppAddr:verona.test', 'verona.test', false],
  ['email:juliet@verona.test', 'verona.test', false],
  // The common name says verona.test in all of them.
  ['DNS:mantua.test', 'verona.test', false],
  ['', 'verona.test', false],
])('a certificate for %j, asked for %j: %j', (name, domain, expected) => {
  expect(isFor(make(name === '' ? [] : [name]), domain)).toBe(expected);
});

test('what is shown of a certificate', () => {
  const info = certificateInfo(make(['DNS:verona.test', 'DNS:*.verona.test']));
  expect(info).toMatchObject({ subject: 'O=Capulet, CN=verona.test', issuer: 'O=Capulet, CN=verona.test', names: ['verona.test', '*.verona.test'] });
  expect(info.validTo - info.validFrom).toBe(3 * 86_400_000);
  expect(info.sha256).toMatch(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
});

const pss = ['-sigopt', 'rsa_padding_mode:pss'];
test.each([
  ['RSA with SHA-1', 'rsa', ['-sha1'], 'sha256'],
  ['RSA with SHA-256', 'rsa', ['-sha256'], 'sha256'],
  ['RSA with SHA-384', 'rsa', ['-sha384'], 'sha384'],
  ['RSA with SHA-512', 'rsa', ['-sha512'], 'sha512'],
  ['RSASSA-PSS with SHA-256', 'rsa', ['-sha256', ...pss], 'sha256'],
  ['RSASSA-PSS with SHA-512', 'rsa', ['-sha512', ...pss], 'sha512'],
  ['RSASSA-PSS with SHA-1', 'rsa', ['-sha1', ...pss], 'sha256'],
  ['ECDSA with SHA-384', 'ec', ['-sha384'], 'sha384'],
] as const)('tls-server-end-point of a certificate signed by %s uses %s', (_what, key, signing, hash) => {
  const { raw } = make(['DNS:verona.test'], key, signing);
  expect(Buffer.from(serverEndPoint(raw) ?? [])).toEqual(createHash(hash).update(raw).digest());
});

test('a signature without a hash of its own has no tls-server-end-point (RFC 5929 §4.1)', () => {
  expect(serverEndPoint(make(['DNS:verona.test'], 'ed25519', []).raw)).toBeUndefined();
});

test('bytes that are no certificate have none either', () => {
  const { raw } = make(['DNS:verona.test']);
  for (let length = 0; length < raw.length; length += 7) expect(() => serverEndPoint(raw.subarray(0, length))).not.toThrow();
  expect(serverEndPoint(Buffer.from('30ffffffffffff', 'hex'))).toBeUndefined();
});

test.each([
  ['CERT_HAS_EXPIRED', 'certificate-expired'],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'certificate-unknown-issuer'],
  ['CERT_NOT_YET_VALID', 'certificate-invalid'],
  ['CERT_SIGNATURE_FAILURE', 'certificate-invalid'],
  ['constructor', 'certificate-invalid'],
])('%s is told as %s', (code, problem) => {
  expect(chainProblem(code)).toBe(problem);
});
