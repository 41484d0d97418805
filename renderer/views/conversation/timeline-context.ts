import { createContext } from 'react';
import type { ConversationId, MessageId } from '../../../preload/contract/ids.ts';
import type { Message } from '../../../preload/contract/messages.ts';

/** What a row can do and ask, the same for all of a timeline; so a row is drawn again only for its own message. */
export interface TimelineActions {
  /** The room that the timeline is of; undefined: a person's. */
  readonly room: ConversationId | undefined;
  readonly openLink: (href: string) => void;
  readonly unfold: (message: MessageId) => void;
  readonly nameOf: (message: Message) => string;
  readonly pictureOf: (message: Message) => string | undefined;
  readonly copy: (message: Message) => void;
  readonly choose: (message: Message) => void;
  readonly askToDelete: (message: Message) => void;
  readonly retry: (message: Message) => void;
  readonly openMenu: (message: Message, place: { readonly x: number; readonly y: number }, link: string | undefined) => void;
}

const nothing = (): void => undefined;
export const TimelineContext = createContext<TimelineActions>({
  room: undefined,
  openLink: nothing,
  unfold: nothing,
  nameOf: message => message.author,
  pictureOf: () => undefined,
  copy: nothing,
  choose: nothing,
  askToDelete: nothing,
  retry: nothing,
  openMenu: nothing,
});
