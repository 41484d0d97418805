// SDP to Jingle and back as other programs do it: an opinion of its own, so that a fault in the app's mapper is not the same fault here.
import { parse, type MediaDescription } from 'sdp-transform';
import { xml, type Element } from './peer.ts';

const JINGLE = 'urn:xmpp:jingle:1';
const RTP = 'urn:xmpp:jingle:apps:rtp:1';
const ICE = 'urn:xmpp:jingle:transports:ice-udp:1';
const DTLS = 'urn:xmpp:jingle:apps:dtls:0';
const GROUPING = 'urn:xmpp:jingle:apps:grouping:0';
const FEEDBACK = 'urn:xmpp:jingle:apps:rtp:rtcp-fb:0';

export type Senders = 'both' | 'initiator' | 'responder' | 'none';

/** What a kind of client says of a description. */
export interface Saying {
  readonly creator?: 'initiator' | 'responder';
  /** By its `m=` line; default: its mid. */
  readonly nameOf?: (media: MediaDescription, index: number) => string;
  readonly candidates?: boolean;
  /** Payload types to speak of; default: all. */
  readonly payload?: (codec: string) => boolean;
  readonly senders?: Senders;
  /** RTCP over the same port. */
  readonly mux?: boolean;
}

/** Each `m=` line as a content. */
export function contentsOf(sdp: string, saying: Saying = {}): Element[] {
  const session = parse(sdp);
  return session.media.map((media, index) => {
    const { creator = 'initiator', nameOf = (one: MediaDescription) => String(one.mid), senders } = saying;
    const attributes = { creator, name: nameOf(media, index), ...(senders ? { senders } : {}) };
    return xml('content', attributes, descriptionOf(media, saying), transportOf(media, session, saying));
  });
}

function descriptionOf(media: MediaDescription, { payload: wanted = () => true, mux = true }: Saying): Element {
  const payloads = media.rtp.filter(({ codec }) => wanted(codec.toLowerCase()));
  return xml(
    'description',
    { xmlns: RTP, media: media.type },
    ...payloads.map(({ payload, codec, rate, encoding }) =>
      xml(
        'payload-type',
        {
          id: String(payload),
          name: codec,
          ...(rate === undefined ? {} : { clockrate: String(rate) }),
          ...(encoding === undefined ? {} : { channels: String(encoding) }),
        },
        ...(media.fmtp.find(one => one.payload === payload)?.config.split(';') ?? []).flatMap(parameterOf),
        ...(media.rtcpFb ?? [])
          .filter(one => String(one.payload) === String(payload))
          .map(({ type, subtype }) => xml('rtcp-fb', { xmlns: FEEDBACK, type, ...(subtype === undefined ? {} : { subtype }) })),
      ),
    ),
    ...(media.rtcpMux === undefined || !mux ? [] : [xml('rtcp-mux')]),
  );
}
/** Only `name=value`: what has no name is left out by these clients. */
const parameterOf = (text: string): Element[] => {
  const [name = '', value] = text.trim().split('=');
  return value === undefined ? [] : [xml('parameter', { name, value })];
};

function transportOf(media: MediaDescription, session: ReturnType<typeof parse>, { candidates = false }: Saying): Element {
  const fingerprint = media.fingerprint ?? session.fingerprint;
  return xml(
    'transport',
    { xmlns: ICE, ufrag: String(media.iceUfrag ?? session.iceUfrag), pwd: String(media.icePwd ?? session.icePwd) },
    ...(fingerprint ? [xml('fingerprint', { xmlns: DTLS, hash: fingerprint.type, setup: String(media.setup ?? session.setup) }, fingerprint.hash)] : []),
    ...(candidates
      ? (media.candidates ?? []).map(one =>
          candidateOf(`candidate:${one.foundation} ${one.component} ${one.transport} ${one.priority} ${one.ip} ${one.port} typ ${one.type}`),
        )
      : []),
  );
}

export function candidateOf(line: string): Element {
  const [foundation = '', component = '', protocol = '', priority = '', ip = '', port = '', , type = '', ...more] = line.replace(/^candidate:/, '').split(' ');
  const after = (name: string): string | undefined => more[more.indexOf(name) + 1];
  const related = more.includes('raddr') ? { 'rel-addr': after('raddr'), 'rel-port': after('rport') } : {};
  const id = `c${foundation}${component}${port}`;
  return xml('candidate', { id, foundation, component, protocol: protocol.toLowerCase(), priority, ip, port, type, generation: '0', network: '0', ...related });
}
export const groupOf = (names: readonly string[]): Element =>
  xml('group', { xmlns: GROUPING, semantics: 'BUNDLE' }, ...names.map(name => xml('content', { name })));

export const jingle = (action: string, sid: string, attributes: Readonly<Record<string, string>>, ...children: Element[]): Element =>
  xml('jingle', { xmlns: JINGLE, action, sid, ...attributes }, ...children);

/** Candidates of a content, as SDP writes them. */
export const candidatesIn = (content: Element): string[] =>
  (content.getChild('transport', ICE)?.getChildren('candidate') ?? []).map(({ attrs }) => {
    const related = attrs['rel-addr'] === undefined ? '' : ` raddr ${attrs['rel-addr']} rport ${attrs['rel-port']}`;
    return `candidate:${attrs['foundation']} ${attrs['component']} ${attrs['protocol']} ${attrs['priority']} ${attrs['ip']} ${attrs['port']} typ ${attrs['type']}${related}`;
  });

/** Contents as the description of whoever said them. `initiator`: they are the session's initiator. */
export function sdpOf(
  contents: readonly Element[],
  about: { readonly type: 'offer' | 'answer'; readonly initiator: boolean; readonly bundle: boolean },
): string {
  const names = contents.map(content => String(content.attrs['name']));
  const head = ['v=0', 'o=- 1 2 IN IP4 127.0.0.1', 's=-', 't=0 0', ...(about.bundle ? [`a=group:BUNDLE ${names.join(' ')}`] : []), 'a=msid-semantic: WMS *'];
  // A content without a transport of its own has that of the bundle, which is the first one's.
  const shared = contents[0]?.getChild('transport', ICE);
  return [...head, ...contents.flatMap(content => mediaLines(content, about, shared)), ''].join('\r\n');
}

function mediaLines(content: Element, about: { readonly type: 'offer' | 'answer'; readonly initiator: boolean }, shared: Element | undefined): string[] {
  const own = content.getChild('transport', ICE);
  const description = content.getChild('description', RTP);
  const payloads = description?.getChildren('payload-type') ?? [];
  return [
    `m=${description?.attrs['media']} 9 UDP/TLS/RTP/SAVPF ${payloads.map(({ attrs }) => attrs['id']).join(' ')}`,
    'c=IN IP4 0.0.0.0',
    `a=mid:${content.attrs['name']}`,
    `a=${directionOf(String(content.attrs['senders'] ?? 'both'), about.initiator)}`,
    ...transportLines(own?.attrs['ufrag'] === undefined ? shared : own, about.type),
    ...(description?.getChild('rtcp-mux') ? ['a=rtcp-mux'] : []),
    ...payloads.flatMap(payloadLines),
    ...candidatesIn(content).map(candidate => `a=${candidate}`),
  ];
}
function transportLines(transport: Element | undefined, type: 'offer' | 'answer'): string[] {
  const fingerprint = transport?.getChild('fingerprint', DTLS);
  return [
    `a=ice-ufrag:${transport?.attrs['ufrag']}`,
    `a=ice-pwd:${transport?.attrs['pwd']}`,
    'a=ice-options:trickle',
    `a=fingerprint:${fingerprint?.attrs['hash']} ${fingerprint?.text()}`,
    `a=setup:${fingerprint?.attrs['setup'] ?? (type === 'offer' ? 'actpass' : 'active')}`,
  ];
}
function payloadLines(payload: Element): string[] {
  const { id, name, clockrate, channels } = payload.attrs;
  const parameters = payload.getChildren('parameter').map(({ attrs }) => (attrs['name'] ? `${attrs['name']}=${attrs['value']}` : String(attrs['value'])));
  const feedback = payload.getChildren('rtcp-fb').map(({ attrs }) => `a=rtcp-fb:${id} ${attrs['type']}${attrs['subtype'] ? ` ${attrs['subtype']}` : ''}`);
  return [
    `a=rtpmap:${id} ${name}/${clockrate}${channels && channels !== '1' ? `/${channels}` : ''}`,
    ...(parameters.length > 0 ? [`a=fmtp:${id} ${parameters.join(';')}`] : []),
    ...feedback,
  ];
}
function directionOf(senders: string, theyInitiated: boolean): string {
  if (senders === 'both') return 'sendrecv';
  if (senders === 'none') return 'inactive';
  return (senders === 'initiator') === theyInitiated ? 'sendonly' : 'recvonly';
}
