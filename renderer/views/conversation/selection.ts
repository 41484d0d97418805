import type { MessageId } from '../../../preload/contract/ids.ts';
import type { Message } from '../../../preload/contract/messages.ts';

/** Which messages are chosen, and from which one a range is drawn. */
export interface Selection {
  readonly ids: ReadonlySet<MessageId>;
  readonly anchor: MessageId | undefined;
}
export type SelectHow = 'toggle' | 'range' | 'none';

export const NO_SELECTION: Selection = { ids: new Set(), anchor: undefined };

/** `toggle`: that one in or out. `range`: everything from the anchor to it. */
export function select(selection: Selection, messages: readonly Message[], id: MessageId, how: SelectHow): Selection {
  if (how === 'none') return NO_SELECTION;
  const from = messages.findIndex(message => message.id === selection.anchor);
  if (how === 'range' && from >= 0) {
    const to = messages.findIndex(message => message.id === id);
    const range = messages.slice(Math.min(from, to), Math.max(from, to) + 1);
    return { ids: new Set(range.map(message => message.id)), anchor: selection.anchor };
  }
  const ids = new Set(selection.ids);
  if (!ids.delete(id)) ids.add(id);
  return { ids, anchor: id };
}

/** As they are pasted elsewhere: `[time] name: text`, oldest first. */
export const asText = (messages: readonly Message[], timeOf: (at: number) => string, nameOf: (message: Message) => string): string =>
  messages.map(message => `[${timeOf(message.at)}] ${nameOf(message)}: ${message.body}`).join('\n');

/** The messages whose bodies the browser's own selection touches. */
export function touchedBy(selection: globalThis.Selection, log: Element, messages: readonly Message[]): readonly Message[] {
  const ids = new Set(
    [...log.querySelectorAll('[data-body]')]
      .filter(body => selection.containsNode(body, true))
      .map(body => Number(body.closest('[data-message]')?.getAttribute('data-message'))),
  );
  return messages.filter(message => ids.has(message.id));
}
