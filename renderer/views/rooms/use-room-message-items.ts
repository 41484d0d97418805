import { EyeOff, Flag, Lock } from 'lucide-react';
import { useCallback } from 'react';
import type { ConversationId } from '../../../preload/contract/ids.ts';
import type { Message } from '../../../preload/contract/messages.ts';
import { useText } from '../../i18n/text.tsx';
import { useReplicas } from '../../model/replicas.ts';
import { useServices } from '../../services.ts';
import type { MenuEntry } from '../../ui/Menu.tsx';
import { useWriteTo } from './MemberList.tsx';
import { useRoomActs } from './room-acts.tsx';

/** What can be done with a message because it was said in a room: answered to its writer alone, reported, taken away for all by who may. */
export function useRoomMessageItems(id: ConversationId): (message: Message) => readonly MenuEntry[] {
  const say = useText();
  const acts = useRoomActs();
  const replicas = useReplicas();
  const { rooms } = useServices();
  const onWrite = useWriteTo();
  return useCallback(
    message => {
      const room = replicas.rooms.find(id);
      const { sender, mine, retracted } = message;
      if (room?.state !== 'joined' || !sender || retracted) return [];
      const nickname = replicas.occupants(id).whoIs(sender)?.nickname;
      const report = (why: 'spam' | 'abuse') => (): void =>
        acts.tell(id, say('members.reported'), () => rooms.report({ conversation: id, message: message.id, why }));
      const others: readonly MenuEntry[] = mine
        ? []
        : [
            ...(nickname === undefined ? [] : [{ id: 'private', label: say('members.private'), icon: Lock, onAction: () => onWrite('private', nickname) }]),
            {
              id: 'report',
              label: say('request.report'),
              icon: Flag,
              items: [
                { id: 'spam', label: say('members.spam'), onAction: report('spam') },
                { id: 'abuse', label: say('members.abuse'), onAction: report('abuse') },
              ],
            },
          ];
      // XEP-0425 §3: whoever moderates, where the room can do it; not what only two have read.
      const removes = room.role === 'moderator' && room.nature.canRetract && message.privateWith === undefined;
      const remove = { id: 'retract', label: say('members.retractMenu'), icon: EyeOff, danger: true } as const;
      return [...others, ...(removes ? [{ ...remove, onAction: () => acts.ask({ act: 'retract', room: id, message, name: sender.nickname }) }] : [])];
    },
    [say, acts, replicas, rooms, onWrite, id],
  );
}
