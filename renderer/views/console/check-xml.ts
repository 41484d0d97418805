export type XmlFault = 'malformed' | 'not-stanza';

/** Whether it is one well-formed message, presence or iq. Main checks again; this is to tell at once what is wrong. */
export function checkXml(text: string): XmlFault | undefined {
  const parsed = new DOMParser().parseFromString(text.trim(), 'text/xml');
  if (parsed.querySelector('parsererror')) return 'malformed';
  return ['message', 'presence', 'iq'].includes(parsed.documentElement.localName) ? undefined : 'not-stanza';
}
