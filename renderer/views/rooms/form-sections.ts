import type { FormField } from '../../../preload/contract/accounts.ts';

interface FormSection {
  readonly title: string | undefined;
  readonly fields: readonly FormField[];
}

/** Services head the parts of their form with fields of fixed text (XEP-0004 §3.3): each begins a section. */
export function sectionsOf(fields: readonly FormField[]): readonly FormSection[] {
  const sections: { title: string | undefined; fields: FormField[] }[] = [];
  for (const field of fields) {
    const last = sections.at(-1);
    if (field.type === 'fixed') sections.push({ title: field.value.join(' ').trim() || field.label, fields: [] });
    else if (last) last.fields.push(field);
    else sections.push({ title: undefined, fields: [field] });
  }
  // A fixed text with nothing under it is only text; hidden fields alone are nothing to look at.
  return sections.filter(section => section.fields.length > 0);
}
