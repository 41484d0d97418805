import { Element } from '../element.ts';
import { NS } from '../ns.ts';

const BLANK = '…';
/** Cheap first look: most stanzas hold none of these words. */
const SUSPECT = /xmpp-sasl|urn:xmpp:sasl|urn:xmpp:fast|token|password|text-private|jabber:iq:auth|uthorization|ookie/i;
const SASL: ReadonlySet<string> = new Set([NS.sasl, NS.sasl2, NS.fast]);
/** Text of these is never a secret, and worth reading. */
const PLAIN_SASL = new Set(['mechanism', 'text', 'software', 'device', 'authorization-identifier', 'tag']);
const SECRET_NAMES = new Set(['password', 'digest', 'token', 'secret']);

/** The element's XML for the console: passwords, SASL messages, tokens and credentials of services are blanked out. */
export function blanked(element: Element): string {
  const xml = element.toString();
  return SUSPECT.test(xml) ? blankedCopy(element, false).toString() : xml;
}

function blankedCopy(element: Element, inSasl: boolean): Element {
  const name = element.getName();
  const sasl = inSasl || SASL.has(element.getNS() ?? '');
  const attributes = Object.entries(element.attrs).map(([key, value]) => [key, SECRET_NAMES.has(key) ? BLANK : value]);
  const copy = new Element(element.name, Object.fromEntries(attributes));
  const secret = SECRET_NAMES.has(name) || (sasl && !PLAIN_SASL.has(name)) || isSecretField(element) || isSecretHeader(element);
  for (const child of element.children) {
    if (typeof child !== 'string') copy.append(secretChild(element, child) ? emptied(child) : blankedCopy(child, sasl));
    else copy.t(secret && child.trim() !== '' ? BLANK : child);
  }
  return copy;
}

/** Values of a form's field that holds a password (XEP-0004 §3.3). */
const secretChild = (parent: Element, child: Element): boolean => isSecretField(parent) && child.getName() === 'value';
const isSecretField = (element: Element): boolean =>
  element.getName() === 'field' && (element.attrs['type'] === 'text-private' || /password|token|secret/i.test(String(element.attrs['var'] ?? '')));
/** XEP-0363 §5: what entitles to an upload. */
const isSecretHeader = (element: Element): boolean => element.getName() === 'header' && /^(authorization|cookie)$/i.test(String(element.attrs['name'] ?? ''));

function emptied(element: Element): Element {
  const copy = new Element(element.name, { ...element.attrs });
  copy.t(BLANK);
  return copy;
}
