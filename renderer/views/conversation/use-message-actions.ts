import { Copy, Link, RotateCcw, SquareCheck, Trash2 } from 'lucide-react';
import { useMemo, useRef, useState } from 'react';
import type { Conversation } from '../../../preload/contract/conversations.ts';
import type { MessageId } from '../../../preload/contract/ids.ts';
import type { Message } from '../../../preload/contract/messages.ts';
import { useFormats, useText } from '../../i18n/text.tsx';
import { calmLine } from '../../model/calm-text.ts';
import { useServices } from '../../services.ts';
import type { MenuEntry, MenuPlace } from '../../ui/Menu.tsx';
import { asText, NO_SELECTION, select, touchedBy, type SelectHow, type Selection } from './selection.ts';
import type { TimelineActions } from './timeline-context.ts';
import type { TimelineModel } from './timeline.model.ts';

interface Input {
  readonly model: TimelineModel;
  readonly conversation: Conversation;
  readonly ownName: string;
  readonly ownPicture: string | undefined;
}
interface OpenMenu {
  readonly message: Message;
  readonly place: MenuPlace;
  readonly link: string | undefined;
}

// The clipboard may be refused to a page without focus; then nothing was copied and nothing is lost.
const toClipboard = (text: string): void => void navigator.clipboard.writeText(text).catch(() => undefined);

/** Everything that can be done with messages in one conversation: choosing, copying, deleting, sending again. */
export function useMessageActions({ model, conversation, ownName, ownPicture }: Input) {
  const say = useText();
  const formats = useFormats();
  const { desk } = useServices();
  const [selection, setSelection] = useState<Selection>(NO_SELECTION);
  const [unfolded, setUnfolded] = useState<ReadonlySet<MessageId>>(new Set());
  const [deleting, setDeleting] = useState<readonly Message[]>([]);
  const [menu, setMenu] = useState<OpenMenu>();
  const { title, avatar } = conversation;

  const format = useMemo(() => {
    const nameOf = (message: Message): string => calmLine(message.mine ? ownName : title);
    const timeOf = (at: number): string => formats.formatDate(at, { dateStyle: 'medium', timeStyle: 'short' });
    return { nameOf, lines: (messages: readonly Message[]): string => asText(messages, timeOf, nameOf) };
  }, [ownName, title, formats]);

  const context = useMemo(
    (): TimelineActions => ({
      openLink: url => void desk.openLink({ url }).catch(() => undefined), // refused by main: then it was no link to open
      unfold: id => setUnfolded(before => new Set(before).add(id)),
      nameOf: format.nameOf,
      pictureOf: message => (message.mine ? ownPicture : avatar),
      copy: message => toClipboard(message.body),
      choose: message => setSelection(before => select(before, model.snapshot().messages, message.id, 'toggle')),
      askToDelete: message => setDeleting([message]),
      retry: message => void model.retry(message.id).catch(() => undefined), // the row goes on saying why
      openMenu: (message, place, link) => setMenu({ message, place, link }),
    }),
    [desk, format, model, ownPicture, avatar],
  );
  const latest = useRef({ selection, format });
  latest.current = { selection, format };
  const chosen = (): readonly Message[] => model.snapshot().messages.filter(({ id }) => latest.current.selection.ids.has(id));
  const fixed = useMemo(
    () => ({
      choose: (id: MessageId, how: SelectHow) => setSelection(before => select(before, model.snapshot().messages, id, how)),
      /** Ctrl-C: the chosen messages, or those that the browser's selection reaches over, each as a line with time and name. */
      onCopy: (event: ClipboardEvent, log: Element) => {
        const range = window.getSelection();
        const rows = latest.current.selection.ids.size > 0 ? chosen() : range ? touchedBy(range, log, model.snapshot().messages) : [];
        if (rows.length < (latest.current.selection.ids.size > 0 ? 1 : 2)) return;
        event.clipboardData?.setData('text/plain', latest.current.format.lines(rows));
        event.preventDefault();
      },
    }),
    [model],
  );

  const clearChosen = (): void => setSelection(NO_SELECTION);
  return {
    ...fixed,
    context,
    selection,
    unfolded,
    deleting,
    menu,
    clearChosen,
    copyChosen: () => {
      toClipboard(format.lines(chosen()));
      clearChosen();
    },
    askToDelete: context.askToDelete,
    askToDeleteChosen: () => setDeleting(chosen()),
    cancelDelete: () => setDeleting([]),
    confirmDelete: () => {
      for (const { id } of deleting) void model.remove(id).catch(() => undefined); // it stays in its row
      setDeleting([]);
      clearChosen();
    },
    closeMenu: () => setMenu(undefined),
    menuItems: menu ? menuItems(menu, context, say) : [],
  };
}
export type MessageActions = ReturnType<typeof useMessageActions>;

function menuItems({ message, link }: OpenMenu, context: TimelineActions, say: ReturnType<typeof useText>): readonly MenuEntry[] {
  return [
    ...(link === undefined ? [] : [{ id: 'link', label: say('conversation.copyLink'), icon: Link, onAction: () => toClipboard(link) }]),
    ...(message.failed === undefined ? [] : [{ id: 'retry', label: say('conversation.retry'), icon: RotateCcw, onAction: () => context.retry(message) }]),
    { id: 'copy', label: say('conversation.copy'), icon: Copy, onAction: () => context.copy(message) },
    { id: 'choose', label: say('conversation.choose'), icon: SquareCheck, onAction: () => context.choose(message) },
    'line',
    { id: 'delete', label: say('conversation.deleteHere'), icon: Trash2, danger: true, onAction: () => context.askToDelete(message) },
  ];
}
