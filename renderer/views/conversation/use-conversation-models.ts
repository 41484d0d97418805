import { useContext, useEffect, useRef, useState } from 'react';
import type { Conversation } from '../../../preload/contract/conversations.ts';
import type { ConversationId } from '../../../preload/contract/ids.ts';
import { ClockContext } from '../../model/clock.ts';
import { useReplicas, type Replicas } from '../../model/replicas.ts';
import { useServices } from '../../services.ts';
import { ComposerModel, type ComposerServices } from '../composer/composer.model.ts';
import type { Around as LineAround } from '../composer/room-commands.ts';
import { writeInRoom, writeTo } from '../composer/room-writer.ts';
import { NoticesModel } from './notices.model.ts';
import { ReadersModel } from './readers.model.ts';
import { TimelineModel } from './timeline.model.ts';

export type Around = { readonly position: number } | undefined;

interface ConversationModels {
  readonly timeline: TimelineModel;
  readonly draft: ComposerModel;
  /** Of a room only. */
  readonly notices: NoticesModel | undefined;
  readonly readers: ReadersModel | undefined;
}

/** Made once for a conversation that is opened: what was unread then stays so, and its draft is read once; from then on the box is true. */
export function useConversationModels(conversation: Conversation, around: Around): ConversationModels {
  const services = useServices();
  const clock = useContext(ClockContext);
  const replicas = useReplicas();
  const { id, kind } = conversation;
  const writing = (): Pick<ComposerServices, 'write' | 'inRoom'> => {
    if (kind !== 'room') return { write: writeTo(id, services.messages) };
    return { inRoom: true, write: writeInRoom(id, services, () => surroundings(replicas, id)) };
  };
  const [models] = useState(() => ({
    timeline: new TimelineModel(
      { conversation: conversation.id, unread: conversation.unread, readUpTo: conversation.readUpTo, around: around?.position },
      services.messages,
      replicas.pace,
    ),
    draft: new ComposerModel(conversation.id, conversation.draft, { conversations: services.conversations, ...writing() }, clock),
    notices: conversation.kind === 'room' ? new NoticesModel(conversation.id, services.rooms, replicas.pace) : undefined,
    readers: conversation.kind === 'room' ? new ReadersModel(conversation.id, services.rooms, replicas.pace) : undefined,
  }));
  const { draft, timeline } = models;
  // Who is here is known while the room is open, also before anybody is looked at: commands name people.
  useEffect(() => (kind === 'room' ? replicas.occupants(id).subscribe(() => undefined) : undefined), [kind, id, replicas]);
  useEffect(() => draft.adopt(conversation.draft), [draft, conversation.draft]);
  const last = useRef(around);
  useEffect(() => {
    // Follows the places that the navigation names, but for the one that the model began with.
    if (around === last.current) return;
    last.current = around;
    if (around) void timeline.jumpTo(around.position);
  }, [timeline, around]);
  return models;
}

/** What a line written in a room is read against. */
function surroundings({ rooms, occupants }: Replicas, id: ConversationId): LineAround | undefined {
  const room = rooms.find(id);
  return room && { room, isHere: nickname => occupants(id).find(nickname) !== undefined };
}
