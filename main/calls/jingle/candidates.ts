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

/** Where no other computer can be: this one itself, everybody at once, nobody, or one cable without an address. */
function isNoPlace(words: readonly number[]): boolean {
  const [first = 0, , , , , sixth = 0, high = 0, low = 0] = words;
  const embedded = words.slice(0, 5).every(word => word === 0) && (sixth === 0xffff || sixth === 0);
  if (embedded) {
    const top = high >> 8;
    return top === 0 || top === 127 || top >= 224 || (top === 169 && (high & 0xff) === 254);
  }
  // NAT64 (RFC 6052) and 6to4 (RFC 3056) carry an IPv4 address inside, which is looked at as well.
  if (first === 0x64 && words[1] === 0xff9b) return isNoPlace([0, 0, 0, 0, 0, 0xffff, high, low]);
  if (first === 0x2002) return isNoPlace([0, 0, 0, 0, 0, 0xffff, words[1] ?? 0, words[2] ?? 0]);
  return (first & 0xffc0) === 0xfe80 || first >= 0xff00;
}

function isPrivate(words: readonly number[]): boolean {
  const [first = 0, , , , , sixth = 0, high = 0] = words;
  if (sixth !== 0xffff) return (first & 0xfe00) === 0xfc00;
  const [top, next] = [high >> 8, high & 0xff];
  return top === 10 || (top === 172 && next >= 16 && next < 32) || (top === 192 && next === 168) || (top === 100 && next >= 64 && next < 128);
}

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
