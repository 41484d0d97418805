// XEP-0115: Entity Capabilities, version 1.6.0 (2022-03-08)
import { attr, child, el, type Element } from '../../element.ts';
import type { Caps } from '../../feature.ts';
import type { Form } from '../../form.ts';
import { NS } from '../../ns.ts';
import type { DiscoInfo } from '../disco/disco.codec.ts';

/** Base64 of the SHA-1 of the UTF-8 of a text: passed in, because this layer knows no cryptography. */
export type Sha1 = (text: string) => string;

const MOST_TEXT = 1024;
const sane = (text: string | undefined): text is string => text !== undefined && text.length > 0 && text.length <= MOST_TEXT;

/** Reads `<c/>` out of presence or stream features. Without a hash it is the format of before 1.4, which proves nothing (§13). */
export function readCaps(parent: Element): Caps | undefined {
  const c = child(parent, 'c', NS.caps);
  const [node, ver, hash] = [attr(c, 'node'), attr(c, 'ver'), attr(c, 'hash')];
  return sane(node) && sane(ver) && sane(hash) ? { node, ver, hash } : undefined;
}

export const capsElement = (caps: Caps): Element => el('c', NS.caps, { hash: caps.hash, node: caps.node, ver: caps.ver });

/** Order of i;octet: by the bytes of UTF-8, which is the order of code points and not the one of UTF-16. */
function compareOctets(a: string, b: string): number {
  const [left, right] = [Array.from(a), Array.from(b)];
  const length = Math.min(left.length, right.length);
  for (let index = 0; index < length; index += 1) {
    const difference = left[index]!.codePointAt(0)! - right[index]!.codePointAt(0)!;
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}
const sorted = (texts: readonly string[]): readonly string[] => texts.toSorted(compareOctets);

const typesOf = (form: Form): readonly string[] => form.fields.find(field => field.name === 'FORM_TYPE')?.value ?? [];
/** §5.4: a form whose FORM_TYPE is not hidden, or missing, is left out. */
const counts = (form: Form): boolean => form.fields.some(field => field.name === 'FORM_TYPE' && field.type === 'hidden') && typesOf(form).length > 0;

function formText(form: Form): string {
  const fields = form.fields.filter(field => field.name !== undefined && field.name !== 'FORM_TYPE').toSorted((a, b) => compareOctets(a.name!, b.name!));
  return [typesOf(form)[0]!, ...fields.flatMap(field => [field.name!, ...sorted(field.value)])].map(part => `${part}<`).join('');
}

/** §5.1 */
export function verificationText(info: DiscoInfo): string {
  const identities = sorted(info.identities.map(one => `${one.category}/${one.type}/${one.lang ?? ''}/${one.name ?? ''}`));
  const forms = info.forms.filter(counts).toSorted((a, b) => compareOctets(typesOf(a)[0]!, typesOf(b)[0]!));
  return [...identities, ...sorted(info.features)].map(part => `${part}<`).join('') + forms.map(formText).join('');
}

export const verificationHash = (info: DiscoInfo, sha1: Sha1): string => sha1(verificationText(info));

const hasTwins = (texts: readonly string[]): boolean => new Set(texts).size < texts.length;

/** §5.4, the three rules on twins: such an answer can be made to fit somebody else's hash, so it counts for nothing. */
export function isIllFormed(info: DiscoInfo): boolean {
  const types = info.forms.map(typesOf);
  return (
    hasTwins(info.identities.map(one => [one.category, one.type, one.lang ?? '', one.name ?? ''].join('/'))) ||
    hasTwins(info.features) ||
    types.some(values => new Set(values).size > 1) ||
    hasTwins(types.flatMap(values => values[0] ?? [])) ||
    // A "<" in a text could stand for the end of one part and the begin of the next (§9.2).
    [...info.features, ...info.identities.flatMap(one => [one.category, one.type, one.lang ?? '', one.name ?? ''])].some(text => text.includes('<'))
  );
}

/** Whether what an entity says of itself is what its caps promised; only then it may be kept for others with the same caps (§9.3). */
export const isVerified = (info: DiscoInfo, caps: Caps, sha1: Sha1): boolean =>
  caps.hash === 'sha-1' && !isIllFormed(info) && verificationHash(info, sha1) === caps.ver;

/** Node to ask about: what is answered must be about it, or about no node. */
export const capsNode = (caps: Caps): string => `${caps.node}#${caps.ver}`;
