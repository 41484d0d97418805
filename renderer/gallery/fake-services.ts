import type { Account } from '../../preload/contract/accounts.ts';
import type { Contact, ContactRequest, OwnPresence, Profile } from '../../preload/contract/contacts.ts';
import type { Conversation, Conversations } from '../../preload/contract/conversations.ts';
import type { Capabilities, Notice, Progress, StoreState } from '../../preload/contract/desk.ts';
import { bareJid, type ConversationId } from '../../preload/contract/ids.ts';
import type { Hit } from '../../preload/contract/search.ts';
import type { PhoneState } from '../../preload/contract/phone.ts';
import type { SettingsValues } from '../../preload/contract/settings.ts';
import { FailureError, type Failure } from '../../preload/contract/wire.ts';
import { FIRST_SETTINGS } from '../model/replicas.ts';
import type { Services } from '../services.ts';
import { source } from './events.ts';
import { fakeCalls, type FakeCallsOptions } from './fake-calls.ts';
import { fakeMedia, type FakeMediaOptions } from './fake-media.ts';
import { fakeMessages, type FakeMessages, type FakeMessagesOptions } from './fake-messages.ts';
import { aConversation } from './people.ts';
import { fakePhone } from './fake-phone.ts';
import { fakeRooms, type FakeRoomsOptions } from './fake-rooms.ts';

export interface FakeOptions extends FakeMessagesOptions, FakeCallsOptions, FakeRoomsOptions {
  readonly media?: FakeMediaOptions;
  readonly phone?: Partial<PhoneState>;
  readonly accounts?: readonly Account[];
  readonly conversations?: readonly Conversation[] | 'hangs' | 'fails';
  readonly contacts?: readonly Contact[];
  readonly blocked?: readonly string[];
  readonly requests?: readonly ContactRequest[];
  readonly hits?: readonly Hit[];
  readonly settings?: Partial<SettingsValues>;
  readonly capabilities?: Partial<Capabilities>;
  readonly progress?: readonly Progress[];
  readonly store?: StoreState;
  readonly profile?: Partial<Profile>;
  readonly presence?: Partial<OwnPresence>;
  /** What signing in, and starting a conversation with a malformed address, answer. */
  readonly signIn?: Failure;
}
/** What was asked of the services, newest last, for tests: `['conversations.markRead', { conversation: 1 }]`. */
export type Asked = [name: string, input: unknown][];
export interface Fakes {
  readonly services: Services;
  readonly messages: FakeMessages;
  readonly calls: ReturnType<typeof fakeCalls>;
  readonly media: ReturnType<typeof fakeMedia>;
  readonly rooms: ReturnType<typeof fakeRooms>;
  readonly asked: Asked;
  readonly putConversation: (conversation: Conversation) => void;
  readonly putContact: (contact: Contact) => void;
  readonly putAccounts: (accounts: readonly Account[]) => void;
}

const never = <T>(): Promise<T> => new Promise<T>(() => undefined);
const NO_PROFILE: Profile = {
  nickname: undefined,
  fullName: undefined,
  organisation: undefined,
  title: undefined,
  email: undefined,
  phone: undefined,
  url: undefined,
  birthday: undefined,
  location: undefined,
  note: undefined,
};
const CAPABILITIES: Capabilities = {
  version: '0.1.0',
  platform: 'linux',
  tray: true,
  startAtLogin: true,
  pageNotices: false,
  ownTitleBar: false,
  keyStore: true,
  demo: true,
  phone: false,
};

/** The whole app behind the contract, in memory: for the gallery and for tests of views. */
export function fakeServices(options: FakeOptions = {}): Fakes {
  const asked: Asked = [];
  const messages = fakeMessages(options);
  const people = fakeConversations(options, asked);
  const accounts = fakeAccounts(options, asked);
  const contacts = fakeContacts(options, asked);
  const calls = fakeCalls(options);
  const media = fakeMedia(options.media);
  const rooms = fakeRooms(options);
  const services: Services = {
    calls: calls.service,
    phone: fakePhone(options.phone).service,
    media: {
      serve: async () => undefined,
      report: async () => undefined,
      onSeated: source<never>().on,
      onLeads: source<never>().on,
      onCommand: source<never>().on,
    },
    accounts: accounts.service,
    conversations: people.service,
    messages: messages.service,
    contacts: contacts.service,
    rooms: rooms.service,
    search: { find: async () => ({ hits: options.hits ?? [], more: false, ignored: [] }) },
    settings: fakeSettings(options),
    desk: fakeDesk(options, asked),
  };
  return { services, messages, rooms, calls, media, asked, putConversation: people.put, putContact: contacts.put, putAccounts: accounts.put };
}

const noting =
  (asked: Asked, service: string) =>
  <Input>(name: string, then?: (input: Input) => void) =>
  async (input: Input): Promise<void> => {
    asked.push([`${service}.${name}`, input]);
    then?.(input);
  };

function fakeConversations(options: FakeOptions, asked: Asked) {
  const changed = source<Conversation>();
  const removed = source<ConversationId>();
  const open = source<Parameters<Parameters<Conversations['onOpen']>[0]>[0]>();
  const list = new Map((Array.isArray(options.conversations) ? (options.conversations as readonly Conversation[]) : []).map(one => [one.id, one]));
  const note = noting(asked, 'conversations');
  const put = (conversation: Conversation): void => {
    list.set(conversation.id, conversation);
    changed.emit(conversation);
  };
  const change = (id: ConversationId, by: Partial<Conversation>): void => {
    const found = list.get(id);
    if (found) put({ ...found, ...by });
  };
  const service: Conversations = {
    list: async () => {
      if (options.conversations === 'hangs') return never();
      if (options.conversations === 'fails') throw new FailureError({ code: 'internal' });
      return [...list.values()];
    },
    start: async ({ address }) => {
      asked.push(['conversations.start', address]);
      if (/\s/.test(address)) throw new FailureError({ code: 'bad-address', hint: 'spaces' });
      const found = [...list.values()].find(({ peer }) => peer === address);
      const started = found ?? aConversation(list.size + 100, address, address);
      if (!found) put(started);
      return started;
    },
    markRead: note('markRead', ({ conversation }) => change(conversation, { unread: 0 })),
    setDraft: note('setDraft', ({ conversation, text }) => change(conversation, { draft: text })),
    setPinned: note('setPinned', ({ conversation, pinned }) => change(conversation, { pinned })),
    setMuted: note('setMuted', ({ conversation, until }) => change(conversation, { muted: until ?? undefined })),
    setTyping: note('setTyping'),
    remove: note('remove', ({ conversation }) => {
      list.delete(conversation);
      removed.emit(conversation);
    }),
    accept: note('accept', ({ conversation }) => change(conversation, { kind: 'person' })),
    block: note('block', ({ conversation }) => {
      list.delete(conversation);
      removed.emit(conversation);
    }),
    setOnScreen: note('setOnScreen'),
    exportHistory: async input => {
      asked.push(['conversations.exportHistory', input]);
      return { path: '/home/romeo/Downloads/Juliet.txt', messages: 1204 };
    },
    onChanged: changed.on,
    onRemoved: removed.on,
    onOpen: open.on,
  };
  return { service, put };
}

function fakeAccounts(options: FakeOptions, asked: Asked) {
  const changed = source<readonly Account[]>();
  let all = options.accounts ?? [];
  const note = noting(asked, 'accounts');
  const refuse = async (): Promise<Account> => {
    if (options.signIn) throw new FailureError(options.signIn);
    return never();
  };
  const service: Services['accounts'] = {
    list: async () => all,
    signIn: refuse,
    signUp: refuse,
    tryHere: refuse,
    cancel: note('cancel'),
    signUpForm: () => never(),
    setEnabled: note('setEnabled'),
    reconnect: note('reconnect'),
    setPassword: note('setPassword'),
    changePassword: note('changePassword'),
    route: async () => ({}),
    setRoute: note('setRoute'),
    remove: note('remove'),
    invite: async () => ({ link: 'xmpp:montague.lit?register;preauth=x3R9', landing: undefined }),
    readLink: () => Promise.reject(new FailureError({ code: 'bad-request', detail: 'no link' })),
    onChanged: changed.on,
    onLink: source<never>().on,
  };
  const put = (accounts: readonly Account[]): void => {
    all = accounts;
    changed.emit(accounts);
  };
  return { service, put };
}

function fakeContacts(options: FakeOptions, asked: Asked) {
  const changed = source<Contact>();
  const note = noting(asked, 'contacts');
  const service: Services['contacts'] = {
    list: async () => options.contacts ?? [],
    requests: async () => options.requests ?? [],
    checkAddress: ({ text }) => Promise.reject(new FailureError({ code: 'bad-address', hint: text === '' ? 'empty' : 'no-at' })),
    add: note('add'),
    edit: note('edit'),
    remove: note('remove'),
    allow: note('allow'),
    deny: note('deny'),
    block: note('block'),
    unblock: note('unblock'),
    blocked: async () => (options.blocked ?? []).map(bareJid),
    profile: async () => ({ ...NO_PROFILE, ...options.profile }),
    setProfile: note('setProfile'),
    setAvatar: note('setAvatar'),
    ownPresence: async () => ({ availability: 'available', status: '', until: undefined, automatic: false, ...options.presence }),
    setPresence: note('setPresence'),
    reportIdle: async () => undefined,
    onChanged: changed.on,
    onRemoved: source<Pick<Contact, 'account' | 'address'>>().on,
    onRequests: source<readonly ContactRequest[]>().on,
    onOwnPresence: source<OwnPresence>().on,
    onBlocked: source<never>().on,
  };
  return { service, put: changed.emit };
}

function fakeSettings(options: FakeOptions): Services['settings'] {
  const changed = source<SettingsValues>();
  let values: SettingsValues = { ...FIRST_SETTINGS, ...options.settings };
  return {
    get: async () => values,
    set: async change => {
      values = { ...values, ...Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) };
      changed.emit(values);
      return values;
    },
    onChanged: changed.on,
  };
}

function fakeDesk(options: FakeOptions, asked: Asked): Services['desk'] {
  const note = noting(asked, 'desk');
  return {
    capabilities: async () => ({ ...CAPABILITIES, ...options.capabilities }),
    storeState: async () => options.store ?? { state: 'ready' },
    unlock: note('unlock'),
    rescue: async () => ({ path: '/home/romeo/rescued.json', messages: 9120 }),
    startAnew: note('startAnew'),
    retryStore: async () => options.store ?? { state: 'ready' },
    openLink: note('openLink'),
    progress: async () => options.progress ?? [],
    stopFilling: note('stopFilling'),
    setFocus: async () => undefined,
    noticeClicked: note('noticeClicked'),
    console: async () => [],
    sendXml: note('sendXml'),
    noticeReasons: async () => [{ at: 1_777_818_000_000, title: 'Juliet', shown: false, reason: 'on-screen' }],
    onStoreState: source<StoreState>().on,
    onProgress: source<Progress>().on,
    onNotice: source<Notice>().on,
    onNoticeGone: source<{ readonly id: string }>().on,
    onUnread: source<{ readonly count: number }>().on,
    onConsoleLine: source<never>().on,
  };
}
