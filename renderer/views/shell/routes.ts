import { createContext, useContext } from 'react';
import type { BareJid, AccountId, ConversationId } from '../../../preload/contract/ids.ts';
import type { Callee } from '../call/CallDialog.tsx';
import { ViewModel } from '../../model/view-model.ts';

/**
 * What stands in the list column and in the main column.
 * `conversations`: the list beside the open conversation. `search`: the search pane beside the conversation that a hit was opened in.
 * `mentions`: what was said to the user in rooms, beside the room that one of them was opened in.
 * `contacts`: the contacts beside the chosen one. `calls`: the calls of the past beside the chosen one. `settings`: the sections beside the chosen one.
 */
export type Main = 'conversations' | 'search' | 'mentions' | 'contacts' | 'calls' | 'settings';

/** One dialog at a time, over everything. */
export type DialogRoute =
  | { readonly kind: 'new-conversation'; readonly address?: string }
  | { readonly kind: 'switcher' }
  | { readonly kind: 'shortcuts' }
  | { readonly kind: 'add-contact'; readonly account?: AccountId; readonly address?: string; readonly name?: string; readonly token?: string }
  | { readonly kind: 'add-account'; readonly domain?: string; readonly token?: string }
  | { readonly kind: 'call'; readonly callee: Callee }
  /** `address` and `password`: what a link or another room said. */
  | { readonly kind: 'join-room'; readonly address?: string; readonly nickname?: string; readonly password?: string }
  | { readonly kind: 'create-room' }
  | { readonly kind: 'invite-people'; readonly conversation: ConversationId }
  | { readonly kind: 'room-settings'; readonly conversation: ConversationId }
  | { readonly kind: 'own-presence' }
  | { readonly kind: 'own-profile'; readonly account: AccountId };

export interface Route {
  readonly main: Main;
  readonly conversation: ConversationId | undefined;
  /** Show the conversation around this position (of a message) instead of at its end. A new object jumps anew. */
  readonly around: { readonly position: number } | undefined;
  /** Beside the conversation with a person: who that is. */
  readonly details: boolean;
  /** Beside a room: who is in it. Undefined: nobody chose, so it is shown where there is space for it. */
  readonly members: boolean | undefined;
  /** To whom in the open room is to be written next. A new object asks anew. */
  readonly writing: { readonly to: 'private' | 'mention'; readonly nickname: string } | undefined;
  /** The section of the settings, such as `appearance`; undefined: the first, or none while there is one column only. */
  readonly settingsSection: string | undefined;
  readonly contact: { readonly account: AccountId; readonly address: BareJid } | undefined;
  /** The call of the past whose page is open, by its row. */
  readonly record: number | undefined;
  /** Where there is one column only, the list covers a conversation that stays open: while somebody searches. */
  readonly listFirst: boolean;
  /** What the search pane is to begin with. */
  readonly search: { readonly text: string; readonly conversation?: ConversationId } | undefined;
  readonly dialog: DialogRoute | undefined;
  /** While there is a call: over the main column, or in one line above everything while one reads. */
  readonly call: 'stage' | 'bar';
}

const START: Route = {
  main: 'conversations',
  conversation: undefined,
  around: undefined,
  details: false,
  members: undefined,
  writing: undefined,
  settingsSection: undefined,
  contact: undefined,
  record: undefined,
  listFirst: false,
  search: undefined,
  dialog: undefined,
  call: 'bar',
};

/** Which view is shown. The only way from one view to another. */
export class Navigation extends ViewModel<Route> {
  constructor(start: Partial<Route> = {}) {
    super({ ...START, ...start });
  }

  protected override start(): () => void {
    return () => undefined;
  }

  readonly show = (main: Main): void => this.set({ main, listFirst: false, dialog: undefined, call: 'bar' });

  readonly openConversation = (conversation: ConversationId, position?: number): void => {
    const { main } = this.snapshot();
    this.set({
      main: main === 'search' || main === 'mentions' ? main : 'conversations',
      conversation,
      listFirst: false,
      writing: undefined,
      around: position === undefined ? undefined : { position },
      dialog: undefined,
      call: 'bar',
    });
  };

  /** Back to the list, where there is one column only; also when the open conversation was deleted. */
  readonly closeConversation = (): void => this.set({ conversation: undefined, around: undefined, details: false });

  /** From a place in the past back to the end of the same conversation. */
  readonly leavePlace = (): void => this.set({ around: undefined });

  readonly openSettings = (settingsSection?: string): void => this.set({ main: 'settings', settingsSection, dialog: undefined, call: 'bar' });

  readonly openContact = (contact: Route['contact']): void => this.set({ main: 'contacts', contact, dialog: undefined, call: 'bar' });

  readonly openRecord = (record: Route['record']): void => this.set({ main: 'calls', record, dialog: undefined, call: 'bar' });

  readonly openSearch = (text = '', conversation?: ConversationId): void =>
    this.set({ main: 'search', listFirst: true, search: { text, ...(conversation === undefined ? {} : { conversation }) }, dialog: undefined, call: 'bar' });

  readonly openMentions = (): void => this.set({ main: 'mentions', listFirst: true, dialog: undefined, call: 'bar' });

  readonly showCall = (): void => this.set({ call: 'stage', dialog: undefined });

  /** The call goes on above what one reads. */
  readonly hideCall = (): void => this.set({ call: 'bar' });

  /** Goes on in the box of the open room; `covered`: what stands beside it covers it. */
  readonly write = (writing: Route['writing'], covered = false): void =>
    this.set({ writing, dialog: undefined, ...(covered ? { details: false, members: false } : {}) });

  readonly setDetails = (details: boolean): void => this.set({ details });

  readonly setMembers = (members: boolean): void => this.set({ members });

  readonly openDialog = (dialog: DialogRoute): void => this.set({ dialog });

  readonly closeDialog = (): void => this.set({ dialog: undefined });
}

export const NavigationContext = createContext<Navigation | undefined>(undefined);

export function useNavigation(): Navigation {
  const navigation = useContext(NavigationContext);
  if (!navigation) throw new Error('no navigation around this view');
  return navigation;
}
