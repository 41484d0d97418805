// XEP-0166 §7.4: why a session, or a content of it, is no more
import { childrenOf, el, textOf, type Element } from '../../element.ts';
import { NS } from '../../ns.ts';
import { REASONS, type ReasonSaid } from './jingle.types.ts';

const MOST_TEXT = 500;

/** A reason that nobody knows is a `general-error`. Dino writes `failed_application` for `failed-application`. */
export function decodeReason(parent: Element): ReasonSaid | undefined {
  const reason = parent.getChild('reason', NS.jingle);
  if (!reason) return undefined;
  const said = childrenOf(reason)
    .filter(one => one.getName() !== 'text')
    .map(one => one.getName().replaceAll('_', '-'));
  const text = textOf(reason, 'text')?.trim().slice(0, MOST_TEXT);
  return { reason: REASONS.find(one => said.includes(one)) ?? 'general-error', text: text === '' ? undefined : text };
}

/** `of`: the namespace of the element that it stands in. */
export const encodeReason = ({ reason, text }: ReasonSaid, of: string): Element =>
  el('reason', of === NS.jingle ? undefined : NS.jingle, {}, el(reason), text === undefined ? undefined : el('text', undefined, {}, text));
