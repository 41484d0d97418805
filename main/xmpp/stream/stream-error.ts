import type { ConnectionProblem } from '../../../preload/contract/wire.ts';
import { childrenOf, textOf, type Element } from '../element.ts';
import { NS } from '../ns.ts';
import { StreamProblem } from './transport.ts';

/** RFC 6120 §4.9.3. `see-other-host` is not followed: its target is not vouched for. */
const CONDITIONS = new Map<string, ConnectionProblem>(
  Object.entries({
    conflict: 'conflict',
    'policy-violation': 'policy',
    'not-authorized': 'not-authorized',
    'host-unknown': 'not-found',
    'host-gone': 'not-found',
  }),
);

export function problemOf(error: Element): StreamProblem {
  const condition =
    childrenOf(error)
      .find(one => one.getNS() === NS.streamErrors && one.getName() !== 'text')
      ?.getName() ?? 'undefined-condition';
  const text = textOf(error, 'text', NS.streamErrors)?.slice(0, 1000);
  return new StreamProblem(CONDITIONS.get(condition) ?? 'server-error', text === undefined || text === '' ? condition : `${condition}: ${text}`);
}
