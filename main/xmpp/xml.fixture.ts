import { Parser, type Element } from '@xmpp/xml';

/** For tests: one element out of its text, as a child of a stream of `jabber:client`. Throws where the text is not exactly one. */
export function parseXml(text: string): Element {
  const parser = new Parser();
  const found: Element[] = [];
  parser.on('element', (element: Element) => found.push(element));
  parser.on('error', (error: Error) => {
    throw error;
  });
  parser.write(`<stream xmlns='jabber:client'>${text.trim()}</stream>`);
  const [element] = found;
  if (!element || found.length > 1) throw new Error(`not one element: ${text.slice(0, 80)}`);
  return element;
}
