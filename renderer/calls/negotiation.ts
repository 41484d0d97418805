import type { MediaReport } from '../../preload/contract/media.ts';
import { offeredVideo } from './codec-order.ts';
import { isWorthTelling, mayBeTried, toTell } from './wire-sdp.ts';

type Report = (report: MediaReport) => void;
interface Remote {
  readonly mid: string;
  readonly candidate: string;
  readonly ufrag: string;
}
/** As many candidates are kept until there is a description to hang them on; nobody has more addresses. */
const WAITING_MAX = 200;

/** Descriptions and candidates of one connection, both ways. Its methods are called one after the other. */
export class Negotiation {
  readonly #connection: RTCPeerConnection;
  readonly #report: Report;
  #waiting: Remote[] = [];

  constructor(connection: RTCPeerConnection, over: AbortSignal, report: Report) {
    this.#connection = connection;
    this.#report = report;
    connection.addEventListener('icecandidate', ({ candidate }) => this.#gathered(candidate), { signal: over });
  }

  async offer(restart: boolean): Promise<void> {
    for (const transceiver of this.#connection.getTransceivers()) preferVideo(transceiver);
    await this.#describe(await this.#connection.createOffer({ iceRestart: restart }));
  }

  async remote(type: 'offer' | 'answer', sdp: string): Promise<void> {
    await this.#connection.setRemoteDescription({ type, sdp });
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const one of waiting) await this.#add(one);
    if (type === 'offer') await this.#describe(await this.#connection.createAnswer());
  }

  async rollback(): Promise<void> {
    if (this.#connection.signalingState === 'have-local-offer') await this.#connection.setLocalDescription({ type: 'rollback' });
  }

  async candidate(one: Remote): Promise<void> {
    if (!mayBeTried(one.candidate)) return;
    if (this.#connection.remoteDescription) await this.#add(one);
    else if (this.#waiting.length < WAITING_MAX) this.#waiting.push(one);
  }

  async #describe(description: RTCSessionDescriptionInit): Promise<void> {
    // Set first: with the description told, candidates may come back at once.
    await this.#connection.setLocalDescription(description);
    const { type, sdp } = this.#connection.localDescription ?? {};
    if ((type === 'offer' || type === 'answer') && sdp !== undefined) this.#report({ say: 'description', type, sdp: toTell(sdp) });
  }

  /** A candidate that cannot be used is one path less, and no reason to end anything. */
  async #add({ mid, candidate, ufrag }: Remote): Promise<void> {
    const about = { candidate, sdpMid: mid, ...(ufrag === '' ? {} : { usernameFragment: ufrag }) };
    await this.#connection.addIceCandidate(about).catch(() => undefined);
  }

  #gathered(candidate: RTCIceCandidate | null): void {
    if (candidate === null) return this.#report({ say: 'gathered' });
    const { sdpMid, usernameFragment, candidate: text } = candidate;
    if (isWorthTelling(text)) this.#report({ say: 'candidate', mid: sdpMid ?? '', candidate: text, ufrag: usernameFragment ?? '' });
  }
}

function preferVideo(transceiver: RTCRtpTransceiver): void {
  // One that the other side has described keeps the order they agreed on.
  if (transceiver.mid !== null || transceiver.receiver.track.kind !== 'video') return;
  const codecs = RTCRtpReceiver.getCapabilities('video')?.codecs ?? [];
  if (codecs.length > 0) transceiver.setCodecPreferences(offeredVideo(codecs));
}
