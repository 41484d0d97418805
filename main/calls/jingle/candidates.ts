// One candidate as a line of SDP (RFC 8839 §5.1) and in types; which of them are told, and which are tried.
import type { Candidate } from '../../xmpp/features/jingle/jingle.types.ts';
import { ipWords, readCandidate } from '../../xmpp/features/jingle/values.ts';

/** Reads the value of `a=candidate`, with or without the attribute's name. */
export function readCandidateLine(line: string): Candidate | undefined {
  if (line.length > 1024) return undefined;
  const words = line
    .replace(/^a=/, '')
    .replace(/^candidate:/, '')
    .trim()
    .split(/ +/);
  const [foundation, component, protocol, priority, ip, port, typ, type, ...rest] = words;
  if (typ !== 'typ') return undefined;
  const more = new Map(rest.flatMap((name, at) => (at % 2 === 0 ? [[name, rest[at + 1]] as const] : [])));
  return readCandidate({
    id: undefined,
    foundation,
    component,
    protocol,
    priority,
    ip,
    port,
    type,
    generation: more.get('generation'),
    network: undefined,
    relatedAddress: more.get('raddr'),
    relatedPort: more.get('rport'),
    tcpType: more.get('tcptype'),
  });
}

/** `candidate:…`, as `addIceCandidate` takes it. */
export function writeCandidateLine(candidate: Candidate): string {
  const { foundation, component, protocol, priority, ip, port, type, relatedAddress, relatedPort, tcpType, generation } = candidate;
  const related = relatedAddress === undefined || relatedPort === undefined ? '' : ` raddr ${relatedAddress} rport ${relatedPort}`;
  const tcp = tcpType === undefined ? '' : ` tcptype ${tcpType}`;
  return `candidate:${foundation} ${component} ${protocol} ${priority} ${ip} ${port} typ ${type}${related}${tcp} generation ${generation}`;
}

export const sameAddress = (a: string, b: string): boolean => {
  const [one, other] = [ipWords(a), ipWords(b)];
  return one !== undefined && one.join() === other?.join();
};

type Range = readonly [words: readonly number[], bits: number];
const range = (text: string, bits: number): Range => [ipWords(text) ?? [], bits];
const isWithin = (words: readonly number[], [net, bits]: Range): boolean =>
  net.every((word, at) => {
    const mask = (0xffff << Math.max(0, 16 - Math.max(0, bits - at * 16))) & 0xffff;
    return (word & mask) === ((words[at] ?? 0) & mask);
  });
/** IPv4 stands in the last 32 of 128 bits. */
const range4 = (text: string, bits: number): Range => range(text, 96 + bits);

/** Where no other computer can be: this one itself, everybody at once, nobody, or one cable without an address. */
const NO_PLACES: readonly Range[] = [
  range4('0.0.0.0', 8),
  range4('127.0.0.0', 8),
  range4('169.254.0.0', 16),
  range4('224.0.0.0', 3),
  range('::', 96), // with ::1, and IPv4 in a form long given up
  range('fe80::', 10),
  range('fec0::', 10),
  range('ff00::', 8),
];
/** NAT64 (RFC 6052) and 6to4 (RFC 3056) carry an IPv4 address inside, which is looked at as well. */
const [NAT64, SIX_TO_4] = [range('64:ff9b::', 96), range('2002::', 16)];
const within4 = (high = 0, low = 0): readonly number[] => [0, 0, 0, 0, 0, 0xffff, high, low];
function innermost(words: readonly number[]): readonly number[] {
  if (isWithin(words, NAT64)) return within4(words[6], words[7]);
  return isWithin(words, SIX_TO_4) ? within4(words[1], words[2]) : words;
}
const isNoPlace = (words: readonly number[]): boolean => NO_PLACES.some(one => isWithin(innermost(words), one));

const PRIVATE: readonly Range[] = [range4('10.0.0.0', 8), range4('172.16.0.0', 12), range4('192.168.0.0', 16), range4('100.64.0.0', 10), range('fc00::', 7)];
const isPrivate = (words: readonly number[]): boolean => PRIVATE.some(one => isWithin(innermost(words), one));

/** Below 1024 live services; relays are found on the ports of the web, but not in a private network. */
const isServicePort = (port: number, words: readonly number[]): boolean => port < 1024 && ((port !== 80 && port !== 443) || isPrivate(words));
/** Where systems put sockets that nobody gave a number: a call to another program of this computer may go there, and nowhere else on it. */
const LEAST_OWN_PORT = 32_768;

/** A candidate that may be tried: UDP, an address in figures, where another computer can be and a call may be meant. */
export function mayBeTried(candidate: Candidate, components: number, own: readonly string[]): boolean {
  const words = ipWords(candidate.ip);
  if (!words || candidate.protocol !== 'udp' || candidate.component > components) return false;
  if (isNoPlace(words) || isServicePort(candidate.port, words)) return false;
  return candidate.port >= LEAST_OWN_PORT || !own.some(address => sameAddress(address, candidate.ip));
}

/** A candidate of ours that peers understand; the rest would be refused by some, or taken for UDP. */
export function mayBeTold(candidate: Candidate, components: number, relayOnly: boolean): boolean {
  const words = ipWords(candidate.ip);
  if (!words || candidate.protocol !== 'udp' || candidate.component > components || isNoPlace(words)) return false;
  return candidate.type === 'relay' || !relayOnly;
}

/** What a relayed candidate was seen as from is nobody's business where only the relay may be known. */
export const withoutOrigin = (candidate: Candidate): Candidate => ({ ...candidate, relatedAddress: '0.0.0.0', relatedPort: 0 });
