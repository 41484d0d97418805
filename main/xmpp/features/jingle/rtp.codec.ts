// XEP-0167: Jingle RTP Sessions, version 1.2.3 (2025-07-04), with XEP-0293 (1.0.2), XEP-0294 (1.1.2), XEP-0339 (1.0.1) and XEP-0507 (0.1.0)
import { attr, child, childrenOf, el, type Element } from '../../element.ts';
import { NS } from '../../ns.ts';
import type { Feedback, HeaderExtension, MediaKind, Parameter, Payload, RtpDescription, Source, SourceGroup } from './jingle.types.ts';
import {
  MOST,
  readChannels,
  readClockrate,
  readFeedback,
  readHeaderExtension,
  readParameter,
  readPayloadId,
  readSenders,
  readSourceParameter,
  readSsrc,
  readToken,
} from './values.ts';

export const MEDIA = ['audio', 'video'] as const;

/** RFC 3551 §6: payloads that are known without their names. */
const STATIC: Readonly<Record<number, readonly [name: string, clockrate: number]>> = {
  0: ['PCMU', 8000],
  8: ['PCMA', 8000],
  9: ['G722', 8000],
  13: ['CN', 8000],
};

const some = <T>(found: readonly (T | undefined)[], most: number): readonly T[] => found.filter(one => one !== undefined).slice(0, most);
/** No more children are looked at than could be kept several times over. */
const named = (parent: Element, name: string, ns: string): readonly Element[] =>
  childrenOf(parent)
    .filter(one => one.getName() === name && one.getNS() === ns)
    .slice(0, 256);
const oncePer = <T>(found: readonly T[], key: (one: T) => unknown): readonly T[] =>
  [...new Map(found.toReversed().map(one => [key(one), one])).values()].toReversed();

/** A description of sound or picture; undefined for any other application. */
export function decodeRtp(description: Element | undefined): RtpDescription | undefined {
  const media: MediaKind | undefined = MEDIA.find(one => one === attr(description, 'media'));
  if (!description || description.getName() !== 'description' || description.getNS() !== NS.rtp || !media) return undefined;
  return {
    media,
    payloads: oncePer(some(named(description, 'payload-type', NS.rtp).map(decodePayload), MOST.payloads), one => one.id),
    feedback: decodeFeedback(description),
    headerExtensions: oncePer(some(named(description, 'rtp-hdrext', NS.rtpHeaders).map(decodeHeader), MOST.headers), one => one.id),
    extmapAllowMixed: child(description, 'extmap-allow-mixed', NS.rtpHeaders) !== undefined,
    sources: oncePer(some(named(description, 'source', NS.rtpSources).map(decodeSource), MOST.sources), one => one.ssrc),
    sourceGroups: some(named(description, 'ssrc-group', NS.rtpSources).map(decodeSourceGroup), MOST.sources),
    rtcpMux: child(description, 'rtcp-mux', NS.rtp) !== undefined,
  };
}

function decodePayload(payload: Element): Payload | undefined {
  const id = readPayloadId(attr(payload, 'id'));
  const known = id === undefined ? undefined : STATIC[id];
  const name = readToken(attr(payload, 'name')) ?? known?.[0];
  if (id === undefined || name === undefined) return undefined;
  const parameters = named(payload, 'parameter', NS.rtp).map(one => readParameter(attr(one, 'name'), attr(one, 'value')));
  return {
    id,
    name,
    clockrate: readClockrate(attr(payload, 'clockrate')) ?? known?.[1],
    channels: readChannels(attr(payload, 'channels')),
    parameters: some(parameters, MOST.parameters),
    feedback: decodeFeedback(payload),
  };
}

/** XEP-0293 §3: `trr-int` has an element of its own. */
function decodeFeedback(parent: Element): readonly Feedback[] {
  const plain = named(parent, 'rtcp-fb', NS.rtpFeedback).map(one => readFeedback(attr(one, 'type'), attr(one, 'subtype')));
  const intervals = named(parent, 'rtcp-fb-trr-int', NS.rtpFeedback).map(one => readFeedback('trr-int', attr(one, 'value')));
  return some([...plain, ...intervals], MOST.feedback);
}

const decodeHeader = (header: Element): HeaderExtension | undefined =>
  readHeaderExtension(attr(header, 'id'), attr(header, 'uri'), readSenders(attr(header, 'senders')));

function decodeSource(source: Element): Source | undefined {
  const ssrc = readSsrc(attr(source, 'ssrc'));
  const parameters = named(source, 'parameter', NS.rtpSources).map(one => readSourceParameter(attr(one, 'name'), attr(one, 'value')));
  return ssrc === undefined ? undefined : { ssrc, parameters: some(parameters, MOST.parameters) };
}

function decodeSourceGroup(group: Element): SourceGroup | undefined {
  const semantics = readToken(attr(group, 'semantics'));
  const ssrcs = some(
    named(group, 'source', NS.rtpSources).map(one => readSsrc(attr(one, 'ssrc'))),
    8,
  );
  return semantics === undefined || ssrcs.length === 0 ? undefined : { semantics, ssrcs };
}

export const encodeRtp = (description: RtpDescription, category?: string): Element =>
  el(
    'description',
    NS.rtp,
    { media: description.media },
    category === undefined ? undefined : el('category', NS.category, { name: category }),
    ...description.payloads.map(encodePayload),
    ...description.feedback.map(encodeFeedback),
    ...description.headerExtensions.map(({ id, uri, senders }) =>
      el('rtp-hdrext', NS.rtpHeaders, { id: String(id), uri, senders: senders === 'both' ? undefined : senders }),
    ),
    description.extmapAllowMixed ? el('extmap-allow-mixed', NS.rtpHeaders) : undefined,
    ...description.sources.map(({ ssrc, parameters }) => el('source', NS.rtpSources, { ssrc }, ...parameters.map(encodeParameter))),
    ...description.sourceGroups.map(({ semantics, ssrcs }) =>
      el('ssrc-group', NS.rtpSources, { semantics }, ...ssrcs.map(ssrc => el('source', undefined, { ssrc }))),
    ),
    description.rtcpMux ? el('rtcp-mux') : undefined,
  );

const encodePayload = (payload: Payload): Element =>
  el(
    'payload-type',
    undefined,
    { id: String(payload.id), name: payload.name, clockrate: payload.clockrate?.toString(), channels: payload.channels?.toString() },
    ...payload.parameters.map(encodeParameter),
    ...payload.feedback.map(encodeFeedback),
  );

const encodeParameter = ({ name, value }: Parameter): Element => el('parameter', undefined, { name, value });

const encodeFeedback = ({ type, subtype }: Feedback): Element =>
  type === 'trr-int' ? el('rtcp-fb-trr-int', NS.rtpFeedback, { value: subtype }) : el('rtcp-fb', NS.rtpFeedback, { type, subtype });

/** XEP-0507 §2: what a picture shows, of the words that SDP has too (RFC 4796). */
export const decodeCategory = (description: Element | undefined): string | undefined =>
  readToken(attr(child(description, 'category', NS.category), 'name'))?.slice(0, 16);
