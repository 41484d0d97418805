import { createContext, useContext } from 'react';
import type { Accounts, accounts } from '../preload/contract/accounts.ts';
import type { Calls, calls } from '../preload/contract/calls.ts';
import type { Contacts, contacts } from '../preload/contract/contacts.ts';
import type { Conversations, conversations } from '../preload/contract/conversations.ts';
import type { Desk, desk } from '../preload/contract/desk.ts';
import type { Media, media } from '../preload/contract/media.ts';
import type { Messages, messages } from '../preload/contract/messages.ts';
import type { PhoneService, phone } from '../preload/contract/phone.ts';
import type { Rooms, rooms } from '../preload/contract/rooms.ts';
import type { Search, search } from '../preload/contract/search.ts';
import type { Settings, settings } from '../preload/contract/settings.ts';
import type { Connect } from './rpc/connect.ts';

/** Everything that a view can ask of the app. */
export interface Services {
  readonly accounts: Accounts;
  readonly conversations: Conversations;
  readonly messages: Messages;
  readonly contacts: Contacts;
  readonly rooms: Rooms;
  readonly search: Search;
  readonly settings: Settings;
  readonly desk: Desk;
  readonly calls: Calls;
  readonly media: Media;
  readonly phone: PhoneService;
}

export const servicesOver = (client: Connect): Services => ({
  accounts: client<typeof accounts>('accounts'),
  conversations: client<typeof conversations>('conversations'),
  messages: client<typeof messages>('messages'),
  contacts: client<typeof contacts>('contacts'),
  rooms: client<typeof rooms>('rooms'),
  search: client<typeof search>('search'),
  settings: client<typeof settings>('settings'),
  desk: client<typeof desk>('desk'),
  calls: client<typeof calls>('calls'),
  media: client<typeof media>('media'),
  phone: client<typeof phone>('phone'),
});

export const ServicesContext = createContext<Services | undefined>(undefined);

export function useServices(): Services {
  const services = useContext(ServicesContext);
  if (!services) throw new Error('no services above this view');
  return services;
}
