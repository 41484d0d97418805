import { useState, type ReactElement, type ReactNode } from 'react';
import { TextProvider } from '../i18n/text.tsx';
import type { Language } from '../i18n/catalogue.ts';
import { replicasOf, ReplicasContext } from '../model/replicas.ts';
import { ServicesContext, type Services } from '../services.ts';
import { Navigation, NavigationContext } from '../views/shell/routes.ts';
import { CallMediaContext, type CallMedia } from '../calls/call-media.ts';
import { fakeAccounts } from './fake-accounts.ts';
import { fakeCalls } from './fake-calls.ts';
import { fakeContacts } from './fake-contacts.ts';
import { fakeDesk, fakeSettings } from './fake-desk.ts';
import { fakeMedia } from './fake-media.ts';
import { fakePhone } from './fake-phone.ts';
import { fakeMessages } from './fake-messages.ts';
import { fakeRooms } from './fake-rooms.ts';

const nobody = (): (() => void) => () => undefined;

/** Nobody commands the gallery's window. */
const NO_SEAT: Services['media'] = { serve: async () => undefined, report: async () => undefined, onSeated: nobody, onLeads: nobody, onCommand: nobody };

/** Services that answer with nothing, but for those given. */
export const fakeServices = (over: Partial<Services> = {}): Services => ({
  accounts: fakeAccounts().service,
  contacts: fakeContacts().service,
  rooms: fakeRooms().service,
  desk: fakeDesk().service,
  settings: fakeSettings().service,
  messages: fakeMessages().service,
  calls: fakeCalls().service,
  media: NO_SEAT,
  phone: fakePhone().service,
  search: { find: async () => ({ hits: [], more: false, ignored: [] }) },
  conversations: {
    list: async () => [],
    start: async () => new Promise(() => undefined),
    markRead: async () => undefined,
    setDraft: async () => undefined,
    setPinned: async () => undefined,
    setMuted: async () => undefined,
    setTyping: async () => undefined,
    remove: async () => undefined,
    accept: async () => undefined,
    block: async () => undefined,
    setOnScreen: async () => undefined,
    exportHistory: async () => ({ path: '/home/romeo/Downloads/balcony-2026-05-03.txt', messages: 1204 }),
    onChanged: nobody,
    onRemoved: nobody,
    onOpen: nobody,
  },
  ...over,
});

export interface AroundProps {
  readonly services?: Partial<Services>;
  readonly media?: CallMedia | undefined;
  readonly language?: Language;
  /** A locale that sets the reading direction alone. */
  readonly direction?: string | undefined;
  readonly navigation?: Navigation;
  readonly children: ReactNode;
}

/** Everything that a view looks for above itself. */
export function Around({ services, media, language = 'en', direction, navigation: given, children }: AroundProps): ReactElement {
  const [all] = useState(() => fakeServices(services));
  const [replicas] = useState(() => replicasOf(all));
  const [engine] = useState(() => media ?? fakeMedia().media);
  const [navigation] = useState(() => given ?? new Navigation());
  return (
    <TextProvider language={language} direction={direction}>
      <ServicesContext value={all}>
        <CallMediaContext value={engine}>
          <ReplicasContext value={replicas}>
            <NavigationContext value={navigation}>{children}</NavigationContext>
          </ReplicasContext>
        </CallMediaContext>
      </ServicesContext>
    </TextProvider>
  );
}
