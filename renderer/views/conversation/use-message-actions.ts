import { useMemo, useState } from 'react';
import type { Conversation } from '../../../preload/contract/conversations.ts';
import type { MessageId } from '../../../preload/contract/ids.ts';
import type { Message } from '../../../preload/contract/messages.ts';
import { useFormats, useText } from '../../i18n/text.tsx';
import { calmLine } from '../../model/calm-text.ts';
import type { MenuEntry } from '../../ui/Menu.tsx';
import { useRoomMessageItems } from '../rooms/use-room-message-items.ts';
import { messageMenu, toClipboard, type OpenMenu } from './message-menu.ts';
import { asText, type Selection } from './selection.ts';
import type { TimelineActions } from './timeline-context.ts';
import type { TimelineModel } from './timeline.model.ts';
import { useOpenLink } from './use-open-link.ts';
import { useSelection, type MessageSelection } from './use-selection.ts';

interface Input {
  readonly model: TimelineModel;
  readonly conversation: Conversation;
  readonly ownName: string;
  readonly ownPicture: string | undefined;
}
export interface MessageActions extends Pick<MessageSelection, 'choose' | 'onCopy' | 'clearChosen'> {
  /** For the rows. */
  readonly context: TimelineActions;
  readonly selection: Selection;
  readonly unfolded: ReadonlySet<MessageId>;
  readonly copyChosen: () => void;
  /** Those that the question before a deletion is about. */
  readonly deleting: readonly Message[];
  readonly askToDelete: (message: Message) => void;
  readonly askToDeleteChosen: () => void;
  readonly cancelDelete: () => void;
  readonly confirmDelete: () => void;
  readonly menu: OpenMenu | undefined;
  readonly menuItems: readonly MenuEntry[];
  readonly closeMenu: () => void;
}

/** Everything that can be done with messages in one conversation: choosing, copying, deleting, sending again. */
export function useMessageActions({ model, conversation, ownName, ownPicture }: Input): MessageActions {
  const say = useText();
  const format = useFormat(ownName, conversation.title);
  const [unfolded, setUnfolded] = useState<ReadonlySet<MessageId>>(new Set());
  const [deleting, setDeleting] = useState<readonly Message[]>([]);
  const [menu, setMenu] = useState<OpenMenu>();
  const { selection, choose, chosen, onCopy, clearChosen } = useSelection(model, format.lines);
  const openLink = useOpenLink();
  const inRoom = useRoomMessageItems(conversation.id);
  const { avatar } = conversation;
  const room = conversation.kind === 'room' ? conversation.id : undefined;
  const context = useMemo(
    (): TimelineActions => ({
      room,
      openLink,
      unfold: id => setUnfolded(before => new Set(before).add(id)),
      nameOf: format.nameOf,
      pictureOf: message => (message.mine ? ownPicture : avatar),
      copy: message => toClipboard(message.body),
      choose: message => choose(message.id, 'toggle'),
      askToDelete: message => setDeleting([message]),
      retry: message => void model.retry(message.id).catch(() => undefined), // the row goes on saying why
      openMenu: (message, place, link) => setMenu({ message, place, link }),
    }),
    [room, openLink, format, model, choose, ownPicture, avatar],
  );
  return {
    context,
    selection,
    unfolded,
    choose,
    onCopy,
    clearChosen,
    copyChosen: () => {
      toClipboard(format.lines(chosen()));
      clearChosen();
    },
    deleting,
    askToDelete: context.askToDelete,
    askToDeleteChosen: () => setDeleting(chosen()),
    cancelDelete: () => setDeleting([]),
    confirmDelete: () => {
      for (const { id } of deleting) void model.remove(id).catch(() => undefined); // it stays in its row
      setDeleting([]);
      clearChosen();
    },
    menu,
    menuItems: menu ? messageMenu(menu, context, say, room === undefined ? [] : inRoom(menu.message)) : [],
    closeMenu: () => setMenu(undefined),
  };
}

interface Format {
  readonly nameOf: (message: Message) => string;
  readonly lines: (messages: readonly Message[]) => string;
}
function useFormat(ownName: string, title: string): Format {
  const formats = useFormats();
  return useMemo(() => {
    const nameOf = (message: Message): string => calmLine(message.sender?.nickname ?? (message.mine ? ownName : title));
    const timeOf = (at: number): string => formats.formatDate(at, { dateStyle: 'medium', timeStyle: 'short' });
    return { nameOf, lines: messages => asText(messages, timeOf, nameOf) };
  }, [ownName, title, formats]);
}
