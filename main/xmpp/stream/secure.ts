import type { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { isIP, type Socket } from 'node:net';
import tls, { type SecureContext, type TLSSocket } from 'node:tls';
import type { CertificateInfo } from '../../../preload/contract/wire.ts';
import type { Clock } from '../../base/clock.ts';
import { certificateInfo, chainProblem, isFor, serverEndPoint } from './certificate.ts';
import { asProblem, codeOf } from './connection-problem.ts';
import { onAbort } from './time-limit.ts';
import { StreamProblem, type BindingName, type Transport } from './transport.ts';

const HANDSHAKE_MS = 20_000;

export interface SecureOptions {
  /** ASCII. Sent as SNI. */
  readonly serverName: string;
  /** ASCII. The certificate must be for one of these. */
  readonly names: readonly string[];
  readonly protocol: 'xmpp-client' | 'http/1.1' | undefined;
  readonly authorities: readonly string[] | undefined;
  readonly clock: Clock;
  readonly signal: AbortSignal | undefined;
}
export interface Secured {
  readonly socket: TLSSocket;
  readonly certificate: CertificateInfo;
  readonly bindings: Transport['bindings'];
}

/**
 * TLS over a connected socket, with the certificate checked before anybody gets hold of it.
 * Node's own refusal drops the certificate, so the check is made here; a socket that fails it is destroyed unused.
 * @throws StreamProblem that says what was wrong with the certificate, and holds it
 */
export function secure(raw: Socket, options: SecureOptions): Promise<Secured> {
  const { serverName, protocol, authorities, clock, signal } = options;
  // Else a stanza waits until the server has acknowledged the one before, which many systems put off for 40 ms.
  raw.setNoDelay(true);
  const socket = tls.connect({
    socket: raw,
    secureContext: contextWith(authorities ?? []),
    rejectUnauthorized: false,
    checkServerIdentity: () => undefined,
    ...(isIP(serverName) === 0 ? { servername: serverName } : {}),
    ...(protocol === undefined ? {} : { ALPNProtocols: [protocol] }),
  });
  return new Promise<Secured>((resolve, reject) => {
    const waits: (() => void)[] = [];
    const stop = (): void => {
      for (const cancel of waits.splice(0)) cancel();
    };
    const fail = (error: Error): void => {
      stop();
      socket.destroy();
      reject(error);
    };
    waits.push(clock.after(HANDSHAKE_MS, () => fail(new StreamProblem('timeout', 'no answer to the TLS handshake'))));
    waits.push(onAbort(signal, fail));
    // Stays on: an error without a listener would end the process.
    socket.on('error', error => fail(handshakeProblem(error)));
    socket.once('close', () => fail(new StreamProblem('refused', 'the connection ended in the TLS handshake')));
    socket.once('secureConnect', () => {
      try {
        // Once only: Node hands out the certificate a single time.
        const shown = socket.getPeerX509Certificate();
        const certificate = checked(socket, shown, options.names);
        const bindings = bindingsOf(socket, shown);
        stop();
        resolve({ socket, certificate, bindings });
      } catch (error) {
        fail(asProblem(error));
      }
    });
  });
}

/** @throws StreamProblem */
function checked(socket: TLSSocket, certificate: X509Certificate | undefined, names: readonly string[]): CertificateInfo {
  if (!certificate) throw new StreamProblem('certificate-invalid', 'the server showed no certificate');
  const info = certificateInfo(certificate);
  if (!socket.authorized) {
    // A code, although the types call it an error.
    const code = String(socket.authorizationError);
    throw new StreamProblem(chainProblem(code), code, info);
  }
  if (!names.some(name => isFor(certificate, name))) throw new StreamProblem('certificate-other-name', `not for ${names.join(' or ')}`, info);
  return info;
}

function handshakeProblem(error: Error): StreamProblem {
  if (codeOf(error) === 'ERR_SSL_TLSV1_UNRECOGNIZED_NAME') return new StreamProblem('not-found', 'the server does not know this domain');
  // The other side speaks no TLS, or none that is still safe.
  if (codeOf(error).startsWith('ERR_SSL_') || codeOf(error) === 'EPROTO') return new StreamProblem('no-encryption', reasonOf(error));
  return asProblem(error);
}

/** OpenSSL's message is a line of codes with the reason somewhere in it. */
const reasonOf = (error: Error): string => ('reason' in error && typeof error.reason === 'string' ? error.reason : error.message);

let latest: { readonly key: string; readonly context: SecureContext } | undefined;
/** Reading all authorities takes a good part of a second, so the last context is kept. */
function contextWith(authorities: readonly string[]): SecureContext {
  const key = authorities.join('\n');
  if (latest?.key !== key) {
    latest = { key, context: tls.createSecureContext({ minVersion: 'TLSv1.2', ca: [...new Set([...usualAuthorities(), ...authorities])] }) };
  }
  return latest.context;
}

/** Node's own list, and what was added to this computer: a company's or one's own authority is trusted here as in every browser. */
function usualAuthorities(): readonly string[] {
  // Newer than the oldest Node we run on.
  if (typeof tls.getCACertificates === 'function') return [...tls.getCACertificates('default'), ...tls.getCACertificates('system')];
  const extra = process.env['NODE_EXTRA_CA_CERTS'];
  if (extra === undefined) return tls.rootCertificates;
  try {
    return [...tls.rootCertificates, readFileSync(extra, 'utf8')];
  } catch {
    return tls.rootCertificates;
  }
}

function bindingsOf(socket: TLSSocket, certificate: X509Certificate | undefined): Transport['bindings'] {
  const bindings = new Map<BindingName, Uint8Array>();
  const isNew = socket.getProtocol() === 'TLSv1.3';
  // Under TLS 1.2 it is unique only with the extended master secret (RFC 9266 §4.2), of which Node does not tell.
  if (isNew) bindings.set('tls-exporter', socket.exportKeyingMaterial(32, 'EXPORTER-Channel-Binding', Buffer.alloc(0)));
  // RFC 5929 §3.1: the first Finished message, which is the client's, since no session is ever resumed here. TLS 1.3 knows no such thing.
  const finished = isNew ? undefined : socket.getFinished();
  if (finished) bindings.set('tls-unique', finished);
  const endPoint = certificate && serverEndPoint(certificate.raw);
  if (endPoint) bindings.set('tls-server-end-point', endPoint);
  return bindings;
}
