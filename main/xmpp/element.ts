// The element is ltx's, as @xmpp/client speaks it. Readers here never throw, whatever a stranger sent.
import xml, { Element } from '@xmpp/xml';

export { Element };

export type Attributes = Readonly<Record<string, string | undefined>>;
export type Child = Element | string | undefined;

/** What XML 1.0 §2.2 has no place for: one such character ends the stream, and again after every resumption. */
// oxlint-disable-next-line no-control-regex -- exactly these are replaced
const NOT_XML = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

export const xmlText = (text: string): string => text.replace(NOT_XML, '\ufffd');

/** Builds an element; undefined children and attributes are left out. `ns` undefined: inherits its parent's. */
export function el(name: string, ns?: string, attrs: Attributes = {}, ...children: readonly Child[]): Element {
  const set: Record<string, string> = ns === undefined ? {} : { xmlns: ns };
  for (const [key, value] of Object.entries(attrs)) if (value !== undefined) set[key] = xmlText(value);
  return xml(name, set, ...children.filter(child => child !== undefined).map(child => (typeof child === 'string' ? xmlText(child) : child)));
}

export const childrenOf = (parent: Element): readonly Element[] => parent.getChildElements();

export const child = (parent: Element | undefined, name: string, ns?: string): Element | undefined => parent?.getChild(name, ns);

export const childNamed = (parent: Element, ns: string): Element | undefined => childrenOf(parent).find(one => one.getNS() === ns);

/** A child of the stanza's own language (`body`, `error`, `show`): not one that merely has the same name. */
export const ownChild = (stanza: Element, name: string): Element | undefined => stanza.getChildren(name).find(one => one.getNS() === stanza.getNS());

export const attr = (element: Element | undefined, name: string): string | undefined => element?.attrs[name] as string | undefined;

/** Text of a child; undefined where there is no such child, '' where it is empty. */
export const textOf = (parent: Element | undefined, name: string, ns?: string): string | undefined => child(parent, name, ns)?.text();

/** A non-negative whole number of at most 9 digits, or undefined. */
export function numberAttr(element: Element | undefined, name: string): number | undefined {
  const text = attr(element, name);
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}

/** An XEP-0082 date-time as milliseconds since 1970; undefined where it is none. */
export function timeAttr(element: Element | undefined, name: string): number | undefined {
  const text = attr(element, name);
  if (text === undefined || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/.test(text)) return undefined;
  const time = Date.parse(text);
  return Number.isNaN(time) ? undefined : time;
}
