import { useContext, useEffect, useRef, useState } from 'react';
import type { Conversation } from '../../../preload/contract/conversations.ts';
import { ClockContext } from '../../model/clock.ts';
import { useReplicas } from '../../model/replicas.ts';
import { useServices } from '../../services.ts';
import { ComposerModel } from '../composer/composer.model.ts';
import { NoticesModel } from './notices.model.ts';
import { TimelineModel } from './timeline.model.ts';

export type Around = { readonly position: number } | undefined;

interface ConversationModels {
  readonly timeline: TimelineModel;
  readonly draft: ComposerModel;
  /** Of a room only. */
  readonly notices: NoticesModel | undefined;
}

/** Made once for a conversation that is opened: what was unread then stays so, and its draft is read once; from then on the box is true. */
export function useConversationModels(conversation: Conversation, around: Around): ConversationModels {
  const services = useServices();
  const clock = useContext(ClockContext);
  const { pace } = useReplicas();
  const [models] = useState(() => ({
    timeline: new TimelineModel(
      { conversation: conversation.id, unread: conversation.unread, readUpTo: conversation.readUpTo, around: around?.position },
      services.messages,
      pace,
    ),
    draft: new ComposerModel(conversation.id, conversation.draft, services, clock),
    notices: conversation.kind === 'room' ? new NoticesModel(conversation.id, services.rooms, pace) : undefined,
  }));
  const { draft, timeline } = models;
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
