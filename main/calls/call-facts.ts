import type { Call } from '../../preload/contract/calls.ts';
import type { CallAbout } from './call-parts.ts';

/** A call as main knows it: without names, pictures and rows, which others know. */
export type CallFacts = Omit<Call, 'conversation' | 'title' | 'avatar' | 'number' | 'silent'>;

export const firstFacts = (about: CallAbout, startedAt: number): CallFacts => ({
  id: about.id,
  account: about.account,
  peer: about.peer,
  direction: about.first === 'proposing' ? 'outgoing' : 'incoming',
  phase: 'calling',
  wantsVideo: about.wantsVideo,
  muted: about.continues?.muted ?? false,
  video: 'off',
  theirVideo: 'off',
  theyMuted: false,
  held: about.continues?.held ?? false,
  theyHold: false,
  takesTones: false,
  takesVideo: false,
  relayOnly: about.relayOnly,
  startedAt,
  connectedAt: undefined,
  talkedMs: about.continues?.talkedMs ?? 0,
  endedAt: undefined,
  end: undefined,
  elsewhere: undefined,
});
