import type { FormField, SignUpForm } from '../../../preload/contract/accounts.ts';
import { ruleFault, type RuleFault } from './field-rules.ts';

export type FormValues = Readonly<Record<string, readonly string[]>>;

/** What the fields hold at first: the server's values, the invitation's name, and what was typed into an earlier copy of the form. */
export function firstValues(form: SignUpForm, typed: FormValues, proposed: string | undefined): FormValues {
  const name = proposed?.includes('@') ? proposed.split('@')[0] : undefined;
  const entries = form.fields.map((field): readonly [string, readonly string[]] => {
    // A picture shows new text each time; a hidden field belongs to its own copy of the form.
    const keep = field.type !== 'hidden' && field.picture === undefined ? typed[field.name] : undefined;
    return [field.name, keep ?? (field.name === 'username' && name !== undefined ? [name] : field.value)];
  });
  return Object.fromEntries(entries);
}

export type Fault = 'required' | 'not-same' | RuleFault;
/** What is wrong before anything is sent. `again` is the password typed once more. */
export function faultOf(field: FormField, value: readonly string[], again: string | undefined): Fault | undefined {
  const empty = value.every(text => text.trim() === '');
  if (field.type === 'password' && !empty && again !== undefined && value[0] !== again) return 'not-same';
  // XEP-0004 §3.2: a required boolean is one that is answered, either way.
  if (field.required && empty && field.type !== 'boolean' && field.type !== 'fixed' && field.type !== 'hidden') return 'required';
  return ruleFault(field, value);
}

/** Everything but what is only text to read, as the server wants it back. */
export const answerOf = (form: Pick<SignUpForm, 'fields'>, values: FormValues): Record<string, string[]> =>
  Object.fromEntries(form.fields.filter(({ type, name }) => type !== 'fixed' && name !== '').map(({ name }) => [name, [...(values[name] ?? [])]]));

/** A data URL as a file: the page may show pictures of its own making, but no data URLs. Undefined: it is no picture we would show. */
export function pictureOf(dataUrl: string): Blob | undefined {
  const match = /^data:(image\/(?:png|jpeg|gif|webp));base64,([A-Za-z0-9+/=\s]*)$/.exec(dataUrl);
  if (!match?.[1] || match[2] === undefined) return undefined;
  try {
    const bytes = Uint8Array.from(atob(match[2]), character => character.charCodeAt(0));
    return new Blob([bytes], { type: match[1] });
  } catch {
    return undefined;
  }
}
