import type { FormField, FormPart } from '../../../preload/contract/accounts.ts';

export interface FormSection {
  readonly title: string | undefined;
  readonly text: readonly string[];
  /** 0: a page, or a form without pages. */
  readonly depth: number;
  readonly fields: readonly FormField[];
}

/** Services head the parts of their form with fields of fixed text (XEP-0004 §3.3): each begins a section. */
export function sectionsOf(fields: readonly FormField[], layout?: readonly FormPart[]): readonly FormSection[] {
  if (layout) return laidOut(fields, layout);
  const sections: { title: string | undefined; text: readonly string[]; depth: number; fields: FormField[] }[] = [];
  for (const field of fields) {
    const last = sections.at(-1);
    if (field.type === 'fixed') sections.push({ title: field.value.join(' ').trim() || field.label, text: [], depth: 0, fields: [] });
    else if (last) last.fields.push(field);
    else sections.push({ title: undefined, text: [], depth: 0, fields: [field] });
  }
  // A fixed text with nothing under it is only text; hidden fields alone are nothing to look at.
  return sections.filter(section => section.fields.length > 0);
}

/** As the form says it (XEP-0141); what it forgot to place comes last, for it may be needed (§4.2). */
function laidOut(fields: readonly FormField[], layout: readonly FormPart[]): readonly FormSection[] {
  const byName = new Map(fields.filter(({ name, type }) => name !== '' && type !== 'hidden').map(field => [field.name, field]));
  const placed = new Set(layout.flatMap(part => part.fields));
  const sections = layout.map(({ fields: names, ...part }): FormSection => ({ ...part, fields: names.flatMap(name => byName.get(name) ?? []) }));
  const rest = fields.filter(({ name, type }) => !placed.has(name) && type !== 'hidden' && type !== 'fixed');
  return [...sections, { title: undefined, text: [], depth: 0, fields: rest }].filter(
    ({ title, text, fields: own }) => own.length > 0 || title !== undefined || text.length > 0,
  );
}
