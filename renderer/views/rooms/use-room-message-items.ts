import { EyeOff, Flag, Lock } from 'lucide-react';
import { useCallback } from 'react';
import type { ConversationId } from '../../../preload/contract/ids.ts';
import type { Message, Sender } from '../../../preload/contract/messages.ts';
import type { Occupant } from '../../../preload/contract/rooms.ts';
import { useText, type Say } from '../../i18n/text.tsx';
import { useReplicas } from '../../model/replicas.ts';
import type { MenuEntry } from '../../ui/Menu.tsx';
import { useWriteTo } from './MemberList.tsx';
import { useRoomActs } from './room-acts.tsx';

/** What can be done with a message because it was said in a room: answered to its writer alone, reported, taken away for all by who may. */
export function useRoomMessageItems(id: ConversationId): (message: Message) => readonly MenuEntry[] {
  const say = useText();
  const acts = useRoomActs();
  const replicas = useReplicas();
  const onWrite = useWriteTo();
  return useCallback(
    message => {
      const room = replicas.rooms.find(id);
      const { sender, mine, retracted } = message;
      if (room?.state !== 'joined' || !sender || retracted) return [];
      const others = mine
        ? []
        : othersOf(say, sender, replicas.occupants(id).whoIs(sender), {
            write: onWrite,
            report: known => acts.report({ room: id, message, known }),
          });
      // XEP-0425 §3: whoever moderates, where the room can do it; not what only two have read.
      const removes = room.role === 'moderator' && room.nature.canRetract && message.privateWith === undefined;
      const remove = { id: 'retract', label: say('members.retractMenu'), icon: EyeOff, danger: true } as const;
      return [...others, ...(removes ? [{ ...remove, onAction: () => acts.ask({ act: 'retract', room: id, message, name: sender.nickname }) }] : [])];
    },
    [say, acts, replicas, onWrite, id],
  );
}

interface ToOthers {
  readonly write: (what: 'private', nickname: string) => void;
  readonly report: (known: boolean) => void;
}
/** `person`: the writer, while they are here. */
function othersOf(say: Say, sender: Sender, person: Occupant | undefined, { write, report }: ToOthers): readonly MenuEntry[] {
  const here = person && { id: 'private', label: say('members.private'), icon: Lock, onAction: () => write('private', person.nickname) };
  const known = (sender.address ?? person?.address) !== undefined;
  return [...(here ? [here] : []), { id: 'report', label: say('request.report'), icon: Flag, onAction: () => report(known) }];
}
