import { expect, test } from 'vitest';
import { FailureError } from '../../preload/contract/wire.ts';
import { el, type Element } from './element.ts';
import { itemElement, PRIVATE_NODE } from './features/pubsub/pubsub.codec.ts';

import { NS } from './ns.ts';
import { OwnNodes } from './own-nodes.ts';

const NODE = 'urn:xmpp:bookmarks:1';
const OPTIONS = { ...PRIVATE_NODE, 'pubsub#max_items': 'max' };
const item = (id: string): Element => itemElement(id, el('conference', NODE));

/** A server that keeps nodes, as many items in each as its options say; `refuses`: what it says to options that come along with an item. */
function server(refuses: string | undefined, there?: Readonly<Record<string, string>>) {
  let options = there;
  let items: readonly string[] = [];
  const did: string[] = [];
  const takesAlong = (): boolean => refuses === undefined || (refuses === 'conflict' && options?.['pubsub#max_items'] === 'max');
  const published = (asked: Readonly<Record<string, string>>, id: string): void => {
    if ('pubsub#max_items' in asked && !takesAlong()) fail(refuses);
    options ??= { 'pubsub#max_items': '1', ...asked };
    items = [...items, id].slice(options['pubsub#max_items'] === 'max' ? 0 : -1);
  };
  const iq = async (_type: 'get' | 'set', _to: string | undefined, payload: Element): Promise<Element> => {
    const first = payload.getChildElements()[0]!;
    did.push(first.name);
    if (first.name === 'publish') published(valuesIn(payload.getChild('publish-options')), String(first.getChild('item')!.attrs['id']));
    else if (payload.is('pubsub', NS.pubsubOwner)) options = options ? { ...options, ...valuesIn(first) } : fail('item-not-found');
    else options = options ? fail('conflict') : valuesIn(payload.getChild('configure'));
    return el('iq');
  };
  return { session: { iq, beginning: 1 }, did, items: () => items, options: () => options };
}
const valuesIn = (parent: Element | undefined): Record<string, string> =>
  Object.fromEntries((parent?.getChild('x')?.getChildren('field') ?? []).map(field => [String(field.attrs['var']), field.getChildText('value') ?? '']));
const fail = (condition = ''): never => {
  throw new FailureError({ code: 'stanza-error', condition });
};

test('a server that takes all options along with an item is asked once', async () => {
  const { session, did, items } = server(undefined);
  const nodes = new OwnNodes();
  for (const id of ['a', 'b']) await nodes.publish(session, NODE, item(id), OPTIONS);
  expect(did).toEqual(['publish', 'publish']);
  expect(items()).toEqual(['a', 'b']);
});

test('one that does not makes the node first, private, and keeps every item; from then on it is asked once', async () => {
  const { session, did, items, options } = server('resource-constraint');
  const nodes = new OwnNodes();
  for (const id of ['a', 'b']) await nodes.publish(session, NODE, item(id), OPTIONS);
  expect(did).toEqual(['publish', 'configure', 'create', 'publish', 'publish']);
  expect(items()).toEqual(['a', 'b']);
  expect(options()).toEqual({ FORM_TYPE: NS.pubsubNodeConfig, ...OPTIONS });
});

test('two items at once are both kept, and so is what is published in the next session', async () => {
  const { session, items } = server('resource-constraint');
  const nodes = new OwnNodes();
  await Promise.all(['a', 'b'].map(id => nodes.publish(session, NODE, item(id), OPTIONS)));
  session.beginning = 2;
  await nodes.publish(session, NODE, item('c'), OPTIONS);
  expect(items()).toEqual(['a', 'b', 'c']);
});

test('a node that another client made otherwise is made private before anything is published into it', async () => {
  const { session, items, options } = server('conflict', { 'pubsub#access_model': 'open', 'pubsub#max_items': '1' });
  await new OwnNodes().publish(session, NODE, item('a'), OPTIONS);
  expect(options()).toMatchObject(OPTIONS);
  expect(items()).toEqual(['a']);
});

test('an item that is refused for itself is not tried otherwise', async () => {
  const { session, did } = server('forbidden');
  await expect(new OwnNodes().publish(session, NODE, item('a'), OPTIONS)).rejects.toMatchObject({ failure: { condition: 'forbidden' } });
  expect(did).toEqual(['publish']);
});
