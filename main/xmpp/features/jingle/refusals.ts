// XEP-0166 §10: what a Jingle request that is not carried out is answered with
import { el } from '../../element.ts';
import type { Refusal } from '../../feature.ts';
import { NS } from '../../ns.ts';

type Answer = Refusal['answer'];
type Specific = 'out-of-order' | 'tie-break' | 'unknown-session' | 'unsupported-info';

const jingleError = (error: string, specific: Specific, type: NonNullable<Answer['type']> = 'cancel'): Answer => ({
  error,
  type,
  application: el(specific, NS.jingleErrors),
});

/** Each makes an answer anew: an element belongs to one stanza. Throw `new Refusal(refusals.outOfOrder())`. */
export const refusals = {
  badRequest: (): Answer => ({ error: 'bad-request', type: 'modify' }),
  /** No session of that name, or of somebody else's: which of the two is not told. */
  unknownSession: (): Answer => jingleError('item-not-found', 'unknown-session'),
  outOfOrder: (): Answer => jingleError('unexpected-request', 'out-of-order', 'wait'),
  /** §7.2.16 */
  tieBreak: (): Answer => jingleError('conflict', 'tie-break'),
  unsupportedInfo: (): Answer => jingleError('feature-not-implemented', 'unsupported-info', 'modify'),
  notImplemented: (): Answer => ({ error: 'feature-not-implemented', type: 'cancel' }),
  /** §6.3.2: to strangers, and where there is nobody to take a call. */
  unavailable: (): Answer => ({ error: 'service-unavailable', type: 'cancel' }),
  tooMany: (): Answer => ({ error: 'resource-constraint', type: 'wait' }),
} as const;
