import type { Callable } from '../../preload/contract/calls.ts';
import { NS } from '../xmpp/ns.ts';
import type { DeviceInfo } from './devices.ts';

/** Without any one of these no call of ours can be had: proposed, agreed, encrypted, and heard. */
const FOR_AUDIO = [NS.callMessages, NS.jingle, NS.rtp, NS.iceUdp, NS.dtls, NS.rtpAudio] as const;

const takesAudio = ({ features }: DeviceInfo): boolean => FOR_AUDIO.every(one => features.has(one));
const takesVideo = (info: DeviceInfo): boolean => takesAudio(info) && info.features.has(NS.rtpVideo);

/** What the user may be offered. Pure. */
export function callable(about: {
  readonly online: boolean;
  readonly isBlocked: boolean;
  readonly isRequest: boolean;
  /** A telephone number behind a gateway: whatever the gateway tells of itself, there is one who takes audio. */
  readonly isNumber: boolean;
  readonly isHere: boolean;
  readonly devices: readonly DeviceInfo[];
}): Callable {
  const none = (why: Callable['why']): Callable => ({ audio: false, video: false, why });
  if (!about.online) return none('offline');
  if (about.isBlocked) return none('blocked');
  if (about.isRequest) return none('request');
  if (about.isNumber) return { audio: true, video: false, why: 'audio-only' };
  if (!about.isHere) return none('contact-offline');
  if (about.devices.some(takesVideo)) return { audio: true, video: true, why: undefined };
  return about.devices.some(takesAudio) ? { audio: true, video: false, why: 'audio-only' } : none('no-calls');
}
