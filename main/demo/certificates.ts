import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** PEM texts of a certificate, its key, and the authority that signed it. */
export interface Certificate {
  readonly certificate: string;
  readonly key: string;
  readonly authority: string;
}
export interface CertificateOptions {
  /** Names and addresses the certificate is for; the first is its common name. */
  readonly names: readonly string[];
  /** Ended yesterday. */
  readonly expired?: boolean;
  /** Signed by itself, so that no authority vouches for it. */
  readonly selfSigned?: boolean;
}

/**
 * Makes throw-away certificates with the `openssl` command, which every Prosody of Debian brings along.
 * The keys are worth nothing: they live as long as one test run or one demo.
 */
export async function makeCertificate(options: CertificateOptions): Promise<Certificate> {
  const folder = await mkdtemp(join(tmpdir(), 'balcony-ca-'));
  try {
    return await makeIn(folder, options);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];

async function makeIn(folder: string, { names, expired = false, selfSigned = false }: CertificateOptions): Promise<Certificate> {
  const at = (name: string): string => join(folder, name);
  const openssl = (...args: string[]): Promise<unknown> => run('openssl', args, { cwd: folder });
  await writeFile(
    at('ca.cnf'),
    '[req]\ndistinguished_name=dn\n[dn]\n[v3]\nbasicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\nsubjectKeyIdentifier=hash\n',
  );
  await writeFile(
    at('leaf.cnf'),
    `[v3]\nbasicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\nextendedKeyUsage=serverAuth\nsubjectAltName=${names.map(altName).join(',')}\n`,
  );
  await openssl(
    'req',
    '-x509',
    ...newKey,
    '-config',
    'ca.cnf',
    '-extensions',
    'v3',
    '-subj',
    '/CN=Balcony throw-away authority',
    '-days',
    '30',
    '-keyout',
    'ca.key',
    '-out',
    'ca.pem',
  );
  await openssl('req', '-new', ...newKey, '-config', 'ca.cnf', '-subj', `/CN=${names[0] ?? 'nobody'}`, '-keyout', 'leaf.key', '-out', 'leaf.csr');
  const signer = selfSigned ? ['-signkey', 'leaf.key'] : ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial'];
  await openssl('x509', '-req', '-in', 'leaf.csr', ...signer, '-extfile', 'leaf.cnf', '-extensions', 'v3', '-days', expired ? '-1' : '30', '-out', 'leaf.pem');
  const [certificate, key, authority] = await Promise.all([readFile(at('leaf.pem'), 'utf8'), readFile(at('leaf.key'), 'utf8'), readFile(at('ca.pem'), 'utf8')]);
  return { certificate, key, authority };
}

const altName = (name: string): string => (/^[\d.]+$|:/.test(name) ? `IP:${name}` : `DNS:${name}`);
