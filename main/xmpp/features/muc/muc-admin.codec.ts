// XEP-0045: Multi-User Chat, version 1.35.5 (2026-05-03): what moderators, admins and owners do (§8 to §10), and registering (§7.10)
import type { FormField } from '../../../../preload/contract/accounts.ts';
import type { BareJid } from '../../../../preload/contract/ids.ts';
import type { Affiliation, Role } from '../../../../preload/contract/rooms.ts';
import { child, el, type Element } from '../../element.ts';
import { answerForm, formIn, submitForm, valueOf, type Form } from '../../form.ts';
import { NS } from '../../ns.ts';
import { readRegistration, shownFields } from '../registration/registration.codec.ts';
import { readItem } from './muc.codec.ts';
import type { RoomItem } from './muc.types.ts';

/** More than any list that a person reads; the rest of a longer one is not looked at. */
const MOST_LIST = 20_000;

const reasonElement = (reason: string | undefined): Element | undefined => (reason ? el('reason', undefined, {}, reason) : undefined);
const admin = (...items: readonly Element[]): Element => el('query', NS.mucAdmin, {}, ...items);
const item = (attrs: Readonly<Record<string, string | undefined>>, reason?: string): Element => el('item', undefined, attrs, reasonElement(reason));

/** Payload of an `iq` of type `set` to the room (§8.3 to §8.5, §9.6 to §9.7): of an occupant, by nickname. Role `none` puts them out. */
export const setRole = (nickname: string, role: Role, reason?: string): Element => admin(item({ nick: nickname, role }, reason));

/** Payload of an `iq` of type `set` to the room (§8.2). */
export const kick = (nickname: string, reason?: string): Element => setRole(nickname, 'none', reason);

/**
 * Payload of an `iq` of type `set` to the room (§9.1, §9.3, §10.3, §10.6): of a person, by real address, or by the nickname of
 * somebody who is here, which not every service takes. `reserve`: the nickname that is kept for them (§9.3).
 */
export function setAffiliation(
  who: { readonly address: BareJid; readonly reserve?: string | undefined } | { readonly nickname: string },
  affiliation: Affiliation,
  reason?: string,
): Element {
  const nick = 'address' in who ? who.reserve : who.nickname;
  return admin(item({ jid: 'address' in who ? who.address : undefined, nick, affiliation }, reason));
}

/** Payload of an `iq` of type `get` to the room: everybody with this affiliation (§9.2, §9.5, §10.5, §10.8), here or not. */
export const affiliationList = (affiliation: Affiliation): Element => admin(item({ affiliation }));

/** Items of the answer to `affiliationList`, given as the whole `iq`. */
export const readAdminList = (iq: Element): readonly RoomItem[] =>
  (child(iq, 'query', NS.mucAdmin)?.getChildren('item') ?? []).slice(0, MOST_LIST).map(readItem);

const owner = (...children: readonly (Element | undefined)[]): Element => el('query', NS.mucOwner, {}, ...children);

/** Payload of an `iq` of type `get` to the room: its settings (§10.2). */
export const configRequest = (): Element => owner();

/** The form in the answer to `configRequest`, given as the whole `iq`; undefined: there is nothing to set up (§10.1.3). */
export function readConfig(iq: Element): Form | undefined {
  const form = formIn(child(iq, 'query', NS.mucOwner));
  return form?.type === 'form' ? form : undefined;
}

/** The fields of a form as a view shows them; pictures that did not come along are left out. */
export const shownForm = (form: Form): readonly FormField[] =>
  shownFields({ instructions: undefined, registered: false, form, legacy: {}, url: undefined, pictures: [] });

/** Payload of an `iq` of type `set` to the room: answers its form (§10.1.3). Values that are not given stay as the form had them. */
export const configSubmit = (form: Form, values: Readonly<Record<string, readonly string[]>>): Element => owner(answerForm(form, values));

/** Payload of an `iq` of type `set` to a new room: its owner is content with how the service sets rooms up (§10.1.2). */
export const instantRoom = (): Element => owner(el('x', NS.forms, { type: 'submit' }));

/** Payload of an `iq` of type `set` to the room: leaves all as it is; a new room is gone again (§10.1.3). */
export const configCancel = (): Element => owner(el('x', NS.forms, { type: 'cancel' }));

/** Payload of an `iq` of type `set` to the room (§10.9). `movedTo`: where people should go. */
export const destroyRoom = (
  about: { readonly reason?: string | undefined; readonly movedTo?: BareJid | undefined; readonly password?: string | undefined } = {},
): Element =>
  owner(
    el(
      'destroy',
      undefined,
      { jid: about.movedTo },
      reasonElement(about.reason),
      about.password === undefined ? undefined : el('password', undefined, {}, about.password),
    ),
  );

/**
 * Payload of an `iq` of type `set` to the room (§7.10): asks to become a member under this nickname. `asked`: the answer to
 * `registrationRequest`, whose form is answered as far as it has a place for the nickname.
 */
export function registerInRoom(asked: Element, nickname: string): Element {
  const form = readRegistration(asked)?.form;
  const values = { 'muc#register_roomnick': [nickname] };
  return el('query', NS.register, {}, form ? answerForm(form, values) : submitForm(values, NS.mucRegister));
}

/** The nickname that the room has for us already (§7.10), out of the answer to `registrationRequest`; undefined: we are not registered. */
export function readRegisteredNickname(asked: Element): string | undefined {
  const registration = readRegistration(asked);
  if (!registration?.registered) return undefined;
  return valueOf(registration.form, 'muc#register_roomnick') ?? (registration.legacy['username'] || registration.legacy['nick'] || undefined);
}
