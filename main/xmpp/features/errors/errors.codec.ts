// RFC 6120 §8.3: stanza errors
import { attr, childrenOf, el, ownChild, type Element } from '../../element.ts';
import { NS } from '../../ns.ts';

const ERROR_TYPES = ['auth', 'cancel', 'continue', 'modify', 'wait'] as const;
export type ErrorType = (typeof ERROR_TYPES)[number];

/** §8.3.3, with the type each usually comes with. What is not here is an `undefined-condition`. */
const CONDITIONS = {
  'bad-request': 'modify',
  conflict: 'cancel',
  'feature-not-implemented': 'cancel',
  forbidden: 'auth',
  gone: 'cancel',
  'internal-server-error': 'cancel',
  'item-not-found': 'cancel',
  'jid-malformed': 'modify',
  'not-acceptable': 'modify',
  'not-allowed': 'cancel',
  'not-authorized': 'auth',
  'policy-violation': 'modify',
  'recipient-unavailable': 'wait',
  redirect: 'modify',
  'registration-required': 'auth',
  'remote-server-not-found': 'cancel',
  'remote-server-timeout': 'wait',
  'resource-constraint': 'wait',
  'service-unavailable': 'cancel',
  'subscription-required': 'auth',
  'undefined-condition': 'cancel',
  'unexpected-request': 'wait',
} as const satisfies Readonly<Record<string, ErrorType>>;
export type Condition = keyof typeof CONDITIONS;

export interface StanzaErrorInfo {
  readonly condition: Condition;
  readonly type: ErrorType;
  readonly text: string | undefined;
  /** Name of the condition in another language than RFC 6120's (§8.3.4), e.g. `closed-node`. */
  readonly specific: string | undefined;
}

const MOST_TEXT = 500;
const isCondition = (name: string): name is Condition => Object.hasOwn(CONDITIONS, name);
const isType = (type: string | undefined): type is ErrorType => ERROR_TYPES.some(one => one === type);

/** Reads what went wrong out of a stanza of type `error`; undefined where it is of another type. */
export function readError(stanza: Element): StanzaErrorInfo | undefined {
  return attr(stanza, 'type') === 'error' ? decodeError(ownChild(stanza, 'error')) : undefined;
}

export function decodeError(error: Element | undefined): StanzaErrorInfo {
  const parts = error ? childrenOf(error).slice(0, 16) : [];
  const defined = parts.filter(one => one.getNS() === NS.stanzaErrors);
  const name = defined.find(one => one.getName() !== 'text')?.getName() ?? '';
  const condition = isCondition(name) ? name : 'undefined-condition';
  const type = attr(error, 'type');
  const text = parts
    .find(one => one.getName() === 'text')
    ?.text()
    .trim()
    .slice(0, MOST_TEXT);
  const specific = parts.find(one => one.getNS() !== NS.stanzaErrors && one.getNS() !== error?.getNS() && one.getName() !== 'text')?.getName();
  return { condition, type: isType(type) ? type : CONDITIONS[condition], text: text === '' ? undefined : text, specific: specific?.slice(0, 100) };
}

export const encodeError = (error: { readonly condition: Condition; readonly type?: ErrorType | undefined; readonly text?: string | undefined }): Element =>
  el(
    'error',
    undefined,
    { type: error.type ?? CONDITIONS[error.condition] },
    el(error.condition, NS.stanzaErrors),
    error.text === undefined ? undefined : el('text', NS.stanzaErrors, {}, error.text),
  );
