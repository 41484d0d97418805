// From SDP text to typed contents, on sdp-transform. Pure and total: what cannot be read is left out.
import { parse, type MediaDescription, type SessionDescription as Sdp } from 'sdp-transform';
import type {
  Content,
  Feedback,
  Group,
  HeaderExtension,
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
  readParameter,
  readPayloadId,
  readSourceParameter,
  readSsrc,
  readToken,
  readCredential,
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

/** What looks like a number comes as one, whatever the types say. */
const textOf = (value: string | number | undefined): string => value?.toString() ?? '';
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
    const names = textOf(mids).split(' ').filter(isMid);
    return readToken(type) === undefined || names.length === 0 ? [] : [{ semantics: type, names }];
  });
  return { lines: known, groups };
}

function readLine(media: MediaDescription, session: Sdp, role: Role): SdpLine | undefined {
  const mid = text(media.mid);
  if ((media.type !== 'audio' && media.type !== 'video') || mid === undefined || !isMid(mid)) return undefined;
  const category = readToken('content' in media && typeof media.content === 'string' ? media.content.split(',')[0] : undefined);
  const content: Content = {
    name: mid,
    creator: 'initiator',
    senders: sendersOf(media.direction ?? session.direction, role),
    category: category?.slice(0, 16),
    description: {
      media: media.type,
      payloads: readPayloads(media),
      feedback: readFeedbackOf(media, '*'),
      headerExtensions: readHeaders(media, role),
      extmapAllowMixed: (media.extmapAllowMixed ?? session.extmapAllowMixed) !== undefined,
      sources: readSources(media),
      sourceGroups: (media.ssrcGroups ?? []).slice(0, MOST.sources).flatMap(({ semantics, ssrcs }) => {
        const known = textOf(ssrcs)
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
  const ids = textOf(media.payloads)
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
    ufrag: readCredential(text(media.iceUfrag ?? session.iceUfrag)),
    pwd: readCredential(text(media.icePwd ?? session.icePwd)),
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
