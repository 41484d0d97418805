import type { Failure } from '../../../preload/contract/wire.ts';
import type { Say } from '../../i18n/text.tsx';

export interface Description {
  /** What happened. */
  readonly title: string;
  /** What it means and what to do. */
  readonly text: string;
  /** The other side's own words, if it had any: shown as a quotation, never as ours. */
  readonly quoted: string | undefined;
}

const HINTS = ['empty', 'no-at', 'spaces', 'bad-characters', 'bad-domain', 'too-long'] as const;
type StanzaText = 'conflict' | 'not-acceptable' | 'not-allowed' | 'not-authorized' | 'not-found' | 'busy' | 'unreachable' | 'other';
const STANZA_TEXTS: ReadonlyMap<string, StanzaText> = new Map([
  ['conflict', 'conflict'],
  ['not-acceptable', 'not-acceptable'],
  ['bad-request', 'not-acceptable'],
  ['not-allowed', 'not-allowed'],
  ['forbidden', 'not-allowed'],
  ['registration-required', 'not-allowed'],
  ['not-authorized', 'not-authorized'],
  ['item-not-found', 'not-found'],
  ['gone', 'not-found'],
  ['resource-constraint', 'busy'],
  ['policy-violation', 'busy'],
  ['remote-server-not-found', 'unreachable'],
  ['remote-server-timeout', 'unreachable'],
]);

/** The hint of a `bad-address` failure as a sentence. */
export const describeHint = (say: Say, hint: string | undefined): string => {
  const known = HINTS.find(one => one === hint);
  return known ? say(`problem.hint.${known}`) : say('problem.bad-address.text');
};

/** Words for a failure. `server` is the domain it is about, where one is known. */
export function describeFailure(say: Say, failure: Failure, server?: string): Description {
  switch (failure.code) {
    case 'connection':
      return describeConnection(say, failure, server);
    case 'stanza-error':
      return describeRefusal(say, failure);
    case 'bad-address':
      return description(say('problem.bad-address.title'), describeHint(say, failure.hint));
    case 'storage':
      return description(say(`problem.storage.${failure.problem}.title`), say(`problem.storage.${failure.problem}.text`));
    default:
      return description(say(`problem.${failure.code}.title`), say(`problem.${failure.code}.text`));
  }
}

const description = (title: string, text: string, quoted?: string): Description => ({ title, text, quoted: quoted === '' ? undefined : quoted });

function describeConnection(say: Say, { problem, detail }: Extract<Failure, { code: 'connection' }>, server: string | undefined): Description {
  const values = { server: server === undefined || server === '' ? say('problem.theServer') : server };
  // Everybody mistypes a password: what the server's library says of it helps nobody.
  const quoted = problem === 'not-authorized' ? undefined : detail;
  return description(say(`problem.connection.${problem}.title`, values), say(`problem.connection.${problem}.text`, values), quoted);
}

function describeRefusal(say: Say, { condition, text }: Extract<Failure, { code: 'stanza-error' }>): Description {
  if (condition === 'feature-not-implemented' || condition === 'service-unavailable') {
    return description(say('problem.unsupported.title'), say('problem.unsupported.text'), text);
  }
  const kind = STANZA_TEXTS.get(condition) ?? 'other';
  return description(say(`problem.stanza.${kind}.title`), say(`problem.stanza.${kind}.text`, { condition }), text);
}
