import { z } from 'zod';
import { call, event, type Client } from './define.ts';
import { callId, type CallId } from './ids.ts';
import type { VideoSource } from './calls.ts';

/**
 * Between the app, which speaks Jingle and knows where a call stands, and the window, which has the microphone and the RTCPeerConnection.
 * The window is a servant: it carries out commands of a call one after the other in the order they came, and reports.
 */
export interface IceServer {
  /** `stun:host:port`, `turn:host:port?transport=udp` and so on. */
  readonly urls: readonly string[];
  readonly username?: string;
  readonly credential?: string;
}
export interface MediaConfig {
  readonly iceServers: readonly IceServer[];
  readonly relayOnly: boolean;
  /** A peer that may not multiplex RTCP (old gateways); else it is required. */
  readonly muxOptional: boolean;
}
export type MediaCommand =
  /** Takes the microphone (and the camera), and makes the connection. Nothing is gathered before the first description. */
  | { readonly do: 'open'; readonly config: MediaConfig; readonly video: VideoSource }
  /** Answered by `description` of type offer: of what is to be sent now, with new credentials where `restart`. */
  | { readonly do: 'offer'; readonly restart: boolean }
  /** The whole session as the other side describes it now. An offer is answered by `description` of type answer. */
  | { readonly do: 'remote'; readonly type: 'offer' | 'answer'; readonly sdp: string }
  /** An offer of ours that will not be answered: back to what was agreed before. */
  | { readonly do: 'rollback' }
  /** `candidate`: the value of the SDP attribute, from `candidate:` on. */
  | { readonly do: 'candidate'; readonly mid: string; readonly candidate: string; readonly ufrag: string }
  /** Fresh credentials for the relay. */
  | { readonly do: 'servers'; readonly iceServers: readonly IceServer[] }
  | { readonly do: 'muted'; readonly muted: boolean }
  /** Another source for the picture. Reported by `video`; whether an offer has to follow says `negotiate`. */
  | { readonly do: 'video'; readonly source: VideoSource }
  /** Nothing is sent and nothing is played. */
  | { readonly do: 'held'; readonly held: boolean }
  | { readonly do: 'tones'; readonly tones: string }
  /** Ends the call's media and lets go of the devices; nothing is reported afterwards. */
  | { readonly do: 'close' };

export type MediaProblem =
  | 'microphone-denied'
  | 'no-microphone'
  | 'camera-denied'
  | 'no-camera'
  | 'screen-denied'
  | 'negotiation' // a description that could not be taken, or made
  | 'engine'; // it cannot make connections at all

export const mediaReport = z.discriminatedUnion('say', [
  z.object({ say: z.literal('opened') }),
  /** `restart`: it answers the command that asked for new credentials. */
  z.object({ say: z.literal('description'), type: z.enum(['offer', 'answer']), sdp: z.string().max(262_144) }),
  z.object({ say: z.literal('candidate'), mid: z.string().max(256), candidate: z.string().max(1024), ufrag: z.string().max(256) }),
  z.object({ say: z.literal('gathered') }),
  z.object({ say: z.literal('path'), state: z.enum(['checking', 'connected', 'disconnected', 'failed']) }),
  /** The network of this computer changed: where the path fails, new candidates are worth a try. */
  z.object({ say: z.literal('network') }),
  /** What is sent now; the user may have ended a shared screen by the browser's own button. */
  z.object({ say: z.literal('video'), source: z.enum(['off', 'camera', 'screen']), negotiate: z.boolean() }),
  z.object({
    say: z.literal('problem'),
    problem: z.enum(['microphone-denied', 'no-microphone', 'camera-denied', 'no-camera', 'screen-denied', 'negotiation', 'engine']),
    detail: z.string().max(2000).optional(),
  }),
]);
export type MediaReport = z.output<typeof mediaReport>;

export const media = {
  name: 'media',
  calls: {
    /** The user is at this window: it leads from now on. `seat` is what the event `seated` told it. */
    serve: call<void>()(z.object({ seat: z.int().positive() })),
    report: call<void>()(z.object({ seat: z.int().positive(), call: z.string().min(1).max(64).transform(callId), report: mediaReport })),
  },
  events: {
    /** Told to each window once, when it attaches. What it carries of calls goes with it. */
    seated: event<{ readonly seat: number }>(),
    /** Of all windows one leads: the one the user was at last, else the first. It alone rings aloud, and takes the media of the next call. */
    leads: event<{ readonly leads: boolean }>(),
    command: event<{ readonly seat: number; readonly call: CallId; readonly command: MediaCommand }>(),
  },
} as const;

export type Media = Client<typeof media>;
