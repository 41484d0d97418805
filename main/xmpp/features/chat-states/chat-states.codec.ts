// XEP-0085: Chat State Notifications, version 2.1 (2009-09-23)
import type { BareJid } from '../../../../preload/contract/ids.ts';
import { childNamed, el, type Element } from '../../element.ts';
import type { TypingState } from '../../feature.ts';
import { NS } from '../../ns.ts';

const STATES: readonly TypingState[] = ['active', 'composing', 'paused', 'inactive', 'gone'];

export function decodeChatState(message: Element): TypingState | undefined {
  const name = childNamed(message, NS.chatStates)?.getName();
  return STATES.find(state => state === name);
}

export const encodeChatState = (state: TypingState): Element => el(state, NS.chatStates);

/** A message with nothing but the state (§5.6): kept nowhere, for it is old a moment later. Only to be sent to who may see our presence (§9). */
export const chatStateMessage = (to: BareJid, state: TypingState): Element =>
  el('message', NS.client, { to, type: 'chat' }, encodeChatState(state), el('no-store', NS.hints));

/** The same, to all in a room. */
export const roomStateMessage = (room: BareJid, state: TypingState): Element =>
  el('message', NS.client, { to: room, type: 'groupchat' }, encodeChatState(state), el('no-store', NS.hints));
