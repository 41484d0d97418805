// RFC 6121 §2: managing the roster, with its versions (§2.6; XEP-0237 before)
import type { BareJid } from '../../../../preload/contract/ids.ts';
import { attr, child, childrenOf, el, type Element } from '../../element.ts';
import type { RosterItem } from '../../feature.ts';
import { isBare, bareOf } from '../../jid.ts';
import { NS } from '../../ns.ts';
import { cleanName } from '../nickname/nickname.codec.ts';

export interface Roster {
  readonly items: readonly RosterItem[];
  /** To be sent with the next request; undefined: this server keeps none. */
  readonly version: string | undefined;
}

const SUBSCRIPTIONS = ['none', 'to', 'from', 'both', 'remove'] as const;
const MOST_ITEMS = 10_000;
const MOST_GROUPS = 32;
const MOST_TEXT = 1023;

/** Payload of an `iq` of type `get`. `version`: the last one that was kept, `''` for the first time (§2.6.2); only where the server keeps versions. */
export const rosterRequest = (version?: string): Element => el('query', NS.roster, { ver: version });

export function decodeRosterItem(item: Element): RosterItem | undefined {
  const jid = attr(item, 'jid');
  const address = jid === undefined || jid.includes('/') ? undefined : bareOf(jid);
  const subscription = SUBSCRIPTIONS.find(one => one === (attr(item, 'subscription') ?? 'none'));
  if (address === undefined || subscription === undefined) return undefined;
  const groups = item
    .getChildren('group')
    .slice(0, MOST_GROUPS)
    .flatMap(group => cleanName(group.text()) ?? []);
  return { address, name: cleanName(attr(item, 'name') ?? ''), groups: [...new Set(groups)], subscription, pending: attr(item, 'ask') === 'subscribe' };
}

const cut = (text: string): string => text.slice(0, MOST_TEXT);

/** As a client writes it: `pending` is the server's to tell, and `subscription` is sent only to remove (§2.1.2.4). */
export const rosterItemElement = (item: Pick<RosterItem, 'address' | 'name' | 'groups'> & { readonly subscription?: RosterItem['subscription'] }): Element =>
  el(
    'item',
    undefined,
    { jid: item.address, name: item.name === undefined ? undefined : cut(item.name), ...(item.subscription === 'remove' ? { subscription: 'remove' } : {}) },
    ...item.groups.map(group => el('group', undefined, {}, cut(group))),
  );

/** Payload of an `iq` of type `set`: adds, changes or removes one contact (§2.3-2.5). */
export const rosterSet = (item: Parameters<typeof rosterItemElement>[0]): Element => el('query', NS.roster, {}, rosterItemElement(item));
export const rosterRemove = (address: BareJid): Element => rosterSet({ address, name: undefined, groups: [], subscription: 'remove' });

export function decodeRoster(query: Element): Roster {
  const items = childrenOf(query).filter(one => one.getName() === 'item');
  return { items: items.slice(0, MOST_ITEMS).flatMap(item => decodeRosterItem(item) ?? []), version: attr(query, 'ver') };
}

/** The answer to `rosterRequest`; `unchanged`: what is kept is still true, and changes follow as pushes (§2.6.3). */
export function readRoster(iq: Element): Roster | 'unchanged' {
  const query = child(iq, 'query', NS.roster);
  return query ? decodeRoster(query) : 'unchanged';
}

/** §2.1.6: a push is our own account's alone (CVE-2015-8688); `from` undefined is our own account too. */
export const mayPush = (from: string | undefined, own: BareJid): boolean => from === undefined || isBare(from, own);
