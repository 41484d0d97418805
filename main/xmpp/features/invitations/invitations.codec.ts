// XEP-0401: Ad-hoc Account Invitation Generation, version 0.6.0 (2026-03-08); XEP-0445: Pre-Authenticated In-Band Registration, version 0.2.0 (2020-11-24)
import { child, type Element } from '../../element.ts';
import { submitForm, valueOf } from '../../form.ts';
import { NS } from '../../ns.ts';
import { commandElement, readCommand } from '../commands/commands.codec.ts';
import type { DiscoItem } from '../disco/disco.codec.ts';

export interface Invitation {
  /** An `xmpp:` link. */
  readonly uri: string;
  /** A page on the web that explains it, https only. */
  readonly landing: string | undefined;
  /** Milliseconds since 1970; undefined: it does not expire. */
  readonly expires: number | undefined;
}

const MOST_LINK = 4096;

/** Where invitations are made, out of the server's list of commands (§3); undefined where this account may not. */
export const inviteCommand = (items: readonly DiscoItem[], node: string = NS.invite): DiscoItem | undefined => items.find(item => item.node === node);

/** Payload of an `iq` of type `set` to the server. */
export const inviteRequest = (node: string = NS.invite): Element => commandElement(node);

/** A server that asks first (for a name to reserve, XEP-0401 §5.4) is answered with nothing filled in. */
export const inviteGoOn = (node: string, session: string | undefined): Element => commandElement(node, { session, action: 'complete', form: submitForm({}) });

/** What the command came to: an invitation, a question to answer with `inviteGoOn`, or undefined: refused. */
export function readInvitation(iq: Element): Invitation | { readonly session: string | undefined } | undefined {
  const command = readCommand(iq);
  if (command?.status === 'executing') return { session: command.session };
  if (command?.status !== 'completed') return undefined;
  const uri = valueOf(command.form, 'uri')?.trim();
  if (uri === undefined || !/^xmpp:/i.test(uri) || uri.length > MOST_LINK) return undefined;
  const landing = valueOf(command.form, 'landing-url')?.trim();
  const expires = Date.parse(valueOf(command.form, 'expire')?.trim() ?? '');
  return {
    uri,
    landing: landing !== undefined && /^https:\/\/\S+$/i.test(landing) && landing.length <= MOST_LINK ? landing : undefined,
    expires: Number.isNaN(expires) ? undefined : expires,
  };
}

/** The stream's features say that a token lets us register (XEP-0445 §3). */
export const takesTokens = (features: Element): boolean => child(features, 'register', NS.registerToken) !== undefined;
