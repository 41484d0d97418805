// The peer's whole description, as SDP for the engine.
import type { Content, Transport } from '../../xmpp/features/jingle/jingle.types.ts';
import { directionOf, type Direction } from './sdp.ts';
import { writeSdp, type LineToWrite } from './sdp-writer.ts';
import { stub } from './outgoing.ts';
import { otherRole, type Line, type SessionView, type Step } from './session-view.ts';

const opposite: Readonly<Record<Direction, Direction>> = { sendrecv: 'sendrecv', sendonly: 'recvonly', recvonly: 'sendonly', inactive: 'inactive' };
const sends = (direction: Direction): boolean => direction === 'sendrecv' || direction === 'sendonly';
const takes = (direction: Direction): boolean => direction === 'sendrecv' || direction === 'recvonly';

function both(a: Direction, b: Direction): Direction {
  const [out, back] = [sends(a) && sends(b), takes(a) && takes(b)];
  if (out) return back ? 'sendrecv' : 'sendonly';
  return back ? 'recvonly' : 'inactive';
}

/** An empty transport is the one that the bundle shares. */
const isStub = (content: Content): boolean => content.transport?.ufrag === undefined;

/** The transport that a stub stands for: of the first of the bundle that has one. */
export function sharedTransport(view: SessionView): Transport | undefined {
  const found = view.lines.filter(line => !line.closed && line.remote?.transport?.ufrag !== undefined);
  return (found.find(line => view.bundle.includes(line.mid)) ?? found[0])?.remote?.transport;
}

function lineToWrite(view: SessionView, line: Line, type: 'offer' | 'answer'): LineToWrite {
  const theirs = otherRole(view.role);
  const content = line.remote ?? line.local ?? stub(line);
  const said = directionOf(line.senders, theirs);
  const offered = line.local && directionOf(line.local.senders, view.role);
  return {
    mid: line.mid,
    closed: line.closed || line.remote === undefined,
    content: { ...withoutForeignMids(line, content), transport: (isStub(content) ? sharedTransport(view) : undefined) ?? content.transport },
    // An answer may not take what was not offered (RFC 3264 §6.1).
    direction: type === 'answer' && offered ? both(said, opposite[offered]) : said,
    setup: type === 'answer' ? (line.remoteSetup ?? 'active') : offeredSetup(line),
  };
}

/** Later offers leave open who connects: it was settled before (RFC 8842 §5.5). The first is as the peer said it. */
const offeredSetup = (line: Line): LineToWrite['setup'] =>
  line.remoteSetup === undefined && line.remote && !isStub(line.remote) ? line.remote.transport?.fingerprint?.setup : 'actpass';

const MID_HEADER = 'urn:ietf:params:rtp-hdrext:sdes:mid';
/** Packets name their m-line by the sender's word for it (RFC 9143 §15): where ours is another, they would be taken for somebody else's. */
const withoutForeignMids = (line: Line, content: Content): Content =>
  line.mid === line.theirName || !content.description
    ? content
    : { ...content, description: { ...content.description, headerExtensions: content.description.headerExtensions.filter(one => one.uri !== MID_HEADER) } };

/** Bundled lines are open, known to the peer, and multiplex RTCP, else browsers refuse the whole (RFC 9143 §9.3). */
function bundleOf(view: SessionView): readonly string[] {
  const able = view.lines.filter(line => !line.closed && line.remote && view.bundle.includes(line.mid));
  return able.every(line => line.remote?.description?.rtcpMux) ? able.map(line => line.mid) : [];
}

/** The next view and the command that hands the whole to the engine. */
export function wholeRemote(view: SessionView, type: 'offer' | 'answer'): { readonly view: SessionView; readonly step: Step } {
  const lines = view.lines.map(line => lineToWrite(view, line, type));
  const sdp = writeSdp(lines, bundleOf(view), otherRole(view.role), view.version);
  return { view: { ...view, version: view.version + 1 }, step: { do: 'remote', type, sdp } };
}
