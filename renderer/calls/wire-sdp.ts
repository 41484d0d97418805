/** What of the engine's descriptions and candidates is worth telling the other side. Pure. */

const CANDIDATE = /^candidate:\S+ \d+ (\S+) \d+ (\S+) (\d+) typ \S+/i;
const LINK_LOCAL = /^(fe[89ab][0-9a-f]:|169\.254\.)/i;
const LITERAL = /^(\d{1,3}(\.\d{1,3}){3}|[0-9a-f:.]*:[0-9a-f:.]*)$/i;

/**
 * UDP to an address that others can reach. TCP candidates, names that end in `.local` and link-local addresses are misread by clients that
 * parse literals only.
 */
export function isWorthTelling(candidate: string): boolean {
  const [, transport = '', address = '', port = ''] = CANDIDATE.exec(candidate) ?? [];
  return transport.toLowerCase() === 'udp' && LITERAL.test(address) && !LINK_LOCAL.test(address) && Number(port) > 0;
}

// Loopback, unspecified, multicast and broadcast: no other computer is there, but programs of this one may be.
const NOWHERE = /^(127\.|0\.|22[4-9]\.|23\d\.|24\d\.|25[0-5]\.|::1$|::$|ff[0-9a-f]{2}:|::ffff:(127|0)\.)/i;

/** Whether a candidate of the other side may be tried: never this computer itself, nor everybody at once. */
export function mayBeTried(candidate: string): boolean {
  const [, transport = '', address = '', port = ''] = CANDIDATE.exec(candidate) ?? [];
  return transport.toLowerCase() === 'udp' && LITERAL.test(address) && !NOWHERE.test(address) && Number(port) > 0 && Number(port) < 65_536;
}

const OPUS = /^a=rtpmap:(\d+) opus\/48000/im;

/**
 * A description as it goes to main: without candidates that are not worth telling, and asking the other side's Opus for silence detection
 * (RFC 7587 §6.1: `usedtx` is what the receiver prefers, so it matters in what is told, not in what is set here).
 */
export function toTell(sdp: string): string {
  const lines = sdp.split('\r\n').filter(line => !line.startsWith('a=candidate:') || isWorthTelling(line.slice(2)));
  const opus = OPUS.exec(sdp)?.[1];
  return lines.map(line => (opus !== undefined && line.startsWith(`a=fmtp:${opus} `) && !/usedtx=/.test(line) ? `${line};usedtx=1` : line)).join('\r\n');
}
