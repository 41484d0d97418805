import type { Contact, ContactRequest, Contacts, OwnPresence, Profile } from '../../preload/contract/contacts.ts';
import { bareJid } from '../../preload/contract/ids.ts';
import { FailureError, type Failure } from '../../preload/contract/wire.ts';
import { source } from './events.ts';

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
export interface FakeContactsOptions {
  readonly list?: readonly Contact[];
  readonly requests?: readonly ContactRequest[];
  readonly presence?: Partial<OwnPresence>;
  readonly profile?: Partial<Profile>;
  readonly blocked?: readonly string[];
  /** What adding and editing comes to. */
  readonly fails?: Failure;
  readonly hangs?: boolean;
}

/** The contacts service over arrays; every call that changes something is noted in `calls` as `[method, input]`. */
export function fakeContacts(options: FakeContactsOptions = {}) {
  const calls: (readonly [string, unknown])[] = [];
  const changed = source<Contact>();
  const removed = source<Parameters<Parameters<Contacts['onRemoved']>[0]>[0]>();
  const requests = source<readonly ContactRequest[]>();
  const presence = source<OwnPresence>();
  const blocked = source<Parameters<Parameters<Contacts['onBlocked']>[0]>[0]>();
  const own: OwnPresence = { availability: 'available', status: '', until: undefined, automatic: false, ...options.presence };
  const doing =
    (method: string) =>
    async (input: unknown): Promise<void> => {
      calls.push([method, input]);
      if (options.fails) throw new FailureError(options.fails);
    };
  const service: Contacts = {
    list: async () => (options.hangs ? new Promise(() => undefined) : (options.list ?? [])),
    requests: async () => options.requests ?? [],
    checkAddress: async ({ text }) => {
      if (!/^[^\s@]+@[^\s@]+$/.test(text)) throw new FailureError({ code: 'bad-address', hint: /\s/.test(text) ? 'spaces' : 'no-at' });
      return { address: bareJid(text.toLowerCase()) };
    },
    add: doing('add'),
    edit: doing('edit'),
    remove: doing('remove'),
    allow: doing('allow'),
    deny: doing('deny'),
    block: doing('block'),
    unblock: doing('unblock'),
    blocked: async () => (options.blocked ?? []).map(bareJid),
    profile: async () => ({ ...NO_PROFILE, ...options.profile }),
    setProfile: doing('setProfile'),
    setAvatar: doing('setAvatar'),
    ownPresence: async () => own,
    setPresence: doing('setPresence'),
    reportIdle: doing('reportIdle'),
    onChanged: changed.on,
    onRemoved: removed.on,
    onRequests: requests.on,
    onOwnPresence: presence.on,
    onBlocked: blocked.on,
  };
  return { service, calls, changed: changed.emit, removed: removed.emit, requests: requests.emit, presence: presence.emit, blocked: blocked.emit };
}
