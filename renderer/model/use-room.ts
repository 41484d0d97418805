import { useSyncExternalStore } from 'react';
import type { BareJid, ConversationId } from '../../preload/contract/ids.ts';
import type { Sender } from '../../preload/contract/messages.ts';
import type { Occupant, Room } from '../../preload/contract/rooms.ts';
import { useReplicas } from './replicas.ts';

/** One room. The view is drawn again when that room changed, whatever the others do. */
export function useRoom(conversation: ConversationId | undefined): Room | undefined {
  const { rooms } = useReplicas();
  return useSyncExternalStore(rooms.subscribe, () => (conversation === undefined ? undefined : rooms.find(conversation)));
}

const NOBODY = () => () => undefined;

/** Who wrote a message in a room, as they are now; undefined where they are not there, or where it may be somebody else. */
export function useSender(conversation: ConversationId, sender: Sender | undefined): Occupant | undefined {
  const occupants = useReplicas().occupants(conversation);
  return useSyncExternalStore(sender ? occupants.subscribe : NOBODY, () => (sender ? occupants.whoIs(sender) : undefined));
}

/** The user has blocked whoever wrote a message in a room, as far as the room shows who it is. */
export function useIsBlocked(conversation: ConversationId | undefined, address: BareJid | undefined): boolean {
  const { rooms, blocked } = useReplicas();
  const account = conversation === undefined || address === undefined ? undefined : rooms.find(conversation)?.account;
  const list = account === undefined ? undefined : blocked(account);
  return useSyncExternalStore(list?.subscribe ?? NOBODY, () => address !== undefined && list?.has(address) === true);
}
