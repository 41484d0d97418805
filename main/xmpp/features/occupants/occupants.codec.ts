// XEP-0421: Occupant identifiers for semi-anonymous MUCs, version 1.0.1 (2025-04-09); XEP-0317: Hats, version 0.3.1 (2025-08-18)
import type { Hat } from '../../../../preload/contract/rooms.ts';
import { attr, child, el, type Element } from '../../element.ts';
import { NS } from '../../ns.ts';
import { cleanName } from '../nickname/nickname.codec.ts';

/** §4.1 of XEP-0421. */
const MOST_ID = 128;
const MOST_HATS = 8;
const MOST_URI = 512;

/** Only worth something where the room announces `urn:xmpp:occupant-id:0`; anybody may have put it there otherwise (§6). Two break a rule, and count as none. */
export function readOccupantId(stanza: Element): string | undefined {
  const ids = stanza.getChildren('occupant-id', NS.occupantId);
  const id = attr(ids[0], 'id');
  return ids.length === 1 && id !== undefined && id.length > 0 && id.length <= MOST_ID ? id : undefined;
}

export const occupantIdElement = (id: string): Element => el('occupant-id', NS.occupantId, { id });

function hueOf(hat: Element): number | undefined {
  const text = attr(hat, 'hue') ?? '';
  const hue = Number(text);
  return /^\d{1,3}(\.\d{1,12})?$/.test(text) && hue <= 360 ? hue : undefined;
}

/** Up to version 0.2 of XEP-0317 a hat had a `name` and a `displayName`. */
function readHat(hat: Element): readonly Hat[] {
  const uri = attr(hat, 'uri') ?? attr(hat, 'name');
  const title = cleanName(attr(hat, 'title') ?? attr(hat, 'displayName') ?? '');
  return uri === undefined || uri === '' || uri.length > MOST_URI || title === undefined
    ? []
    : [{ uri, title: title.slice(0, 64).toWellFormed(), hue: hueOf(hat) }];
}

/** Of presence. Only worth something where the room announces `urn:xmpp:hats:0` (§2): elsewhere rooms pass on what an occupant puts on himself. */
export const readHats = (presence: Element): readonly Hat[] =>
  (child(presence, 'hats', NS.hats)?.getChildren('hat') ?? []).slice(0, MOST_HATS).flatMap(readHat);

export const hatsElement = (hats: readonly Hat[]): Element =>
  el('hats', NS.hats, {}, ...hats.map(hat => el('hat', undefined, { uri: hat.uri, title: hat.title, hue: hat.hue?.toString() })));
