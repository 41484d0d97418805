// The server's ways to say no, in our words.
import type { ConnectionProblem } from '../../../preload/contract/wire.ts';
import { childrenOf, type Element } from '../element.ts';
import { NS } from '../ns.ts';
import { StreamProblem } from './transport.ts';

/** RFC 6120 §4.9.3. What is not named here is a server-error. A redirect (see-other-host) is not followed: it could lead to where no certificate was checked. */
const STREAM_ERRORS: Readonly<Record<string, ConnectionProblem>> = {
  conflict: 'conflict',
  'not-authorized': 'not-authorized',
  'policy-violation': 'policy',
  'host-unknown': 'not-found',
  'host-gone': 'not-found',
  'connection-timeout': 'timeout',
  'bad-format': 'bad-stream',
  'bad-namespace-prefix': 'bad-stream',
  'invalid-namespace': 'bad-stream',
  'invalid-xml': 'bad-stream',
  'not-well-formed': 'bad-stream',
  'restricted-xml': 'bad-stream',
  'unsupported-encoding': 'bad-stream',
  'unsupported-feature': 'bad-stream',
  'unsupported-stanza-type': 'bad-stream',
  'unsupported-version': 'bad-stream',
};
/** RFC 6120 §6.5. What is not named here is a server-error. */
const SASL_ERRORS: Readonly<Record<string, ConnectionProblem>> = {
  'not-authorized': 'not-authorized',
  'credentials-expired': 'not-authorized',
  'invalid-authzid': 'not-authorized',
  'account-disabled': 'account-disabled',
  'encryption-required': 'no-encryption',
  'invalid-mechanism': 'weak-mechanism',
  'mechanism-too-weak': 'weak-mechanism',
};

export const isStreamError = (element: Element): boolean => element.getName() === 'error' && element.getNS() === NS.streams;

export const streamProblem = (error: Element): StreamProblem => read(error, NS.streamErrors, STREAM_ERRORS);
export const saslProblem = (failure: Element): StreamProblem => read(failure, NS.sasl, SASL_ERRORS);

/** The condition's name alone, e.g. `not-authorized`; undefined where there is none. */
export const conditionOf = (error: Element, ns: string): string | undefined =>
  childrenOf(error)
    .find(one => one.getNS() === ns && one.getName() !== 'text')
    ?.getName();

function read(error: Element, ns: string, table: Readonly<Record<string, ConnectionProblem>>): StreamProblem {
  const condition = conditionOf(error, ns) ?? 'undefined-condition';
  const text = childrenOf(error)
    .find(one => one.getName() === 'text')
    ?.text()
    .slice(0, 500);
  const problem = Object.hasOwn(table, condition) ? table[condition] : undefined;
  return new StreamProblem(problem ?? 'server-error', text ? `${condition}: ${text}` : condition);
}
