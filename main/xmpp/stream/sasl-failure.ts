// A server's way to refuse a sign-in, in our words.
import type { ConnectionProblem } from '../../../preload/contract/wire.ts';
import { childrenOf, type Element } from '../element.ts';
import { NS } from '../ns.ts';
import { StreamProblem } from './transport.ts';

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

/** The condition's name alone, e.g. `not-authorized`; undefined where there is none. */
export const conditionOf = (error: Element, ns: string): string | undefined =>
  childrenOf(error)
    .find(one => one.getNS() === ns && one.getName() !== 'text')
    ?.getName();

export function saslProblem(failure: Element): StreamProblem {
  const condition = conditionOf(failure, NS.sasl) ?? 'undefined-condition';
  const text = childrenOf(failure)
    .find(one => one.getName() === 'text')
    ?.text()
    .slice(0, 500);
  const problem = Object.hasOwn(SASL_ERRORS, condition) ? SASL_ERRORS[condition] : undefined;
  return new StreamProblem(problem ?? 'server-error', text ? `${condition}: ${text}` : condition);
}
