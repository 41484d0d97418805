// XEP-0030: Service Discovery, version 2.5.0 (2024-04-30)
import { attr, child, childrenOf, el, type Element } from '../../element.ts';
import { readForm, encodeForm, type Form } from '../../form.ts';
import { NS } from '../../ns.ts';

export interface Identity {
  readonly category: string;
  readonly type: string;
  readonly lang: string | undefined;
  readonly name: string | undefined;
}
export interface DiscoInfo {
  readonly node: string | undefined;
  readonly identities: readonly Identity[];
  readonly features: readonly string[];
  /** Extended information (XEP-0128). */
  readonly forms: readonly Form[];
}
export interface DiscoItem {
  readonly address: string;
  readonly node: string | undefined;
  readonly name: string | undefined;
}

const MOST_FEATURES = 1000;
const MOST_ITEMS = 2000;
const MOST_TEXT = 1024;
const short = (text: string | undefined): string | undefined => (text === undefined || text.length > MOST_TEXT ? undefined : text);

const queryIn = (element: Element, ns: string): Element | undefined => (element.is('query', ns) ? element : child(element, 'query', ns));

/** Reads an answer to disco#info, given as the whole `iq` or its `query`. */
export function readDiscoInfo(element: Element): DiscoInfo | undefined {
  const query = queryIn(element, NS.discoInfo);
  if (!query) return undefined;
  const parts = childrenOf(query).slice(0, MOST_FEATURES);
  return {
    node: attr(query, 'node'),
    identities: parts
      .filter(one => one.getName() === 'identity')
      .map(one => ({ category: attr(one, 'category') ?? '', type: attr(one, 'type') ?? '', lang: attr(one, 'xml:lang'), name: attr(one, 'name') })),
    features: parts.flatMap(one => (one.getName() === 'feature' ? (short(attr(one, 'var')) ?? []) : [])),
    forms: parts.flatMap(one => readForm(one) ?? []),
  };
}

export const discoInfoElement = (info: DiscoInfo): Element =>
  el(
    'query',
    NS.discoInfo,
    { node: info.node },
    ...info.identities.map(one => el('identity', undefined, { category: one.category, type: one.type, 'xml:lang': one.lang, name: one.name })),
    ...info.features.map(feature => el('feature', undefined, { var: feature })),
    ...info.forms.map(encodeForm),
  );

/** Payload of a request; of the whole entity, or of one of its nodes. */
export const discoInfoRequest = (node?: string): Element => el('query', NS.discoInfo, { node });
export const discoItemsRequest = (node?: string): Element => el('query', NS.discoItems, { node });

/** Reads an answer to disco#items, given as the whole `iq` or its `query`. */
export function readDiscoItems(element: Element): readonly DiscoItem[] | undefined {
  const query = queryIn(element, NS.discoItems);
  return query
    ?.getChildren('item')
    .slice(0, MOST_ITEMS)
    .flatMap(one => {
      const address = attr(one, 'jid');
      return address === undefined ? [] : [{ address, node: attr(one, 'node'), name: short(attr(one, 'name')) }];
    });
}

export const discoItemsElement = (items: readonly DiscoItem[], node?: string): Element =>
  el('query', NS.discoItems, { node }, ...items.map(one => el('item', undefined, { jid: one.address, node: one.node, name: one.name })));
