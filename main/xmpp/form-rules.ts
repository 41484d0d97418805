// XEP-0122: Data Forms Validation, version 1.0.2 (2018-03-21)
import type { FieldKind, FieldRule } from '../../preload/contract/accounts.ts';
import { attr, child, childrenOf, numberAttr, type Element } from './element.ts';
import { NS } from './ns.ts';

const MOST_BOUND = 64;
const MOST_PATTERN = 512;

/** §6.2.2 of the datatypes registry: whole numbers by the size that they must fit into. */
const WHOLE: Readonly<Record<string, readonly [min: string | undefined, max: string | undefined]>> = {
  'xs:byte': ['-128', '127'],
  'xs:short': ['-32768', '32767'],
  'xs:int': ['-2147483648', '2147483647'],
  'xs:long': ['-9223372036854775808', '9223372036854775807'],
  'xs:integer': [undefined, undefined],
  'xs:nonNegativeInteger': ['0', undefined],
  'xs:positiveInteger': ['1', undefined],
  'xs:unsignedByte': ['0', '255'],
  'xs:unsignedShort': ['0', '65535'],
  'xs:unsignedInt': ['0', '4294967295'],
};
const KINDS: Readonly<Record<string, FieldKind>> = {
  'xs:decimal': 'number',
  'xs:double': 'number',
  'xs:float': 'number',
  'xs:date': 'date',
  'xs:time': 'time',
  'xs:dateTime': 'date-time',
  'xs:anyURI': 'link',
  'xs:language': 'language',
};

/** §3.3: one that is not known counts as text. */
const kindOf = (datatype: string): FieldKind => (WHOLE[datatype] ? 'whole' : (KINDS[datatype] ?? 'text'));

const bound = (method: Element | undefined, name: 'min' | 'max'): string | undefined => {
  const text = attr(method, name)?.trim();
  return text === undefined || text === '' || text.length > MOST_BOUND ? undefined : text;
};

/** What a field's values must be like; undefined: nothing is said. Methods are found by name alone: in prefixed forms they have lost their namespace (§3.2). */
export function readRule(field: Element): FieldRule | undefined {
  const validate = child(field, 'validate', NS.formValidation);
  if (!validate) return undefined;
  const datatype = attr(validate, 'datatype') ?? 'xs:string';
  const kind = kindOf(datatype);
  const parts = childrenOf(validate);
  const named = (name: string): Element | undefined => parts.find(one => one.getName() === name);
  // §3.7: what has no end has no range.
  const range = kind === 'text' ? undefined : named('range');
  const pattern = named('regex')?.text().trim();
  const [least, most] = WHOLE[datatype] ?? [undefined, undefined];
  const many = named('list-range');
  return {
    kind,
    min: bound(range, 'min') ?? least,
    max: bound(range, 'max') ?? most,
    pattern: pattern === undefined || pattern === '' || pattern.length > MOST_PATTERN ? undefined : pattern,
    // §2.2: every method but the basic one lets the user say what is not on the list.
    open: parts.some(one => OPEN.has(one.getName())),
    least: numberAttr(many, 'min'),
    most: numberAttr(many, 'max'),
  };
}
const OPEN: ReadonlySet<string> = new Set(['open', 'range', 'regex']);
