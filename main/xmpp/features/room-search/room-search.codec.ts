// XEP-0433: Extended Channel Search, version 0.1.0 (2020-02-27)
import type { BareJid } from '../../../../preload/contract/ids.ts';
import { attr, child, el, textOf, type Element } from '../../element.ts';
import { answerForm, fieldOf, formIn, submitForm, type Form } from '../../form.ts';
import { NS } from '../../ns.ts';
import { roomIn, shortText } from '../muc/values.ts';
import { cleanName } from '../nickname/nickname.codec.ts';
import { encodePageRequest, readPageInfo } from '../result-sets/result-sets.codec.ts';

export interface FoundRoom {
  readonly address: BareJid;
  readonly name: string | undefined;
  readonly description: string | undefined;
  readonly occupants: number | undefined;
  readonly language: string | undefined;
}
export interface FoundRooms {
  readonly rooms: readonly FoundRoom[];
  /** Where the next page begins; undefined: this was the last, as far as can be told. */
  readonly after: string | undefined;
  readonly total: number | undefined;
}

const MOST_ROOMS = 500;

/** Payload of an `iq` of type `get` to a directory: its form (§4.2.1). */
export const searchFormRequest = (): Element => el('search', NS.roomSearch);

/** The form in the answer to `searchFormRequest`, given as the whole `iq`. */
export function readSearchForm(iq: Element): Form | undefined {
  const form = formIn(child(iq, 'search', NS.roomSearch));
  return form?.type === 'form' ? form : undefined;
}

/**
 * Payload of an `iq` of type `get` to a directory (§4.2.2). `form`: as the directory gave it; what it does not know is left out. By
 * address every room comes exactly once (§6.1); by number of people, the busiest come first.
 */
export function searchRequest(
  text: string,
  page: { readonly max: number; readonly after?: string | undefined },
  { form, by = 'nusers' }: { readonly form?: Form | undefined; readonly by?: 'nusers' | 'address' } = {},
): Element {
  const words = text.trim();
  const knows = (name: string): boolean => form === undefined || fieldOf(form, name) !== undefined;
  const values: Record<string, readonly string[]> = words === '' ? { all: ['true'] } : { q: [words], ...(knows('all') && form ? { all: ['false'] } : {}) };
  values['key'] = [`{${NS.roomSearchOrder}}${by}`];
  if (knows('types')) values['types'] = ['xep-0045'];
  const filled = form ? answerForm(form, values) : submitForm(values, NS.roomSearchParameters);
  return el('search', NS.roomSearch, {}, encodePageRequest(page), filled);
}

function readFound(item: Element): readonly FoundRoom[] {
  const address = roomIn(attr(item, 'address'));
  const type = textOf(item, 'service-type')?.trim();
  if (address === undefined || (type !== undefined && type !== '' && type !== 'xep-0045')) return [];
  const occupants = textOf(item, 'nusers')?.trim() ?? '';
  return [
    {
      address,
      name: cleanName(textOf(item, 'name') ?? ''),
      description: shortText(textOf(item, 'description')),
      occupants: /^\d{1,9}$/.test(occupants) ? Number(occupants) : undefined,
      language: shortText(textOf(item, 'language'), 35),
    },
  ];
}

/** Reads an answer to `searchRequest`, given as the whole `iq`; undefined where it is none. */
export function readFoundRooms(iq: Element): FoundRooms | undefined {
  const result = child(iq, 'result', NS.roomSearch);
  if (!result) return undefined;
  const items = result.getChildren('item').slice(0, MOST_ROOMS);
  const page = readPageInfo(result);
  return { rooms: items.flatMap(readFound), after: items.length > 0 ? page?.last : undefined, total: page?.count };
}
