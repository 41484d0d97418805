// XEP-0176: Jingle ICE-UDP Transport Method, version 1.1.1 (2021-03-04), with XEP-0320: Use of DTLS-SRTP, version 1.0.0 (2020-05-26)
import { attr, childrenOf, el, type Element } from '../../element.ts';
import { NS } from '../../ns.ts';
import type { Candidate, Fingerprint, Transport } from './jingle.types.ts';
import { bestFingerprint, MOST, readCandidate, readFingerprint, readToken, readCredential } from './values.ts';

/** Undefined for another transport. Candidates that are no candidates, or of a protocol nobody speaks, are left out. */
export function decodeIce(transport: Element | undefined): Transport | undefined {
  if (!transport || transport.getName() !== 'transport' || transport.getNS() !== NS.iceUdp) return undefined;
  const parts = childrenOf(transport).slice(0, 4 * MOST.candidates);
  const prints = parts.filter(one => one.getName() === 'fingerprint' && one.getNS() === NS.dtls);
  return {
    ufrag: readCredential(attr(transport, 'ufrag')),
    pwd: readCredential(attr(transport, 'pwd')),
    fingerprint: bestFingerprint(prints.flatMap(one => readFingerprint(attr(one, 'hash'), one.text(), attr(one, 'setup')) ?? [])),
    candidates: parts
      .filter(one => one.getName() === 'candidate' && one.getNS() === NS.iceUdp)
      .flatMap(one => decodeCandidate(one) ?? [])
      .slice(0, MOST.candidates),
    options: parts
      .filter(one => one.getNS() === NS.iceOption)
      .flatMap(one => readToken(one.getName()) ?? [])
      .slice(0, MOST.options),
  };
}

const decodeCandidate = (candidate: Element): Candidate | undefined =>
  readCandidate({
    id: attr(candidate, 'id'),
    foundation: attr(candidate, 'foundation'),
    component: attr(candidate, 'component'),
    protocol: attr(candidate, 'protocol'),
    priority: attr(candidate, 'priority'),
    ip: attr(candidate, 'ip'),
    port: attr(candidate, 'port'),
    type: attr(candidate, 'type'),
    generation: attr(candidate, 'generation'),
    network: attr(candidate, 'network'),
    // Some of Monal's versions write them with an underscore.
    relatedAddress: attr(candidate, 'rel-addr') ?? attr(candidate, 'rel_addr'),
    relatedPort: attr(candidate, 'rel-port') ?? attr(candidate, 'rel_port'),
    tcpType: attr(candidate, 'tcptype'),
  });

export const encodeIce = (transport: Transport): Element =>
  el(
    'transport',
    NS.iceUdp,
    { ufrag: transport.ufrag, pwd: transport.pwd },
    ...transport.options.map(option => el(option, NS.iceOption)),
    transport.fingerprint && encodeFingerprint(transport.fingerprint),
    ...transport.candidates.map(encodeCandidate),
  );

const encodeFingerprint = ({ hash, value, setup }: Fingerprint): Element => el('fingerprint', NS.dtls, { hash, setup }, value);

/** §5.3: `id`, `generation` and `network` are written always; who leaves them out is hung up on by some. */
const encodeCandidate = (candidate: Candidate): Element =>
  el('candidate', undefined, {
    component: String(candidate.component),
    foundation: candidate.foundation,
    generation: String(candidate.generation),
    id: candidate.id,
    ip: candidate.ip,
    network: String(candidate.network),
    port: String(candidate.port),
    priority: String(candidate.priority),
    protocol: candidate.protocol,
    'rel-addr': candidate.relatedAddress,
    'rel-port': candidate.relatedPort?.toString(),
    tcptype: candidate.tcpType,
    type: candidate.type,
  });
