// XEP-0060: Publish-Subscribe, version 1.30.0 (2025-11-11), as far as XEP-0163: Personal Eventing Protocol, version 1.2.2 (2022-02-16) needs it
import { attr, child, childrenOf, el, type Element } from '../../element.ts';
import { submitForm } from '../../form.ts';
import { NS } from '../../ns.ts';
import { encodePageRequest } from '../result-sets/result-sets.codec.ts';

export interface PubsubItem {
  readonly id: string | undefined;
  readonly payload: Element | undefined;
}
export interface PubsubEvent {
  readonly node: string;
  /** `<item/>` elements, with their `id`. */
  readonly items: readonly Element[];
  readonly retracted: readonly string[];
}

/** More than any node of ours holds; the rest of a larger answer is not looked at. */
const MOST_ITEMS = 2000;
const MOST_NODE = 1024;

/** Options of the node itself, e.g. `{ 'pubsub#access_model': 'whitelist' }`; the server refuses the item when they cannot be had. */
export type NodeOptions = Readonly<Record<string, string>>;

/** XEP-0223 §3: nobody but this account's own devices. */
export const PRIVATE_NODE: NodeOptions = { 'pubsub#persist_items': 'true', 'pubsub#access_model': 'whitelist' };
/** XEP-0163 §2.3: who may see our presence. */
export const CONTACTS_NODE: NodeOptions = { 'pubsub#persist_items': 'true', 'pubsub#access_model': 'presence' };
export const OPEN_NODE: NodeOptions = { 'pubsub#persist_items': 'true', 'pubsub#access_model': 'open' };

/** Without `id` the service invents one. */
export const itemElement = (id: string | undefined, payload: Element): Element => el('item', undefined, { id }, payload);

/** Payload of an `iq` of type `set` (§7.1). */
export function publish(node: string, item: Element, options?: NodeOptions): Element {
  const form = options && optionsForm(options, NS.pubsubPublishOptions);
  return el('pubsub', NS.pubsub, {}, el('publish', undefined, { node }, item), form && el('publish-options', undefined, {}, form));
}

const optionsForm = (options: NodeOptions, about: string): Element =>
  submitForm(Object.fromEntries(Object.entries(options).map(([name, value]) => [name, [value]])), about);

/** Payload of an `iq` of type `set` (§8.1.3): a node as it is wanted, where there is none. */
export const createNode = (node: string, options: NodeOptions): Element =>
  el('pubsub', NS.pubsub, {}, el('create', undefined, { node }), el('configure', undefined, {}, optionsForm(options, NS.pubsubNodeConfig)));

/** Payload of an `iq` of type `set` (§8.2.4): changes the options of a node that there is. */
export const configureNode = (node: string, options: NodeOptions): Element =>
  el('pubsub', NS.pubsubOwner, {}, el('configure', undefined, { node }, optionsForm(options, NS.pubsubNodeConfig)));

/** Payload of an `iq` of type `get` (§6.5): all items, some by their ids, the newest few, or a page (ejabberd cuts long nodes into pages). */
export function itemsRequest(
  node: string,
  which: { readonly ids?: readonly string[]; readonly newest?: number; readonly after?: string; readonly max?: number } = {},
): Element {
  const items = (which.ids ?? []).map(id => el('item', undefined, { id }));
  const page = which.max === undefined ? undefined : encodePageRequest({ max: which.max, after: which.after });
  return el('pubsub', NS.pubsub, {}, el('items', undefined, { node, max_items: which.newest?.toString() }, ...items), page);
}

/** Items of the answer to `itemsRequest`; empty where they are of another node. */
export function readItems(iq: Element, node: string): readonly PubsubItem[] {
  const items = child(child(iq, 'pubsub', NS.pubsub), 'items', NS.pubsub);
  if (!items || attr(items, 'node') !== node) return [];
  return itemsOf(items).map(item => ({ id: attr(item, 'id'), payload: childrenOf(item)[0] }));
}

const itemsOf = (items: Element): readonly Element[] => items.getChildren('item').slice(0, MOST_ITEMS);

/** What happened to a node, out of a message; undefined where it tells of none. From whom it is must be checked by the caller. */
export function readEvent(message: Element): PubsubEvent | undefined {
  const items = child(child(message, 'event', NS.pubsubEvent), 'items', NS.pubsubEvent);
  const node = attr(items, 'node');
  if (!items || node === undefined || node.length === 0 || node.length > MOST_NODE || attr(message, 'type') === 'error') return undefined;
  const retracted = items
    .getChildren('retract')
    .slice(0, MOST_ITEMS)
    .flatMap(one => attr(one, 'id') ?? []);
  return { node, items: itemsOf(items), retracted };
}
