import { Copy, Link, RotateCcw, SquareCheck, Trash2 } from 'lucide-react';
import type { Message } from '../../../preload/contract/messages.ts';
import type { Say } from '../../i18n/text.tsx';
import type { MenuEntry, MenuPlace } from '../../ui/Menu.tsx';
import type { TimelineActions } from './timeline-context.ts';

/** The context menu of a row: which message, where it stands, and the link that was under the pointer. */
export interface OpenMenu {
  readonly message: Message;
  readonly place: MenuPlace;
  readonly link: string | undefined;
}

/** The clipboard may be refused to a page without focus; then nothing was copied and nothing is lost. */
export const toClipboard = (text: string): void => void navigator.clipboard.writeText(text).catch(() => undefined);

/** `more`: what can be done beside that, because of where it was said. */
export function messageMenu({ message, link }: OpenMenu, context: TimelineActions, say: Say, more: readonly MenuEntry[]): readonly MenuEntry[] {
  return [
    ...(link === undefined ? [] : [{ id: 'link', label: say('conversation.copyLink'), icon: Link, onAction: () => toClipboard(link) }]),
    ...(message.failed === undefined ? [] : [{ id: 'retry', label: say('conversation.retry'), icon: RotateCcw, onAction: () => context.retry(message) }]),
    ...(message.retracted ? [] : [{ id: 'copy', label: say('conversation.copy'), icon: Copy, onAction: () => context.copy(message) }]),
    { id: 'choose', label: say('conversation.choose'), icon: SquareCheck, onAction: () => context.choose(message) },
    'line',
    ...(more.length === 0 ? [] : [...more, 'line' as const]),
    { id: 'delete', label: say('conversation.deleteHere'), icon: Trash2, danger: true, onAction: () => context.askToDelete(message) },
  ];
}
