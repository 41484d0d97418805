// XEP-0084: User Avatar, version 1.1.4 (2019-09-20); XEP-0153: vCard-Based Avatars, version 1.1.1 (2024-06-10); XEP-0398: User Avatar to vCard-Based Avatars Conversion, version 1.0.0 (2024-05-06)
import { attr, child, el, numberAttr, type Element } from '../../element.ts';
import { NS } from '../../ns.ts';
import { CONTACTS_NODE, itemElement, itemsRequest, OPEN_NODE, publish, type NodeOptions } from '../pubsub/pubsub.codec.ts';

/** A picture that is published in its owner's own account. */
export interface AvatarInfo {
  /** SHA-1 of the picture, hex in lower case; also the item's id on the data node. */
  readonly hash: string;
  readonly type: string;
  readonly bytes: number;
  readonly width: number | undefined;
  readonly height: number | undefined;
}

/** Larger pictures are not fetched: a face of 512 KiB is a mistake or an attack. */
export const MOST_AVATAR_BYTES = 512 * 1024;
const SHA1 = /^[0-9a-f]{40}$/;
/** The kinds that a page shows without running anything; the first is what XEP-0084 §4.2.1 asks everybody to have. */
const TYPES = ['image/png', 'image/jpeg', 'image/webp', 'image/gif', 'image/avif'] as const;

const hashIn = (text: string | undefined): string | undefined => {
  const hash = text?.trim().toLowerCase();
  return hash !== undefined && SHA1.test(hash) ? hash : undefined;
};

function readInfo(info: Element): AvatarInfo | undefined {
  const [hash, type, bytes] = [hashIn(attr(info, 'id')), attr(info, 'type')?.toLowerCase(), numberAttr(info, 'bytes')];
  // With a URL the picture lies on somebody's web server, who would learn of every look at it (§8).
  if (hash === undefined || type === undefined || bytes === undefined || attr(info, 'url') !== undefined) return undefined;
  if (bytes === 0 || bytes > MOST_AVATAR_BYTES || !TYPES.some(one => one === type)) return undefined;
  return { hash, type, bytes, width: numberAttr(info, 'width'), height: numberAttr(info, 'height') };
}

/** Every picture of one `<metadata/>` that may be fetched. */
export const decodeMetadata = (metadata: Element): readonly AvatarInfo[] =>
  metadata
    .getChildren('info')
    .slice(0, 16)
    .flatMap(info => readInfo(info) ?? []);

const rank = (info: AvatarInfo): number => TYPES.findIndex(one => one === info.type);

/** Out of the metadata node's item: the picture to show, `none` where its owner took it away, undefined where nothing can be said. */
export function readAvatar(item: Element | undefined): AvatarInfo | 'none' | undefined {
  const metadata = child(item, 'metadata', NS.avatarMetadata);
  if (!metadata) return undefined;
  if (metadata.getChildElements().length === 0) return 'none';
  return decodeMetadata(metadata).toSorted((a, b) => rank(a) - rank(b))[0];
}

export const metadataElement = (infos: readonly AvatarInfo[]): Element =>
  el(
    'metadata',
    NS.avatarMetadata,
    {},
    ...infos.map(one =>
      el('info', undefined, { bytes: String(one.bytes), id: one.hash, type: one.type, width: one.width?.toString(), height: one.height?.toString() }),
    ),
  );

const options = (open: boolean): NodeOptions => (open ? OPEN_NODE : CONTACTS_NODE);

/** First the data, then the metadata (§3). `data`: base64. */
export const publishAvatarData = (hash: string, data: string, open = false): Element =>
  publish(NS.avatarData, itemElement(hash, el('data', NS.avatarData, {}, data)), options(open));
export const publishAvatarMetadata = (info: AvatarInfo, open = false): Element =>
  publish(NS.avatarMetadata, itemElement(info.hash, metadataElement([info])), options(open));
/** §3.5: an empty metadata element takes the picture away. */
export const withdrawAvatar = (): Element => publish(NS.avatarMetadata, itemElement('current', metadataElement([])));

export const avatarDataRequest = (hash: string): Element => itemsRequest(NS.avatarData, { ids: [hash] });

/** Base64 without white space, or undefined where it is none or too much. Whoever decodes it must still compare the hash (§7.3). */
export function cleanBase64(text: string | undefined): string | undefined {
  if (text === undefined || text.length > MOST_AVATAR_BYTES * 2) return undefined;
  const data = text.replace(/\s+/g, '');
  return data.length > 0 && data.length % 4 === 0 && data.length <= Math.ceil(MOST_AVATAR_BYTES / 3) * 4 && /^[A-Za-z0-9+/]+={0,2}$/.test(data)
    ? data
    : undefined;
}

/** The picture out of the answer to `avatarDataRequest`, as base64. */
export function readAvatarData(iq: Element, hash: string): string | undefined {
  const items = child(child(iq, 'pubsub', NS.pubsub), 'items');
  const item = attr(items, 'node') === NS.avatarData ? items?.getChildren('item').find(one => hashIn(attr(one, 'id')) === hash) : undefined;
  return cleanBase64(child(item, 'data', NS.avatarData)?.text());
}

/** XEP-0153 §4: `''`: this account has no picture; undefined: nothing is said, or not yet known. */
export function readVcardUpdate(presence: Element): string | undefined {
  const photo = child(child(presence, 'x', NS.vcardUpdate), 'photo');
  if (!photo) return undefined;
  return photo.text().trim() === '' ? '' : hashIn(photo.text());
}

/** `hash` undefined: we do not know yet, others should ask nobody (XEP-0153 §4.1); where the server converts, it fills the hash in (XEP-0398 §4). */
export const vcardUpdateElement = (hash: string | undefined): Element =>
  el('x', NS.vcardUpdate, {}, hash === undefined ? undefined : el('photo', undefined, {}, hash));

/** XEP-0398 §2: the account's server keeps both kinds of avatars alike, so that only PEP is written. */
export const convertsAvatars = (accountFeatures: ReadonlySet<string>): boolean => accountFeatures.has(NS.avatarConversion);
