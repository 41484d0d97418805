// XEP-0059: Result Set Management, version 1.0 (2006-09-20)
import { child, el, numberAttr, textOf, type Element } from '../../element.ts';
import { NS } from '../../ns.ts';

/** Which part of a long answer is asked for. `before: ''`: its last page. */
export interface PageRequest {
  readonly max: number;
  readonly before?: string | undefined;
  readonly after?: string | undefined;
}
export interface PageInfo {
  readonly first: string | undefined;
  readonly last: string | undefined;
  /** Position of the first within the whole, where the server tells. */
  readonly index: number | undefined;
  readonly count: number | undefined;
}

const MOST_ID = 1024;
const sane = (id: string | undefined): string | undefined => (id !== undefined && id.length > 0 && id.length <= MOST_ID ? id : undefined);

export function encodePageRequest(page: PageRequest): Element {
  const before = page.before === undefined ? undefined : el('before', undefined, {}, page.before);
  const after = page.after === undefined ? undefined : el('after', undefined, {}, page.after);
  return el('set', NS.rsm, {}, el('max', undefined, {}, String(page.max)), before, after);
}

export function decodePageRequest(set: Element): PageRequest | undefined {
  const max = Number(textOf(set, 'max') ?? Number.NaN);
  return Number.isInteger(max) && max >= 0 ? { max, before: textOf(set, 'before'), after: textOf(set, 'after') } : undefined;
}

/** Reads the `<set/>` below `parent`; undefined where there is none. */
export function readPageInfo(parent: Element | undefined): PageInfo | undefined {
  const set = child(parent, 'set', NS.rsm);
  if (!set) return undefined;
  const count = textOf(set, 'count')?.trim();
  return {
    first: sane(textOf(set, 'first')),
    last: sane(textOf(set, 'last')),
    index: numberAttr(child(set, 'first'), 'index'),
    count: count !== undefined && /^\d{1,9}$/.test(count) ? Number(count) : undefined,
  };
}
