// What can be told of a value before it is sent (XEP-0122). The server judges it in any case.
import type { FormField, FieldKind, FieldRule } from '../../../preload/contract/accounts.ts';
import { MOST_MATCHED, safePattern } from './safe-pattern.ts';

export type RuleFault = Exclude<FieldKind, 'text'> | 'range' | 'pattern' | 'few' | 'many';

const ZONE = String.raw`(?:Z|[+-]\d\d:\d\d)?`;
const DATE = new RegExp(`^\\d{4}-\\d\\d-\\d\\d${ZONE}$`);
const TIME = new RegExp(`^\\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,9})?${ZONE}$`);
const DATE_TIME = new RegExp(`^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,9})?${ZONE}$`);

const moment = (text: string): number | undefined => {
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : at;
};
function languageOf(text: string): 0 | undefined {
  try {
    return Intl.getCanonicalLocales(text).length === 1 ? 0 : undefined;
  } catch {
    return undefined;
  }
}

/** What can be put in an order, or 0 where there is none; undefined: it is not of that kind. */
const READ: Readonly<Record<FieldKind, (text: string) => number | bigint | undefined>> = {
  text: () => 0,
  whole: text => (/^[+-]?\d{1,40}$/.test(text) ? BigInt(text.replace(/^\+/, '')) : undefined),
  number: text => (/^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i.test(text) ? Number(text) : undefined),
  date: text => (DATE.test(text) ? moment(text) : undefined),
  time: text => (TIME.test(text) ? moment(`1970-01-01T${text}`) : undefined),
  'date-time': text => (DATE_TIME.test(text) ? moment(text) : undefined),
  link: text => (URL.canParse(text) ? 0 : undefined),
  language: languageOf,
  address: text => (/^(?:[^\s@/]+@)?[^\s@/]+(?:\/.+)?$/.test(text) ? 0 : undefined),
};

function faultOfOne(rule: FieldRule, text: string): RuleFault | undefined {
  const read = READ[rule.kind];
  const value = read(text);
  if (value === undefined) return rule.kind === 'text' ? undefined : rule.kind;
  const [min, max] = [rule.min, rule.max].map(bound => (bound === undefined ? undefined : read(bound)));
  if ((min !== undefined && value < min) || (max !== undefined && value > max)) return 'range';
  return rule.pattern !== undefined && text.length <= MOST_MATCHED && safePattern(rule.pattern)?.test(text) === false ? 'pattern' : undefined;
}

/** What is wrong with the values of a field by what its service said of them; of empty ones, nothing is. */
export function ruleFault({ rule, type }: Pick<FormField, 'rule' | 'type'>, values: readonly string[]): RuleFault | undefined {
  if (!rule || type === 'boolean' || type === 'fixed' || type === 'hidden') return undefined;
  const given = values.map(text => (type === 'password' ? text : text.trim())).filter(text => text !== '');
  for (const text of given) {
    const fault = faultOfOne(rule, text);
    if (fault !== undefined) return fault;
  }
  // §2.3: of how many are chosen, only lists speak.
  if (type !== 'list-multi') return undefined;
  if (rule.least !== undefined && given.length < rule.least) return 'few';
  return rule.most !== undefined && given.length > rule.most ? 'many' : undefined;
}
