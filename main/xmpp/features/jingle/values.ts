// What may stand in a session, whoever wrote it. Everything that ends up in a line of SDP passes here: no white space, no line end,
// and nothing that would begin another attribute (RFC 8866 §9).
import type { Candidate, Feedback, Fingerprint, HeaderExtension, Parameter, Senders } from './jingle.types.ts';

/** How many of a thing one description may hold; what comes after is left out, or refused where leaving out would change the meaning. */
export const MOST = { contents: 16, payloads: 64, parameters: 32, feedback: 24, headers: 32, sources: 32, groups: 8, candidates: 64, options: 8 } as const;

type Reader = (text: string | undefined) => string | undefined;
const matching =
  (pattern: RegExp): Reader =>
  text =>
    text !== undefined && pattern.test(text) ? text : undefined;

/** Id of a session: an attribute of XML alone. */
export const readSid = matching(/^[\x21-\x7e]{1,256}$/);
/** Name of a content as it stands in XML; what is no `a=mid` is given one by the mapper. */
export const readName = matching(/^[^\p{Cc}\p{Cs}\u2028\u2029]{1,128}$/u);
/** What browsers take as `a=mid`: a token of at most 16 characters. */
export const isMid = (name: string): boolean => /^[A-Za-z0-9!#$%&'*+.^_`{|}~-]{1,16}$/.test(name);
/** Names of codecs, of feedback, of groupings. */
export const readToken = matching(/^[A-Za-z0-9!#$%&'*+.^_`{|}~-]{1,64}$/);
/** RFC 8839 §5.4: ice-char, and what browsers allow beside it; the fragment and the password alike. */
export const readCredential = matching(/^[A-Za-z0-9+/=_#-]{1,256}$/);
const readUri = matching(/^[\x21-\x7e]{1,256}$/);
const readParameterName = matching(/^[\x21-\x3a\x3c\x3e-\x7e]{1,64}$/);
const readParameterValue = matching(/^[\x21-\x3a\x3c-\x7e]{0,1024}$/);
const readSourceValue = matching(/^[\x21-\x7e]{1,256}( [\x21-\x7e]{1,256})?$/);
const readFoundation = matching(/^[A-Za-z0-9+/=_:.-]{1,64}$/);
const readId = matching(/^[\x21-\x7e]{1,128}$/);

/** A whole number within bounds, written in digits alone. */
export function readNumber(text: string | undefined, least: number, most: number): number | undefined {
  if (text === undefined || !/^\d{1,10}$/.test(text)) return undefined;
  const number = Number(text);
  return number >= least && number <= most ? number : undefined;
}

export const readPayloadId = (text: string | undefined): number | undefined => readNumber(text, 0, 127);
export const readClockrate = (text: string | undefined): number | undefined => readNumber(text, 1, 10_000_000);
export const readChannels = (text: string | undefined): number | undefined => readNumber(text, 1, 255);
export const readSsrc = (text: string | undefined): string | undefined => readNumber(text, 0, 4_294_967_295)?.toString();

const SENDERS = ['both', 'initiator', 'responder', 'none'] as const;
/** Missing is `both` (XEP-0166 §7.3), and so is what nobody knows. */
export const readSenders = (text: string | undefined): Senders => SENDERS.find(one => one === text) ?? 'both';

/** Of `a=fmtp`: `name=value`, or a value alone. */
export function readParameter(name: string | undefined, value: string | undefined): Parameter | undefined {
  const read = readParameterValue(value ?? '');
  if (read === undefined) return undefined;
  if (name === undefined || name === '') return read === '' || read.includes('=') ? undefined : { name: undefined, value: read };
  return readParameterName(name) === undefined ? undefined : { name, value: read };
}

/** Of `a=ssrc`: only what names a stream. */
export function readSourceParameter(name: string | undefined, value: string | undefined): Parameter | undefined {
  // Some put the identifiers into braces, or leave a blank behind them, which no browser takes.
  const read = readSourceValue(value?.trim().replace(/[{}]/g, ''));
  return read !== undefined && (name === 'cname' || name === 'msid') && (name === 'msid' || !read.includes(' ')) ? { name, value: read } : undefined;
}

export function readFeedback(type: string | undefined, subtype: string | undefined): Feedback | undefined {
  const read = matching(/^[\w-]{1,32}$/);
  const known = read(type);
  const second = read(subtype);
  return known === undefined || (subtype !== undefined && subtype !== '' && second === undefined) ? undefined : { type: known, subtype: second };
}

/** RFC 8285: 15 is no id in the short form, more than 255 in no form. */
export function readHeaderExtension(id: string | undefined, uri: string | undefined, senders: Senders): HeaderExtension | undefined {
  const [number, known] = [readNumber(id, 1, 255), readUri(uri)];
  return number === undefined || number === 15 || known === undefined ? undefined : { id: number, uri: known, senders };
}

/** Octets of each hash that a browser takes; the first that is offered wins, strongest common one first. */
const HASHES = { 'sha-256': 32, 'sha-384': 48, 'sha-512': 64, 'sha-224': 28, 'sha-1': 20 } as const;
const HASH_NAMES = Object.keys(HASHES);
const isHash = (name: string): name is keyof typeof HASHES => Object.hasOwn(HASHES, name);
const SETUPS = ['actpass', 'active', 'passive'] as const;

/** RFC 8122 §5; undefined for a hash too weak, too short or unknown. */
export function readFingerprint(hash: string | undefined, value: string, setup: string | undefined): Fingerprint | undefined {
  const name = hash?.toLowerCase() ?? '';
  const hex = value.trim().toUpperCase();
  if (!isHash(name) || hex.length !== HASHES[name] * 3 - 1 || !/^[0-9A-F]{2}(?::[0-9A-F]{2})*$/.test(hex)) return undefined;
  return { hash: name, value: hex, setup: SETUPS.find(one => one === setup) };
}

/** Of several the one that everybody can check. */
export const bestFingerprint = (found: readonly Fingerprint[]): Fingerprint | undefined =>
  found.toSorted((a, b) => HASH_NAMES.indexOf(a.hash) - HASH_NAMES.indexOf(b.hash))[0];

const IP4 = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)\.){3}(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)$/;
const IP6_PART = /^[0-9A-Fa-f]{1,4}$/;

function ip4Words(text: string): readonly [high: number, low: number] | undefined {
  const [a = 0, b = 0, c = 0, d = 0] = text.split('.').map(Number);
  return IP4.test(text) ? [a * 256 + b, c * 256 + d] : undefined;
}

/** The eight 16-bit words of an IPv6 address, or of an IPv4 one as `::ffff:a.b.c.d`; undefined where it is neither. */
export function ipWords(text: string): readonly number[] | undefined {
  if (text.length > 45) return undefined;
  const plain = ip4Words(text);
  if (plain) return [0, 0, 0, 0, 0, 0xffff, ...plain];
  const [, head, last = ''] = /^(.*:)([^:]*\.[^:]*)$/.exec(text) ?? [];
  if (head === undefined) return ip6Words(text);
  const mapped = ip4Words(last);
  return mapped && ip6Words(`${head}${mapped.map(word => word.toString(16)).join(':')}`);
}

function ip6Words(text: string): readonly number[] | undefined {
  const halves = text.split('::').map(half => (half === '' ? [] : half.split(':')));
  const [head = [], tail] = halves;
  if (halves.length > 2 || ![...head, ...(tail ?? [])].every(part => IP6_PART.test(part))) return undefined;
  const missing = 8 - head.length - (tail?.length ?? 0);
  if (tail ? missing < 1 : missing !== 0) return undefined;
  return [...head, ...Array.from({ length: tail ? missing : 0 }, () => '0'), ...(tail ?? [])].map(part => Number.parseInt(part, 16));
}

/** An address in figures, or a name such as mDNS makes; which of them may be used the mapper says. */
const readHost: Reader = matching(/^(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z][A-Za-z0-9-]{0,62}$/);
const readAddress: Reader = text => (text !== undefined && ipWords(text) ? text : readHost(text));

const CANDIDATE_TYPES = ['host', 'srflx', 'prflx', 'relay'] as const;
const PROTOCOLS = ['udp', 'tcp'] as const;

/** Every field as text; undefined where one that is needed is missing or wrong. Missing `generation`, `network` and `id` are forgiven. */
export function readCandidate(fields: Readonly<Record<keyof Candidate, string | undefined>>): Candidate | undefined {
  const protocol = PROTOCOLS.find(one => one === fields.protocol?.toLowerCase());
  const type = CANDIDATE_TYPES.find(one => one === fields.type);
  const component = readNumber(fields.component, 1, 256);
  const priority = readNumber(fields.priority, 0, 4_294_967_295);
  const port = readNumber(fields.port, 0, 65_535);
  const [foundation, ip] = [readFoundation(fields.foundation), readAddress(fields.ip)];
  if (!protocol || !type || component === undefined || priority === undefined || port === undefined) return undefined;
  if (foundation === undefined || ip === undefined) return undefined;
  return {
    id: readId(fields.id) ?? `${foundation}-${component}-${port}`,
    foundation,
    component,
    protocol,
    priority,
    ip,
    port,
    type,
    generation: readNumber(fields.generation, 0, 255) ?? 0,
    network: readNumber(fields.network, 0, 65_535) ?? 0,
    ...relatedTo(fields),
    tcpType: readToken(fields.tcpType),
  };
}

function relatedTo(fields: Readonly<Record<'relatedAddress' | 'relatedPort', string | undefined>>): Pick<Candidate, 'relatedAddress' | 'relatedPort'> {
  const [address, port] = [readAddress(fields.relatedAddress), readNumber(fields.relatedPort, 0, 65_535)];
  return address === undefined || port === undefined ? { relatedAddress: undefined, relatedPort: undefined } : { relatedAddress: address, relatedPort: port };
}
