// XEP-0363: HTTP File Upload, version 1.2.0 (2025-06-17); XEP-0066: Out of Band Data, version 1.5 (2006-08-16)
import { attr, child, el, textOf, type Element } from '../../element.ts';
import type { Form } from '../../form.ts';
import { NS } from '../../ns.ts';

export interface FileToUpload {
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  readonly type: string;
}
/** Where a file may be put, and where others will find it. */
export interface Slot {
  readonly putUrl: string;
  readonly getUrl: string;
  /** In their order; one name may come more than once. */
  readonly headers: readonly { readonly name: string; readonly value: string }[];
}

const MOST_URL = 4096;
const MOST_HEADERS = 16;
/** §4: only these may be sent on. */
const ALLOWED = ['authorization', 'cookie', 'expires'];

/** §4 */
export const slotRequest = ({ name, size, type }: FileToUpload): Element =>
  el('request', NS.upload, { filename: name, size: String(size), 'content-type': type });

/** Out of the answer; undefined where it has no two addresses that are safe to go to (§11: HTTPS). */
export function readSlot(answer: Element): Slot | undefined {
  const slot = answer.is('slot', NS.upload) ? answer : child(answer, 'slot', NS.upload);
  const put = child(slot, 'put');
  const [putUrl, getUrl] = [safeUrl(attr(put, 'url')), safeUrl(attr(child(slot, 'get'), 'url'))];
  if (putUrl === undefined || getUrl === undefined) return undefined;
  return { putUrl, getUrl, headers: (put?.getChildren('header') ?? []).slice(0, MOST_HEADERS).flatMap(readHeader) };
}

/** How large a file may be, in bytes; undefined: the service does not say (§3.1). */
export function readLimit(forms: readonly Form[]): number | undefined {
  const form = forms.find(one => one.fields.some(field => field.name === 'FORM_TYPE' && field.value[0] === NS.upload));
  const limit = Number(form?.fields.find(field => field.name === 'max-file-size')?.value[0]);
  return Number.isSafeInteger(limit) && limit > 0 ? limit : undefined;
}

/** XEP-0066 §3: the file that a message is about; its body is the same address, for whoever does not know this. */
export const outOfBand = (url: string, description?: string): Element =>
  el('x', NS.oob, {}, el('url', undefined, {}, url), description === undefined ? undefined : el('desc', undefined, {}, description));
/** The address that a message is about. */
export const readOutOfBand = (message: Element): string | undefined => safeUrl(textOf(child(message, 'x', NS.oob), 'url'));

function readHeader(header: Element): { name: string; value: string }[] {
  // A line end would begin another header.
  const [name, value] = [attr(header, 'name') ?? '', header.text()].map(text => text.replaceAll(/[\r\n]/g, '').trim());
  if (name === undefined || value === undefined || !ALLOWED.includes(name.toLowerCase())) return [];
  return [{ name, value }];
}

function safeUrl(text: string | undefined): string | undefined {
  if (text === undefined || text.length > MOST_URL) return undefined;
  try {
    const { protocol, username, password, href } = new URL(text);
    return protocol === 'https:' && username === '' && password === '' ? href : undefined;
  } catch {
    return undefined;
  }
}
