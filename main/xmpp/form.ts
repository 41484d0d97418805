// XEP-0004: Data Forms, version 2.13.2 (2024-08-30); XEP-0221: Data Forms Media Element, version 1.0 (2008-09-03)
import type { FieldRule, FormPart } from '../../preload/contract/accounts.ts';
import { attr, child, childrenOf, el, textOf, type Element } from './element.ts';
import { readLayout } from './form-layout.ts';
import { readRule } from './form-rules.ts';
import { NS } from './ns.ts';

const FIELD_TYPES = [
  'boolean',
  'fixed',
  'hidden',
  'jid-multi',
  'jid-single',
  'list-multi',
  'list-single',
  'text-multi',
  'text-private',
  'text-single',
] as const;
export type FieldType = (typeof FIELD_TYPES)[number];
const FORM_TYPES = ['form', 'submit', 'cancel', 'result'] as const;

export interface Media {
  readonly type: string;
  readonly uri: string;
}
export interface FieldOption {
  readonly value: string;
  readonly label: string | undefined;
}
export interface Field {
  /** Undefined only for `fixed` fields, which are text to read. */
  readonly name: string | undefined;
  readonly type: FieldType | undefined;
  readonly label: string | undefined;
  readonly description: string | undefined;
  readonly required: boolean;
  readonly value: readonly string[];
  readonly options: readonly FieldOption[];
  readonly media: readonly Media[];
  readonly rule?: FieldRule | undefined;
}
export interface Form {
  readonly type: (typeof FORM_TYPES)[number];
  readonly title: string | undefined;
  readonly instructions: string | undefined;
  readonly fields: readonly Field[];
  readonly layout?: readonly FormPart[] | undefined;
}

const MOST_FIELDS = 256;
const MOST_VALUES = 512;

const isOneOf = <T extends string>(all: readonly T[], text: string | undefined): text is T => all.some(one => one === text);

const where = <Name extends string, Value>(name: Name, value: Value | undefined): { readonly [Key in Name]?: Value } =>
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the one name it has
  (value === undefined ? {} : { [name]: value }) as { readonly [Key in Name]?: Value };

function readField(field: Element): Field {
  const type = attr(field, 'type');
  return {
    name: attr(field, 'var'),
    type: isOneOf(FIELD_TYPES, type) ? type : undefined,
    label: attr(field, 'label'),
    description: textOf(field, 'desc'),
    required: child(field, 'required') !== undefined,
    value: field
      .getChildren('value')
      .slice(0, MOST_VALUES)
      .map(one => one.text()),
    options: field
      .getChildren('option')
      .slice(0, MOST_VALUES)
      .flatMap(one => {
        const value = textOf(one, 'value');
        return value === undefined ? [] : [{ value, label: attr(one, 'label') }];
      }),
    media: readMedia(child(field, 'media', NS.media)),
    ...where('rule', readRule(field)),
  };
}

function readMedia(media: Element | undefined): readonly Media[] {
  const uris = media ? childrenOf(media).filter(one => one.getName() === 'uri') : [];
  return uris.slice(0, 8).map(one => ({ type: attr(one, 'type') ?? '', uri: one.text().trim() }));
}

/** Reads `<x xmlns='jabber:x:data'/>`; undefined where it is no form. */
export function readForm(x: Element | undefined): Form | undefined {
  const type = attr(x, 'type') ?? 'form';
  if (!x?.is('x', NS.forms) || !isOneOf(FORM_TYPES, type)) return undefined;
  const lines = x
    .getChildren('instructions')
    .slice(0, 32)
    .map(one => one.text());
  return {
    type,
    title: textOf(x, 'title'),
    instructions: lines.length > 0 ? lines.join('\n') : undefined,
    fields: x.getChildren('field').slice(0, MOST_FIELDS).map(readField),
    ...where('layout', readLayout(x)),
  };
}

export const formIn = (parent: Element | undefined): Form | undefined => readForm(child(parent, 'x', NS.forms));

export const fieldOf = (form: Form | undefined, name: string): Field | undefined => form?.fields.find(field => field.name === name);
export const valueOf = (form: Form | undefined, name: string): string | undefined => fieldOf(form, name)?.value[0];

function fieldElement(field: Field): Element {
  const media = field.media.map(one => el('uri', undefined, { type: one.type }, one.uri));
  return el(
    'field',
    undefined,
    { var: field.name, type: field.type, label: field.label },
    field.description === undefined ? undefined : el('desc', undefined, {}, field.description),
    field.required ? el('required') : undefined,
    media.length > 0 ? el('media', NS.media, {}, ...media) : undefined,
    ...field.value.map(value => el('value', undefined, {}, value)),
    ...field.options.map(option => el('option', undefined, { label: option.label }, el('value', undefined, {}, option.value))),
  );
}

export const encodeForm = (form: Form): Element =>
  el(
    'x',
    NS.forms,
    { type: form.type },
    form.title === undefined ? undefined : el('title', undefined, {}, form.title),
    form.instructions === undefined ? undefined : el('instructions', undefined, {}, form.instructions),
    ...form.fields.map(fieldElement),
  );

const plain = (name: string, value: readonly string[], type?: FieldType): Field => ({
  name,
  type,
  label: undefined,
  description: undefined,
  required: false,
  value,
  options: [],
  media: [],
});

/** A form to send: values by field name, with `about` as its FORM_TYPE. */
export function submitForm(values: Readonly<Record<string, readonly string[]>>, about?: string): Element {
  const fields = Object.entries(values).map(([name, value]) => plain(name, value));
  return encodeForm({
    type: 'submit',
    title: undefined,
    instructions: undefined,
    fields: about === undefined ? fields : [plain('FORM_TYPE', [about], 'hidden'), ...fields],
  });
}

/**
 * Answers a form that somebody sent: hidden fields go back as they came (§3.3), and only fields that
 * were asked for are sent (§3.2). Values that were not given keep their defaults.
 */
export function answerForm(form: Form, values: Readonly<Record<string, readonly string[]>>): Element {
  const answers = form.fields.flatMap(field => {
    if (field.name === undefined || field.type === 'fixed') return [];
    const given = Object.hasOwn(values, field.name) && field.type !== 'hidden' ? values[field.name]! : field.value;
    return given.length > 0 ? [plain(field.name, given, field.name === 'FORM_TYPE' ? 'hidden' : undefined)] : [];
  });
  return encodeForm({ type: 'submit', title: undefined, instructions: undefined, fields: answers });
}
