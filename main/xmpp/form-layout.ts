// XEP-0141: Data Forms Layout, version 1.0 (2005-05-12)
import type { FormPart } from '../../preload/contract/accounts.ts';
import { attr, childrenOf, type Element } from './element.ts';
import { NS } from './ns.ts';

/** A form that nests deeper, or is in more parts, is nothing that anybody fills in. */
const DEEPEST = 4;
const MOST_PARTS = 128;
const MOST_TEXT = 2000;

const textIn = (element: Element): readonly string[] =>
  childrenOf(element)
    .filter(one => one.getName() === 'text')
    .slice(0, 8)
    .map(one => one.text().replace(/\s+/g, ' ').trim().slice(0, MOST_TEXT))
    .filter(text => text !== '');

const labelOf = (element: Element): string | undefined => attr(element, 'label')?.trim().slice(0, 256) || undefined;

/** Pages, and sections within them, one after the other as they are to be shown (§4.2); undefined: the form says nothing of it. */
export function readLayout(form: Element): readonly FormPart[] | undefined {
  const pages = childrenOf(form).filter(one => one.is('page', NS.formLayout));
  if (pages.length === 0) return undefined;
  const parts: FormPart[] = [];
  const taken = new Set<string>();
  for (const page of pages) walk(page, 0, parts, taken);
  return parts.slice(0, MOST_PARTS);
}

function walk(element: Element, depth: number, parts: FormPart[], taken: Set<string>): void {
  if (parts.length >= MOST_PARTS || depth > DEEPEST) return;
  let fields: string[] = [];
  parts.push({ depth, title: labelOf(element), text: textIn(element), fields });
  for (const one of childrenOf(element)) {
    const name = one.getName() === 'fieldref' ? attr(one, 'var') : undefined;
    if (name !== undefined && !taken.has(name)) {
      // §4.2: a field has one place.
      taken.add(name);
      fields.push(name);
    }
    if (one.getName() !== 'section') continue;
    walk(one, depth + 1, parts, taken);
    // What follows a section belongs to what the section is in.
    fields = [];
    parts.push({ depth, title: undefined, text: [], fields });
  }
}
