/** A Jingle session in types: what the codec reads and writes, what the mapper makes SDP of. Names as in XEP-0166 and its kin. */

export type Senders = 'both' | 'initiator' | 'responder' | 'none';
export type Role = 'initiator' | 'responder';
export type MediaKind = 'audio' | 'video';

export interface Parameter {
  /** Absent where the whole is one value, as in `0-16` of telephone-event. */
  readonly name: string | undefined;
  readonly value: string;
}
/** XEP-0293; `subtype` as in `nack pli`. */
export interface Feedback {
  readonly type: string;
  readonly subtype: string | undefined;
}
export interface Payload {
  readonly id: number;
  readonly name: string;
  readonly clockrate: number | undefined;
  readonly channels: number | undefined;
  readonly parameters: readonly Parameter[];
  readonly feedback: readonly Feedback[];
}
/** XEP-0294 */
export interface HeaderExtension {
  readonly id: number;
  readonly uri: string;
  readonly senders: Senders;
}
/** XEP-0339 */
export interface Source {
  readonly ssrc: string;
  readonly parameters: readonly Parameter[];
}
export interface SourceGroup {
  readonly semantics: string;
  readonly ssrcs: readonly string[];
}
export interface RtpDescription {
  readonly media: MediaKind;
  readonly payloads: readonly Payload[];
  /** Of all payloads (`rtcp-fb *`). */
  readonly feedback: readonly Feedback[];
  readonly headerExtensions: readonly HeaderExtension[];
  readonly extmapAllowMixed: boolean;
  readonly sources: readonly Source[];
  readonly sourceGroups: readonly SourceGroup[];
  readonly rtcpMux: boolean;
}
/** XEP-0320. In a transport-info it is ignored by whoever reads it: a session's key does not change. */
export interface Fingerprint {
  readonly hash: string;
  readonly value: string;
  readonly setup: 'actpass' | 'active' | 'passive' | undefined;
}
/** XEP-0176 §5.3; `generation` and `network` are written as 0 where unknown. */
export interface Candidate {
  readonly id: string;
  readonly foundation: string;
  readonly component: number;
  readonly protocol: 'udp' | 'tcp';
  readonly priority: number;
  readonly ip: string;
  readonly port: number;
  readonly type: 'host' | 'srflx' | 'prflx' | 'relay';
  readonly generation: number;
  readonly network: number;
  readonly relatedAddress: string | undefined;
  readonly relatedPort: number | undefined;
  readonly tcpType: string | undefined;
}
export interface Transport {
  readonly ufrag: string | undefined;
  readonly pwd: string | undefined;
  readonly fingerprint: Fingerprint | undefined;
  readonly candidates: readonly Candidate[];
  /** `trickle`, `renomination`: as Conversations says them. */
  readonly options: readonly string[];
}
export interface Content {
  readonly name: string;
  readonly creator: Role;
  readonly senders: Senders;
  /** XEP-0507: `slides` for a shared screen. */
  readonly category: string | undefined;
  /** Absent where only the transport is spoken of. */
  readonly description: RtpDescription | undefined;
  /** Absent where only the senders are spoken of. An element that is empty is a transport without credentials: the one of the bundle. */
  readonly transport: Transport | undefined;
}
/** XEP-0338 */
export interface Group {
  readonly semantics: string;
  readonly names: readonly string[];
}
/** What one side sends and takes, whole. */
export interface SessionDescription {
  readonly contents: readonly Content[];
  readonly groups: readonly Group[];
}

export const REASONS = [
  'alternative-session',
  'busy',
  'cancel',
  'connectivity-error',
  'decline',
  'expired',
  'failed-application',
  'failed-transport',
  'general-error',
  'gone',
  'incompatible-parameters',
  'media-error',
  'security-error',
  'success',
  'timeout',
  'unsupported-applications',
  'unsupported-transports',
] as const;
export type Reason = (typeof REASONS)[number];

export interface ReasonSaid {
  readonly reason: Reason;
  readonly text: string | undefined;
}
/** XEP-0167 §8 */
export type SessionInfo =
  | { readonly info: 'ringing' | 'active' | 'hold' | 'unhold' }
  | { readonly info: 'mute' | 'unmute'; readonly name: string | undefined; readonly creator: Role | undefined };

export const CONTENT_ACTIONS = [
  'content-accept',
  'content-add',
  'content-modify',
  'content-reject',
  'content-remove',
  'description-info',
  'session-accept',
  'session-initiate',
  'transport-accept',
  'transport-info',
  'transport-reject',
  'transport-replace',
] as const;
export type ContentAction = (typeof CONTENT_ACTIONS)[number];

export type JingleAction =
  | {
      readonly action: ContentAction;
      readonly sid: string;
      readonly initiator: string | undefined;
      readonly responder: string | undefined;
      readonly contents: readonly Content[];
      readonly groups: readonly Group[];
      /** Why a content was refused or removed. */
      readonly reason: ReasonSaid | undefined;
    }
  /** `info` undefined: only asks whether we are there. `unknown`: something that we do not speak. */
  | { readonly action: 'session-info'; readonly sid: string; readonly info: SessionInfo | undefined; readonly unknown: boolean }
  | { readonly action: 'session-terminate'; readonly sid: string; readonly reason: ReasonSaid | undefined };

/** XEP-0353 */
export type CallMessage =
  | { readonly kind: 'propose'; readonly sid: string; readonly media: readonly MediaKind[] }
  | { readonly kind: 'ringing' | 'proceed' | 'accept'; readonly sid: string }
  | {
      readonly kind: 'reject' | 'retract' | 'finish';
      readonly sid: string;
      readonly reason: ReasonSaid | undefined;
      readonly tieBreak: boolean;
      readonly migratedTo: string | undefined;
    };
