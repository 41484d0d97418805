import { z } from 'zod';
import { accountInput } from './accounts.ts';
import { call, event, type Client } from './define.ts';
import { bareJid, type AccountId, type BareJid } from './ids.ts';

export const AVAILABILITY = ['available', 'away', 'dnd', 'offline'] as const;
export type Availability = (typeof AVAILABILITY)[number];

export interface Contact {
  readonly account: AccountId;
  readonly address: BareJid;
  /** Own name for the contact, else the nickname it chose, else the address. */
  readonly title: string;
  readonly name: string | undefined;
  readonly groups: readonly string[];
  /** `to`: we see them; `from`: they see us. */
  readonly subscription: 'none' | 'to' | 'from' | 'both';
  /** We have asked and wait. */
  readonly pending: boolean;
  readonly blocked: boolean;
  readonly avatar: string | undefined;
  readonly availability: Availability;
  readonly status: string | undefined;
  /** Last interaction (XEP-0319), milliseconds since 1970. */
  readonly idleSince: number | undefined;
}

/** Somebody wants to see our presence. */
export interface ContactRequest {
  readonly account: AccountId;
  readonly address: BareJid;
  readonly name: string | undefined;
  readonly text: string | undefined;
  readonly at: number;
}

/** A profile (XEP-0292, XEP-0054): every field is text as its owner wrote it. */
export interface Profile {
  readonly nickname: string | undefined;
  readonly fullName: string | undefined;
  readonly organisation: string | undefined;
  readonly title: string | undefined;
  readonly email: string | undefined;
  readonly phone: string | undefined;
  readonly url: string | undefined;
  readonly birthday: string | undefined;
  readonly location: string | undefined;
  readonly note: string | undefined;
}

export interface OwnPresence {
  readonly availability: Availability;
  readonly status: string;
  /** When the status text ends by itself; undefined: never. */
  readonly until: number | undefined;
  /** Away because nobody touched the computer. */
  readonly automatic: boolean;
}

const account = z.object({ account: accountInput });
const someone = account.extend({ address: z.string().min(1).max(3071).transform(bareJid) });
const line = z.string().max(1023);
const profile = z.object({
  nickname: line.optional(),
  fullName: line.optional(),
  organisation: line.optional(),
  title: line.optional(),
  email: line.optional(),
  phone: line.optional(),
  url: line.optional(),
  birthday: line.optional(),
  location: line.optional(),
  note: z.string().max(8192).optional(),
});

export const contacts = {
  name: 'contacts',
  calls: {
    list: call<readonly Contact[]>()(z.object({})),
    requests: call<readonly ContactRequest[]>()(z.object({})),
    /** Reads an address as typed: its prepared form, or `bad-address` with a hint. */
    checkAddress: call<{ readonly address: BareJid }>()(z.object({ text: z.string().max(3071) })),
    add: call<void>()(someone.extend({ name: line.optional(), groups: z.array(line).max(32).optional(), token: z.string().max(1024).optional() })),
    edit: call<void>()(someone.extend({ name: line, groups: z.array(line).max(32) })),
    remove: call<void>()(someone),
    allow: call<void>()(someone),
    deny: call<void>()(someone),
    block: call<void>()(someone.extend({ report: z.enum(['spam', 'abuse']).optional() })),
    unblock: call<void>()(someone),
    blocked: call<readonly BareJid[]>()(account),
    profile: call<Profile>()(someone),
    setProfile: call<void>()(account.extend({ profile })),
    /** PNG or JPEG of at most 256 KiB, base64, already cut to a square; null removes it. */
    setAvatar: call<void>()(account.extend({ picture: z.object({ type: z.enum(['image/png', 'image/jpeg']), data: z.base64().max(350_000) }).nullable() })),
    ownPresence: call<OwnPresence>()(z.object({})),
    setPresence: call<void>()(z.object({ availability: z.enum(AVAILABILITY), status: z.string().max(1023), until: z.number().optional() })),
    /** The user touched the window, or did not for that many milliseconds. */
    reportIdle: call<void>()(z.object({ idleFor: z.number().min(0) })),
  },
  events: {
    changed: event<Contact>(),
    removed: event<{ readonly account: AccountId; readonly address: BareJid }>(),
    requests: event<readonly ContactRequest[]>(),
    /** All that the account blocks now: people, and whole domains. */
    blocked: event<{ readonly account: AccountId; readonly addresses: readonly BareJid[] }>(),
    ownPresence: event<OwnPresence>(),
  },
} as const;

export type Contacts = Client<typeof contacts>;
