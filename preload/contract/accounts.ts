import { z } from 'zod';
import { call, event, type Client } from './define.ts';
import { accountId, type AccountId, type BareJid } from './ids.ts';
import type { CertificateInfo, ConnectionProblem } from './wire.ts';

/** The one quiet line above the list: `offline` is by choice or for want of a network, `problem` needs the user. */
export type Connection =
  | { readonly state: 'online' }
  | { readonly state: 'connecting' }
  | { readonly state: 'offline'; readonly retryAt?: number }
  | {
      readonly state: 'problem';
      readonly problem: ConnectionProblem;
      readonly detail?: string;
      readonly certificate?: CertificateInfo;
      readonly retryAt?: number;
    };

export interface Account {
  readonly id: AccountId;
  readonly address: BareJid;
  readonly name: string | undefined;
  readonly enabled: boolean;
  readonly connection: Connection;
  /** Hash of the avatar, an opaque part of its URL; undefined: none. */
  readonly avatar: string | undefined;
  /** What the server can do, for views that hide what cannot work. Empty while not online. */
  readonly features: readonly AccountFeature[];
}
export type AccountFeature = 'archive' | 'blocking' | 'carbons' | 'change-password' | 'delete-account' | 'invite' | 'profile' | 'read-sync';

/** A field of a data form (XEP-0004), as a sign-up form needs it. */
export type FieldKind = 'text' | 'whole' | 'number' | 'date' | 'time' | 'date-time' | 'link' | 'language' | 'address';
/** What a service says that values of a field must be like (XEP-0122). It judges them itself; this is to help who fills it in. */
export interface FieldRule {
  readonly kind: FieldKind;
  /** As the kind writes it. */
  readonly min: string | undefined;
  readonly max: string | undefined;
  /** A POSIX extended regular expression of a stranger: not to be run as it is. */
  readonly pattern: string | undefined;
  /** Of a list: also what is not on it. */
  readonly open: boolean;
  /** Of a list: how many are chosen. */
  readonly least: number | undefined;
  readonly most: number | undefined;
}
/** A page of a form, or a section in it (XEP-0141), in the order in which they are shown; `depth` 0: a page. */
export interface FormPart {
  readonly depth: number;
  readonly title: string | undefined;
  readonly text: readonly string[];
  /** Names of fields; one that the form does not have is to be left out. */
  readonly fields: readonly string[];
}
export interface FormField {
  readonly name: string;
  readonly type: 'text' | 'password' | 'boolean' | 'list-single' | 'list-multi' | 'text-multi' | 'fixed' | 'hidden';
  readonly label: string | undefined;
  /** A word of help. */
  readonly description: string | undefined;
  readonly required: boolean;
  readonly rule: FieldRule | undefined;
  readonly value: readonly string[];
  readonly options: readonly { readonly value: string; readonly label: string | undefined }[];
  /** A picture to read (XEP-0158), as a data URL of at most 256 KiB. */
  readonly picture: string | undefined;
}
export interface SignUpForm {
  readonly id: string;
  readonly domain: string;
  readonly instructions: string | undefined;
  readonly fields: readonly FormField[];
  readonly layout: readonly FormPart[] | undefined;
  /** Where the server wants sign-up to happen in a browser instead. */
  readonly url: string | undefined;
}

/** An `xmpp:` link, read (XEP-0147, 0379, 0401), or a telephone number (RFC 3966). */
export type XmppLink =
  | { readonly kind: 'message'; readonly address: BareJid; readonly body?: string }
  /** Somebody, or a number, is to be called; nobody is before the user says so. */
  | { readonly kind: 'call'; readonly address: BareJid; readonly video: boolean }
  | { readonly kind: 'dial'; readonly number: string }
  /** A room to be joined (XEP-0045, URI query type `join`); nobody is in it before the user says so. */
  | { readonly kind: 'join'; readonly address: BareJid; readonly password?: string }
  /** `mayRegister`: the token also makes an account on the address's server (XEP-0445 §2.3). */
  | { readonly kind: 'contact'; readonly address: BareJid; readonly name?: string; readonly token?: string; readonly mayRegister?: boolean }
  | { readonly kind: 'register'; readonly domain: string; readonly address?: BareJid; readonly token?: string };

export const accountInput = z.int().positive().transform(accountId);
const account = z.object({ account: accountInput });
const text = (max: number) => z.string().max(max);

/** How to reach the server when not by its domain's records. */
const route = z.object({
  host: text(255).optional(),
  port: z.int().min(1).max(65_535).optional(),
  directTls: z.boolean().optional(),
  proxy: z
    .object({
      kind: z.enum(['socks5', 'http']),
      host: text(255).min(1),
      port: z.int().min(1).max(65_535),
      user: text(255).optional(),
      password: text(255).optional(),
    })
    .optional(),
});
export type Route = z.output<typeof route>;

export const accounts = {
  name: 'accounts',
  calls: {
    list: call<readonly Account[]>()(z.object({})),
    /** Resolves when the first sign-in has succeeded; nothing is kept when it fails. */
    signIn: call<Account>()(z.object({ address: text(3071).min(1), password: text(1024).min(1), route: route.optional() })),
    /** Ends a sign-in or sign-up that is under way. */
    cancel: call<void>()(z.object({})),
    signUpForm: call<SignUpForm>()(z.object({ domain: text(1023).min(1), token: text(1024).optional(), route: route.optional() })),
    /** Sends the form; a refused one comes back as a failure, with a new form to be asked for. */
    signUp: call<Account>()(z.object({ form: text(64), values: z.record(text(256), z.array(text(4096)).max(64)) })),
    setEnabled: call<void>()(account.extend({ enabled: z.boolean() })),
    reconnect: call<void>()(account),
    /** A new password for a stored account that the server no longer lets in. */
    setPassword: call<void>()(account.extend({ password: text(1024).min(1) })),
    /** Changes it on the server (XEP-0077) and here. */
    changePassword: call<void>()(account.extend({ current: text(1024).min(1), next: text(1024).min(1) })),
    route: call<Route>()(account),
    setRoute: call<void>()(account.extend({ route })),
    /** Forgets the account here with all its history; `onServer` deletes it there first. */
    remove: call<void>()(account.extend({ onServer: z.boolean(), password: text(1024).optional() })),
    /** A link that lets somebody become a contact at once (XEP-0401). */
    invite: call<{ readonly link: string; readonly landing: string | undefined }>()(account),
    readLink: call<XmppLink>()(z.object({ link: text(4096) })),
    /** Starts the demo server on this computer and signs in its first account; `unsupported` where Prosody cannot be had. */
    tryHere: call<Account>()(z.object({})),
  },
  events: {
    changed: event<readonly Account[]>(),
    /** The operating system handed us an `xmpp:` link. */
    link: event<XmppLink>(),
  },
} as const;

export type Accounts = Client<typeof accounts>;
