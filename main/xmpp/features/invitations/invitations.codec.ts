// XEP-0401: Ad-hoc Account Invitation Generation, version 0.6.0 (2026-03-08); XEP-0445: Pre-Authenticated In-Band Registration, version 0.2.0 (2020-11-24)
import { child, type Element } from '../../element.ts';
import { submitForm, valueOf, type Form } from '../../form.ts';
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

function linkIn(form: Form | undefined, name: string, shape: RegExp): string | undefined {
  const link = valueOf(form, name)?.trim();
  return link !== undefined && link.length <= MOST_LINK && shape.test(link) ? link : undefined;
}

/** What the command came to: an invitation, a question to answer with `inviteGoOn`, or undefined: refused. */
export function readInvitation(iq: Element): Invitation | { readonly session: string | undefined } | undefined {
  const command = readCommand(iq);
  if (command?.status === 'executing') return { session: command.session };
  if (command?.status !== 'completed') return undefined;
  const uri = linkIn(command.form, 'uri', /^xmpp:\S+$/i);
  const expires = Date.parse(valueOf(command.form, 'expire')?.trim() ?? '');
  if (uri === undefined) return undefined;
  return { uri, landing: linkIn(command.form, 'landing-url', /^https:\/\/\S+$/i), expires: Number.isNaN(expires) ? undefined : expires };
}

/** The stream's features say that a token lets us register (XEP-0445 §3). */
export const takesTokens = (features: Element): boolean => child(features, 'register', NS.registerToken) !== undefined;
