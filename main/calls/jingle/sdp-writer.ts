// From typed contents to SDP text, on sdp-transform. Every value was checked where it was read: nothing of it can end a line.
import { write, type MediaDescription } from 'sdp-transform';
import type { HeaderExtension, MediaKind, Payload, Role, RtpDescription, Transport } from '../../xmpp/features/jingle/jingle.types.ts';
import { readNumber } from '../../xmpp/features/jingle/values.ts';
import { directionOf, type Direction, type SdpLine } from './sdp.ts';

/** What is written beside the content itself: where it stands in the exchange decides it. */
export interface LineToWrite extends SdpLine {
  readonly direction: Direction;
  readonly setup: 'actpass' | 'active' | 'passive' | undefined;
}

/** A whole description by `role`; `version` grows with each that is written (RFC 8866 §5.2). */
export function writeSdp(lines: readonly LineToWrite[], bundle: readonly string[], role: Role, version: number): string {
  return write({
    version: 0,
    origin: { username: '-', sessionId: '1', sessionVersion: version, netType: 'IN', ipVer: 4, address: '0.0.0.0' },
    name: '-',
    timing: { start: 0, stop: 0 },
    ...(bundle.length > 0 ? { groups: [{ type: 'BUNDLE', mids: bundle.join(' ') }] } : {}),
    msidSemantic: { semantic: 'WMS', token: '*' },
    media: lines.map(line => (line.closed ? writeClosed(line) : writeLine(line, role))),
  });
}

const common = ({ mid, content }: SdpLine) => ({
  type: content.description?.media ?? ('audio' satisfies MediaKind),
  protocol: 'UDP/TLS/RTP/SAVPF',
  connection: { version: 4, ip: '0.0.0.0' },
  mid,
});

/** sdp-transform knows `a=content` (RFC 4796), though its types do not say so. */
type Written = MediaDescription & { readonly content?: string };

const writeClosed = (line: LineToWrite): Written => {
  const first = line.content.description?.payloads[0];
  return {
    ...common(line),
    port: 0,
    payloads: String(first?.id ?? 0),
    rtp: first ? [writeMap(first, common(line).type)] : [],
    fmtp: [],
    direction: 'inactive',
  };
};

function writeLine(line: LineToWrite, role: Role): Written {
  const { content, direction, setup } = line;
  const { description, transport, category } = content;
  if (!description) return writeClosed(line);
  return {
    ...common(line),
    ...writeCodecs(description),
    port: 9,
    rtcp: { port: 9, netType: 'IN', ipVer: 4, address: '0.0.0.0' },
    ext: description.headerExtensions.map(one => writeHeader(one, role)),
    direction,
    ...writeStream(description, direction),
    ...(category === undefined ? {} : { content: category }),
    ...(description.extmapAllowMixed ? { extmapAllowMixed: 'extmap-allow-mixed' as const } : {}),
    ...(description.rtcpMux ? { rtcpMux: 'rtcp-mux' as const } : {}),
    ...(transport ? writeTransport(transport) : {}),
    ...(setup === undefined ? {} : { setup }),
  };
}

function writeCodecs({ media, payloads, feedback }: RtpDescription) {
  const all = [...feedback.map(one => ({ ...one, payload: '*' })), ...payloads.flatMap(({ id, feedback: of }) => of.map(one => ({ ...one, payload: id })))];
  const [intervals, plain] = [all.filter(one => one.type === 'trr-int'), all.filter(one => one.type !== 'trr-int')];
  return {
    payloads: payloads.map(one => one.id).join(' '),
    rtp: payloads.map(one => writeMap(one, media)),
    fmtp: payloads.filter(one => one.parameters.length > 0).map(writeParameters),
    rtcpFb: plain.map(({ payload, type, subtype }) => ({ payload, type, ...(subtype === undefined ? {} : { subtype }) })),
    rtcpFbTrrInt: intervals.map(({ payload, subtype }) => ({ payload, value: readNumber(subtype, 0, 65_535) ?? 0 })),
  };
}

function writeStream({ sources, sourceGroups }: RtpDescription, direction: Direction) {
  const [id, appdata] =
    sources
      .flatMap(one => one.parameters)
      .find(one => one.name === 'msid')
      ?.value.split(' ') ?? [];
  const sends = direction === 'sendrecv' || direction === 'sendonly';
  return {
    ...(id !== undefined && sends ? { msid: [{ id, ...(appdata === undefined ? {} : { appdata }) }] } : {}),
    ssrcs: sources.flatMap(({ ssrc, parameters }) => parameters.map(one => ({ id: Number(ssrc), attribute: one.name ?? '', value: one.value }))),
    ssrcGroups: sourceGroups.map(({ semantics, ssrcs }) => ({ semantics, ssrcs: ssrcs.join(' ') })),
  };
}

/** A rate that is not said is the usual one (RFC 3551 §4, RFC 7587 §7). */
const usualRate = (name: string, media: MediaKind): number => (media === 'video' ? 90_000 : name.toLowerCase() === 'opus' ? 48_000 : 8000);

const writeMap = ({ id, name, clockrate, channels }: Payload, media: MediaKind) => ({
  payload: id,
  codec: name,
  rate: clockrate ?? usualRate(name, media),
  ...(channels === undefined || channels === 1 ? {} : { encoding: channels }),
});

const writeParameters = ({ id, parameters }: Payload) => ({
  payload: id,
  config: parameters.map(({ name, value }) => (name === undefined ? value : `${name}=${value}`)).join(';'),
});

const writeHeader = ({ id, uri, senders }: HeaderExtension, role: Role) => ({
  value: id,
  uri,
  ...(senders === 'both' ? {} : { direction: directionOf(senders, role) }),
});

const writeTransport = ({ ufrag, pwd, fingerprint, options }: Transport) => ({
  ...(ufrag === undefined ? {} : { iceUfrag: ufrag }),
  ...(pwd === undefined ? {} : { icePwd: pwd }),
  ...(options.length > 0 ? { iceOptions: options.join(' ') } : {}),
  ...(fingerprint ? { fingerprint: { type: fingerprint.hash, hash: fingerprint.value } } : {}),
});
