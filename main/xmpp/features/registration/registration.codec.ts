// XEP-0077: In-Band Registration, version 2.4 (2012-01-25); XEP-0158: CAPTCHA Forms, version 1.0.1 (2019-11-07)
import type { FormField } from '../../../../preload/contract/accounts.ts';
import { attr, child, childrenOf, el, textOf, type Element } from '../../element.ts';
import { answerForm, formIn, type Field, type Form } from '../../form.ts';
import { NS } from '../../ns.ts';

/** What a server wants to know before it makes an account. */
export interface RegistrationForm {
  readonly instructions: string | undefined;
  /** The account exists already and this is what is known of it (§3.1). */
  readonly registered: boolean;
  readonly form: Form | undefined;
  /** The fields of before data forms, by name, with their values. */
  readonly legacy: Readonly<Record<string, string>>;
  /** Where the server wants it done in a browser (§5). */
  readonly url: string | undefined;
  /** Pictures that came along, base64, by their `cid:` address (XEP-0231). */
  readonly pictures: readonly { readonly cid: string; readonly type: string; readonly data: string }[];
}

/** §14.1: what a field may be called. */
const LEGACY = [
  'username',
  'password',
  'nick',
  'name',
  'first',
  'last',
  'email',
  'address',
  'city',
  'state',
  'zip',
  'phone',
  'url',
  'date',
  'misc',
  'text',
  'key',
];
const MOST_PICTURE = 256 * 1024;
const IMAGE = /^image\/(png|jpeg|gif|webp)$/;

/** Payload of an `iq` of type `get`. */
export const registrationRequest = (): Element => el('query', NS.register);

function pictureIn(data: Element): RegistrationForm['pictures'] {
  const [cid, type, content] = [attr(data, 'cid'), attr(data, 'type')?.toLowerCase() ?? '', data.text().replace(/\s+/g, '')];
  const fits = content.length > 0 && content.length <= Math.ceil(MOST_PICTURE / 3) * 4 && /^[A-Za-z0-9+/]+={0,2}$/.test(content);
  return cid !== undefined && IMAGE.test(type) && fits ? [{ cid, type, data: content }] : [];
}

function webUrl(text: string | undefined): string | undefined {
  const url = text?.trim();
  return url !== undefined && /^https?:\/\/\S{1,4000}$/i.test(url) ? url : undefined;
}

/** Reads the answer to `registrationRequest`, given as the whole `iq` or its `query`. */
export function readRegistration(element: Element): RegistrationForm | undefined {
  const query = element.is('query', NS.register) ? element : child(element, 'query', NS.register);
  if (!query) return undefined;
  const parts = childrenOf(query).slice(0, 64);
  return {
    instructions: textOf(query, 'instructions')?.trim().slice(0, 4000) || undefined,
    registered: child(query, 'registered', NS.register) !== undefined,
    form: formIn(query),
    legacy: Object.fromEntries(LEGACY.flatMap(name => (child(query, name, NS.register) ? [[name, textOf(query, name, NS.register) ?? '']] : []))),
    url: webUrl(textOf(child(query, 'x', NS.oob), 'url')),
    pictures: parts.filter(one => one.is('data', NS.bits)).flatMap(pictureIn),
  };
}

const SHOWN: Readonly<Record<string, FormField['type']>> = {
  boolean: 'boolean',
  fixed: 'fixed',
  hidden: 'hidden',
  'list-multi': 'list-multi',
  'list-single': 'list-single',
  'text-multi': 'text-multi',
  'jid-multi': 'text-multi',
  'text-private': 'password',
};

/** XEP-0004 §3.3 */
const OF_ADDRESSES: FormField['rule'] = {
  kind: 'address',
  min: undefined,
  max: undefined,
  pattern: undefined,
  open: false,
  least: undefined,
  most: undefined,
};

function shownField(field: Field, pictures: RegistrationForm['pictures']): FormField {
  const cid = field.media.map(one => /^cid:(.+)$/i.exec(one.uri)?.[1]).find(one => one !== undefined);
  // Only what came along: a picture behind a URL would tell its server who is about to register (XEP-0221 §3).
  const picture = pictures.find(one => one.cid === cid);
  return {
    name: field.name ?? '',
    type: SHOWN[field.type ?? ''] ?? 'text',
    label: field.label ?? field.description,
    description: field.label === undefined ? undefined : field.description?.trim().slice(0, 1000) || undefined,
    required: field.required,
    rule: field.rule ?? (field.type?.startsWith('jid-') === true ? OF_ADDRESSES : undefined),
    value: field.value,
    options: field.options,
    picture: picture && `data:${picture.type};base64,${picture.data}`,
  };
}

/** The fields as a view shows them. The data form wins over the old fields (§6), of which `key` is nobody's business. */
export function shownFields(registration: RegistrationForm): readonly FormField[] {
  if (registration.form) return registration.form.fields.map(field => shownField(field, registration.pictures));
  return Object.entries(registration.legacy).map(([name, value]) => ({
    name,
    type: name === 'password' ? 'password' : name === 'key' ? 'hidden' : 'text',
    label: undefined,
    description: undefined,
    required: true,
    rule: undefined,
    value: value === '' ? [] : [value],
    options: [],
    picture: undefined,
  }));
}

/** Payload of an `iq` of type `set`, in the language in which the server asked; never in both (§4). */
export function registrationSubmit(registration: RegistrationForm, values: Readonly<Record<string, readonly string[]>>): Element {
  if (registration.form) return el('query', NS.register, {}, answerForm(registration.form, values));
  const given = (name: string): string => (Object.hasOwn(values, name) ? values[name]?.[0] : undefined) ?? registration.legacy[name] ?? '';
  return el('query', NS.register, {}, ...Object.keys(registration.legacy).map(name => el(name, undefined, {}, given(name))));
}

/** Payload of an `iq` of type `set` to the own server, by who is signed in (§3.3). `username`: the local part. */
export const changePassword = (username: string, password: string): Element =>
  el('query', NS.register, {}, el('username', undefined, {}, username), el('password', undefined, {}, password));

/** Payload of an `iq` of type `set` to the own server: ends the account there (§3.2). */
export const removeRegistration = (): Element => el('query', NS.register, {}, el('remove'));

/** The stream's features say that accounts can be made here (§8). Some servers do it without saying so. */
export const offersRegistration = (features: Element): boolean => child(features, 'register', NS.registerFeature) !== undefined;
