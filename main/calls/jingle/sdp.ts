// SDP text and typed sessions, on sdp-transform. Pure and total: what cannot be read is left out, what is written was checked where it was read.
import { parse, write, type MediaDescription, type SessionDescription as Sdp } from 'sdp-transform';
import type {
  Content,
  Feedback,
  Group,
  HeaderExtension,
  MediaKind,
  Parameter,
  Payload,
  Role,
  Senders,
  Source,
  Transport,
} from '../../xmpp/features/jingle/jingle.types.ts';
import {
  MOST,
  readCandidate,
  readChannels,
  readClockrate,
  readFeedback,
  readFingerprint,
  readHeaderExtension,
  readNumber,
  readParameter,
  readPayloadId,
  readPwd,
  readSourceParameter,
  readSsrc,
  readToken,
  readUfrag,
  isMid,
} from '../../xmpp/features/jingle/values.ts';

export type Direction = 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive';
/** One m-line of a description. Its content's name is its mid. */
export interface SdpLine {
  readonly mid: string;
  /** Port 0: refused or removed; it keeps its place. */
  readonly closed: boolean;
  readonly content: Content;
}
export interface SdpSession {
  readonly lines: readonly SdpLine[];
  readonly groups: readonly Group[];
}

const other = (role: Role): Role => (role === 'initiator' ? 'responder' : 'initiator');

/** `role`: of the side whose description it is. */
export function sendersOf(direction: string | undefined, role: Role): Senders {
  if (direction === 'sendonly') return role;
  if (direction === 'recvonly') return other(role);
  return direction === 'inactive' ? 'none' : 'both';
}
export function directionOf(senders: Senders, role: Role): Direction {
  if (senders === 'both') return 'sendrecv';
  if (senders === 'none') return 'inactive';
  return senders === role ? 'sendonly' : 'recvonly';
}

const text = (value: string | number | undefined): string | undefined => value?.toString();
const MOST_SDP = 262_144;

/** Reads a description that `role` made; undefined where it is none, or has an m-line that is neither sound nor picture. */
export function readSdp(sdp: string, role: Role): SdpSession | undefined {
  if (sdp.length > MOST_SDP) return undefined;
  const session = parse(sdp);
  const lines = session.media.slice(0, MOST.contents).map(media => readLine(media, session, role));
  const known = lines.filter(line => line !== undefined);
  if (known.length === 0 || known.length !== session.media.length || new Set(known.map(line => line.mid)).size !== known.length) return undefined;
  const groups = (session.groups ?? []).slice(0, MOST.groups).flatMap(({ type, mids }) => {
    const names = String(mids).split(' ').filter(isMid);
    return readToken(type) === undefined || names.length === 0 ? [] : [{ semantics: type, names }];
  });
  return { lines: known, groups };
}

function readLine(media: MediaDescription, session: Sdp, role: Role): SdpLine | undefined {
  const mid = text(media.mid);
  if ((media.type !== 'audio' && media.type !== 'video') || mid === undefined || !isMid(mid)) return undefined;
  // sdp-transform reads `a=content` (RFC 4796), though its types do not say so.
  const { content: category } = media as { readonly content?: string };
  const content: Content = {
    name: mid,
    creator: 'initiator',
    senders: sendersOf(media.direction ?? session.direction, role),
    category: readToken(category?.split(',')[0])?.slice(0, 16),
    description: {
      media: media.type,
      payloads: readPayloads(media),
      feedback: readFeedbackOf(media, '*'),
      headerExtensions: readHeaders(media, role),
      extmapAllowMixed: (media.extmapAllowMixed ?? session.extmapAllowMixed) !== undefined,
      sources: readSources(media),
      sourceGroups: (media.ssrcGroups ?? []).slice(0, MOST.sources).flatMap(({ semantics, ssrcs }) => {
        const known = String(ssrcs)
          .split(' ')
          .flatMap(one => readSsrc(one) ?? []);
        return readToken(semantics) === undefined || known.length === 0 ? [] : [{ semantics, ssrcs: known }];
      }),
      rtcpMux: media.rtcpMux !== undefined,
    },
    transport: readTransport(media, session),
  };
  return { mid, closed: media.port === 0 && media.bundleOnly === undefined, content };
}

function readPayloads(media: MediaDescription): readonly Payload[] {
  const ids = String(media.payloads ?? '')
    .split(' ')
    .flatMap(one => readPayloadId(one) ?? []);
  return [...new Set(ids)].slice(0, MOST.payloads).flatMap(id => {
    const map = media.rtp.find(one => one.payload === id);
    const name = readToken(text(map?.codec));
    if (!map || name === undefined) return [];
    const config = text(media.fmtp.find(one => one.payload === id)?.config) ?? '';
    return [
      {
        id,
        name,
        clockrate: readClockrate(text(map.rate)),
        channels: readChannels(text(map.encoding)),
        parameters: readParameters(config),
        feedback: readFeedbackOf(media, id),
      },
    ];
  });
}

function readParameters(config: string): readonly Parameter[] {
  const parts = config.split(';').map(part => part.trim());
  const read = parts.map(part => {
    const at = part.indexOf('=');
    return at < 0 ? readParameter(undefined, part) : readParameter(part.slice(0, at), part.slice(at + 1));
  });
  return read.filter(one => one !== undefined).slice(0, MOST.parameters);
}

function readFeedbackOf(media: MediaDescription, of: number | '*'): readonly Feedback[] {
  const plain = (media.rtcpFb ?? []).filter(one => one.payload === of).map(one => readFeedback(one.type, text(one.subtype)));
  const intervals = (media.rtcpFbTrrInt ?? []).filter(one => one.payload === of).map(one => readFeedback('trr-int', text(one.value)));
  return [...plain, ...intervals].filter(one => one !== undefined).slice(0, MOST.feedback);
}

const readHeaders = (media: MediaDescription, role: Role): readonly HeaderExtension[] =>
  (media.ext ?? []).slice(0, MOST.headers).flatMap(({ value, direction, uri }) => readHeaderExtension(text(value), uri, sendersOf(direction, role)) ?? []);

/** Browsers name the stream in `a=msid` as well; in Jingle there is only the source to name it at. */
function readSources(media: MediaDescription): readonly Source[] {
  const sources = new Map<string, Parameter[]>();
  for (const { id, attribute, value } of (media.ssrcs ?? []).slice(0, 256)) {
    const ssrc = readSsrc(text(id));
    const parameter = readSourceParameter(attribute, text(value));
    if (ssrc === undefined || (!sources.has(ssrc) && sources.size >= MOST.sources)) continue;
    const known = sources.get(ssrc) ?? [];
    sources.set(ssrc, parameter && !known.some(one => one.name === parameter.name) ? [...known, parameter] : known);
  }
  const [stream] = media.msid ?? [];
  const named = stream && readSourceParameter('msid', `${stream.id} ${stream.appdata ?? ''}`);
  return [...sources].map(([ssrc, parameters]) => ({
    ssrc,
    parameters: named && !parameters.some(one => one.name === 'msid') ? [...parameters, named] : parameters,
  }));
}

function readTransport(media: MediaDescription, session: Sdp): Transport {
  const print = media.fingerprint ?? session.fingerprint;
  return {
    ufrag: readUfrag(text(media.iceUfrag ?? session.iceUfrag)),
    pwd: readPwd(text(media.icePwd ?? session.icePwd)),
    fingerprint: print && readFingerprint(print.type, print.hash, media.setup ?? session.setup),
    candidates: (media.candidates ?? []).slice(0, MOST.candidates).flatMap(
      one =>
        readCandidate({
          id: undefined,
          foundation: text(one.foundation),
          component: text(one.component),
          protocol: one.transport,
          priority: text(one.priority),
          ip: text(one.ip),
          port: text(one.port),
          type: one.type,
          generation: text(one.generation),
          network: undefined,
          relatedAddress: text(one.raddr),
          relatedPort: text(one.rport),
          tcpType: one.tcptype,
        }) ?? [],
    ),
    options: (text(media.iceOptions ?? session.iceOptions) ?? '')
      .split(' ')
      .flatMap(one => readToken(one) ?? [])
      .slice(0, MOST.options),
  };
}

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

const writeClosed = (line: LineToWrite): MediaDescription => {
  const first = line.content.description?.payloads[0];
  return {
    ...common(line),
    port: 0,
    payloads: String(first?.id ?? 0),
    rtp: first ? [writeMap(first)] : [],
    fmtp: [],
    direction: 'inactive',
  };
};

function writeLine(line: LineToWrite, role: Role): MediaDescription {
  const { content, direction, setup } = line;
  const { description, transport, category } = content;
  const payloads = description?.payloads ?? [];
  const msid = description?.sources
    .flatMap(one => one.parameters)
    .find(one => one.name === 'msid')
    ?.value.split(' ');
  const sends = direction === 'sendrecv' || direction === 'sendonly';
  const feedback = [
    ...(description?.feedback ?? []).map(one => ({ ...one, payload: '*' })),
    ...payloads.flatMap(({ id, feedback: of }) => of.map(one => ({ ...one, payload: id }))),
  ];
  const written: MediaDescription & { content?: string } = {
    ...common(line),
    port: 9,
    payloads: payloads.map(one => one.id).join(' '),
    rtp: payloads.map(writeMap),
    fmtp: payloads.filter(one => one.parameters.length > 0).map(writeParameters),
    rtcp: { port: 9, netType: 'IN', ipVer: 4, address: '0.0.0.0' },
    rtcpFb: feedback
      .filter(one => one.type !== 'trr-int')
      .map(({ payload, type, subtype }) => ({ payload, type, ...(subtype === undefined ? {} : { subtype }) })),
    rtcpFbTrrInt: feedback.filter(one => one.type === 'trr-int').map(({ payload, subtype }) => ({ payload, value: readNumber(subtype, 0, 65_535) ?? 0 })),
    ext: (description?.headerExtensions ?? []).map(one => writeHeader(one, role)),
    direction,
    ...(msid?.[0] !== undefined && sends ? { msid: [{ id: msid[0], ...(msid[1] === undefined ? {} : { appdata: msid[1] }) }] } : {}),
    ...(category === undefined ? {} : { content: category }),
    ...(description?.extmapAllowMixed ? { extmapAllowMixed: 'extmap-allow-mixed' as const } : {}),
    ...(description?.rtcpMux ? { rtcpMux: 'rtcp-mux' as const } : {}),
    ...(transport ? writeTransport(transport) : {}),
    ...(setup === undefined ? {} : { setup }),
    ssrcs: (description?.sources ?? []).flatMap(({ ssrc, parameters }) =>
      parameters.map(one => ({ id: Number(ssrc), attribute: one.name ?? '', value: one.value })),
    ),
    ssrcGroups: (description?.sourceGroups ?? []).map(({ semantics, ssrcs }) => ({ semantics, ssrcs: ssrcs.join(' ') })),
  };
  return written;
}

const writeMap = ({ id, name, clockrate, channels }: Payload) => ({
  payload: id,
  codec: name,
  rate: clockrate ?? 8000,
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
