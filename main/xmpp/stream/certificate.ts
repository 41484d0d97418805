import { createHash, type X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import { domainToUnicode } from 'node:url';
import type { CertificateInfo, ConnectionProblem } from '../../../preload/contract/wire.ts';

export function certificateInfo(certificate: X509Certificate): CertificateInfo {
  return {
    subject: oneLine(certificate.subject),
    names: namesOf(certificate),
    issuer: oneLine(certificate.issuer),
    validFrom: Date.parse(certificate.validFrom),
    validTo: Date.parse(certificate.validTo),
    sha256: certificate.fingerprint256,
  };
}

// Absent where the certificate has none, whatever the types say.
const oneLine = (name: string | undefined): string => (name ?? '').split('\n').join(', ');

/** For reading only: what is compared below is never taken out of this text. */
const namesOf = ({ subjectAltName }: X509Certificate): string[] =>
  (subjectAltName ?? '')
    .split(', ')
    .map(name => name.replace(/^(DNS|IP Address|URI|email|othername):/, ''))
    .filter(name => name !== '')
    .slice(0, 100);

/** Codes of OpenSSL's chain check, as Node names them. */
const CHAIN_PROBLEMS = new Map<string, ConnectionProblem>(
  Object.entries({
    CERT_HAS_EXPIRED: 'certificate-expired',
    DEPTH_ZERO_SELF_SIGNED_CERT: 'certificate-unknown-issuer',
    SELF_SIGNED_CERT_IN_CHAIN: 'certificate-unknown-issuer',
    UNABLE_TO_GET_ISSUER_CERT: 'certificate-unknown-issuer',
    UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'certificate-unknown-issuer',
    UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'certificate-unknown-issuer',
    CERT_UNTRUSTED: 'certificate-unknown-issuer',
  }),
);
export const chainProblem = (code: string): ConnectionProblem => CHAIN_PROBLEMS.get(code) ?? 'certificate-invalid';

/**
 * Is it a certificate for this domain (RFC 6125 §6, RFC 6120 §13.7.2)? By dNSName with a wildcard for the whole first label, by address, or by the
 * otherNames of XMPP. The common name counts for nothing.
 */
export function isFor(certificate: X509Certificate, domain: string): boolean {
  if (isIP(domain) !== 0) return certificate.checkIP(domain) !== undefined;
  if (certificate.checkHost(domain, { subject: 'never', partialWildcards: false, wildcards: true }) !== undefined) return true;
  return otherNames(certificate).some(name => name === domain.toLowerCase() || name === domainToUnicode(domain));
}

/** XmppAddr and SRVName (`_xmpp-client.<domain>`), where the TLS library knows them; a name that had to be quoted is none. */
const otherNames = ({ subjectAltName }: X509Certificate): string[] =>
  (subjectAltName ?? '').split(', ').flatMap(name => {
    const found = /^othername: ?(?:XmppAddr:+([^\s"'/@:]+)|SRVName:+_xmpp-client\.([^\s"'/@:]+))$/i.exec(name);
    const domain = found?.[1] ?? found?.[2];
    return domain === undefined ? [] : [domain.toLowerCase()];
  });

/** `tls-server-end-point` (RFC 5929 §4.1); undefined where the signature has no single hash function. */
export function serverEndPoint(der: Uint8Array): Uint8Array | undefined {
  const hash = signatureHash(der);
  return hash === undefined ? undefined : createHash(hash).update(der).digest();
}

// Object identifiers in DER, as hex. MD5 and SHA-1 become SHA-256 (RFC 5929 §4.1).
const SIGNATURES: Readonly<Record<string, string>> = {
  '2a864886f70d010104': 'sha256', // md5WithRSAEncryption
  '2a864886f70d010105': 'sha256', // sha1WithRSAEncryption
  '2a864886f70d01010e': 'sha224',
  '2a864886f70d01010b': 'sha256',
  '2a864886f70d01010c': 'sha384',
  '2a864886f70d01010d': 'sha512',
  '2a8648ce3d0401': 'sha256', // ecdsa-with-SHA1
  '2a8648ce3d040301': 'sha224',
  '2a8648ce3d040302': 'sha256',
  '2a8648ce3d040303': 'sha384',
  '2a8648ce3d040304': 'sha512',
};
const RSASSA_PSS = '2a864886f70d01010a';
const HASHES: Readonly<Record<string, string>> = {
  '2b0e03021a': 'sha256', // SHA-1
  '608648016503040201': 'sha256',
  '608648016503040202': 'sha384',
  '608648016503040203': 'sha512',
  '608648016503040204': 'sha224',
};

/** Certificate ::= SEQUENCE { tbsCertificate, signatureAlgorithm SEQUENCE { OID, parameters }, signature } (RFC 5280 §4.1). */
function signatureHash(der: Uint8Array): string | undefined {
  const algorithm = children(children(der)[0]?.content)[1]?.content;
  const [oid, parameters] = children(algorithm);
  const name = hex(oid?.content);
  if (name !== RSASSA_PSS) return SIGNATURES[name];
  // RSASSA-PSS-params ::= SEQUENCE { [0] hashAlgorithm DEFAULT sha1, … } (RFC 4055 §3.1)
  const first = children(parameters?.content)[0];
  const hash = first?.tag === 0xa0 ? children(children(first.content)[0]?.content)[0]?.content : undefined;
  return hash === undefined ? 'sha256' : HASHES[hex(hash)];
}

const hex = (bytes: Uint8Array | undefined): string => Buffer.from(bytes ?? []).toString('hex');

interface Value {
  readonly tag: number;
  readonly content: Uint8Array;
}
/** The values that stand in a row in some DER; ends early where it is damaged. */
function children(der: Uint8Array = new Uint8Array()): Value[] {
  const found: Value[] = [];
  let at = 0;
  while (at + 2 <= der.length && found.length < 16) {
    const tag = der[at]!;
    let length = der[at + 1]!;
    at += 2;
    if (length >= 0x80) {
      const count = length & 0x7f;
      if (count === 0 || count > 4 || at + count > der.length) break;
      length = der.subarray(at, at + count).reduce((sum, byte) => sum * 256 + byte, 0);
      at += count;
    }
    if (at + length > der.length) break;
    found.push({ tag, content: der.subarray(at, at + length) });
    at += length;
  }
  return found;
}
