import type { Unsubscribe } from './define.ts';

/** Why the server, or the way to it, refused us. Every one has a text of its own for the user. */
export type ConnectionProblem =
  | 'not-found' // no server under that name
  | 'refused' // a server that does not answer on any address
  | 'timeout'
  | 'no-encryption' // STARTTLS missing or stripped
  | 'certificate-expired'
  | 'certificate-other-name'
  | 'certificate-unknown-issuer'
  | 'certificate-invalid'
  | 'not-authorized' // wrong address or password
  | 'weak-mechanism' // only mechanisms that are weaker than what this server offered before
  | 'server-not-proven' // the server's own signature was wrong: somebody sits in between
  | 'account-disabled'
  | 'conflict' // another client took the resource
  | 'policy'
  | 'proxy'
  | 'bad-stream' // the server sent what is no XMPP
  | 'server-error';

/** The certificate that a server showed, for the error page. Times are milliseconds since 1970. */
export interface CertificateInfo {
  readonly subject: string;
  readonly names: readonly string[];
  readonly issuer: string;
  readonly validFrom: number;
  readonly validTo: number;
  readonly sha256: string;
}

/** Expected, nameable outcomes. Anything else is a bug: it is logged in main and crosses as `internal`. */
export type Failure =
  | { readonly code: 'offline' }
  | { readonly code: 'connection'; readonly problem: ConnectionProblem; readonly detail?: string; readonly certificate?: CertificateInfo }
  | { readonly code: 'stanza-error'; readonly condition: string; readonly text?: string }
  | { readonly code: 'bad-address'; readonly hint?: string }
  | { readonly code: 'not-found' }
  | { readonly code: 'exists' }
  | { readonly code: 'unsupported' }
  | { readonly code: 'storage'; readonly problem: 'full' | 'damaged' | 'locked' }
  | { readonly code: 'bad-request'; readonly detail: string }
  | { readonly code: 'internal' };

export type Wire =
  | { readonly t: 'call'; readonly id: number; readonly service: string; readonly method: string; readonly input: unknown }
  | { readonly t: 'ok'; readonly id: number; readonly value: unknown }
  | { readonly t: 'fail'; readonly id: number; readonly failure: Failure }
  | { readonly t: 'event'; readonly service: string; readonly name: string; readonly payload: unknown };

/** The only thing a host has to provide between the two processes. */
export interface Port {
  send(message: Wire): void;
  onMessage(listener: (message: unknown) => void): Unsubscribe;
}

export class FailureError extends Error {
  override readonly name = 'FailureError';
  readonly failure: Failure;
  constructor(failure: Failure) {
    super(failure.code);
    this.failure = failure;
  }
}
