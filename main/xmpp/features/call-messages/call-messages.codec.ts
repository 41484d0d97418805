// XEP-0353: Jingle Message Initiation, version 0.8.0 (2026-02-19)
import { attr, child, childrenOf, el, type Element } from '../../element.ts';
import { NS } from '../../ns.ts';
import { hint } from '../hints/hints.codec.ts';
import type { CallMessage, MediaKind } from '../jingle/jingle.types.ts';
import { decodeReason, encodeReason } from '../jingle/reason.codec.ts';
import { MEDIA } from '../jingle/rtp.codec.ts';
import { readSid } from '../jingle/values.ts';
import { encodeReceipt } from '../receipts/receipts.codec.ts';

const PLAIN = ['ringing', 'proceed', 'accept'] as const;
const ENDINGS = ['reject', 'retract', 'finish'] as const;

/** What a message says of a call; undefined where it says nothing, or proposes neither sound nor picture. */
export function decodeCallMessage(message: Element): CallMessage | undefined {
  const said = childrenOf(message).find(one => one.getNS() === NS.callMessages);
  const sid = readSid(attr(said, 'id'));
  if (!said || sid === undefined) return undefined;
  const name = said.getName();
  const plain = PLAIN.find(one => one === name);
  if (plain) return { kind: plain, sid };
  const ending = ENDINGS.find(one => one === name);
  if (ending) {
    const migratedTo = readSid(attr(child(said, 'migrated', NS.callMessages), 'to'));
    return { kind: ending, sid, reason: decodeReason(said), tieBreak: child(said, 'tie-break', NS.callMessages) !== undefined, migratedTo };
  }
  const media = name === 'propose' ? proposedMedia(said) : [];
  return media.length > 0 ? { kind: 'propose', sid, media } : undefined;
}

/** §3.1: one description for each medium. */
function proposedMedia(propose: Element): readonly MediaKind[] {
  const named = childrenOf(propose)
    .filter(one => one.getName() === 'description' && one.getNS() === NS.rtp)
    .map(one => attr(one, 'media'));
  return MEDIA.filter(one => named.includes(one));
}

/**
 * The whole message (§3: of type chat, and to be stored). `to`: bare for `propose` (but where a call goes on), `retract` and an `accept` to the own account, else full.
 * Its id begins as Conversations' does, which knows a bounce of its own by it; a proposal asks for a receipt, which tells a caller that
 * it rings where the peer says no `ringing` (Dino).
 */
export const encodeCallMessage = (to: string, said: CallMessage): Element =>
  el(
    'message',
    NS.client,
    { to, type: 'chat', id: callMessageId(said) },
    encodeSaid(said),
    said.kind === 'propose' ? encodeReceipt({ kind: 'request' }) : undefined,
    hint('store'),
  );

export const callMessageId = ({ kind, sid }: Pick<CallMessage, 'kind' | 'sid'>): string => `jm-${kind}-${sid}`;

function encodeSaid(said: CallMessage): Element {
  if (said.kind === 'propose') return el(said.kind, NS.callMessages, { id: said.sid }, ...said.media.map(media => el('description', NS.rtp, { media })));
  if (said.kind !== 'reject' && said.kind !== 'retract' && said.kind !== 'finish') return el(said.kind, NS.callMessages, { id: said.sid });
  return el(
    said.kind,
    NS.callMessages,
    { id: said.sid },
    said.reason && encodeReason(said.reason, NS.callMessages),
    said.tieBreak ? el('tie-break') : undefined,
    said.migratedTo === undefined ? undefined : el('migrated', undefined, { to: said.migratedTo }),
  );
}
