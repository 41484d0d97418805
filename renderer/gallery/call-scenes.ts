import type { Call, CallEnd, CallRecord } from '../../preload/contract/calls.ts';
import { bareJid, callId, conversationId } from '../../preload/contract/ids.ts';
import { drawnPicture } from './drawn-picture.ts';
import { aCall, aRecord } from './fake-calls.ts';
import type { FakeOptions } from './fake-services.ts';
import { ACCOUNT, DAY, HOUR, MINUTE, NOW } from './people.ts';
import type { Scene } from './scenes.ts';
import { WITH_JULIET } from './talk.ts';

const NURSE = { id: callId('call-2'), peer: bareJid('nurse@capulet.lit'), title: 'the Nurse', conversation: conversationId(2) } as const;
const incoming = (over: Partial<Call> = {}): Call => aCall({ direction: 'incoming', phase: 'incoming', connectedAt: undefined, ...over });
const ended = (end: CallEnd, over: Partial<Call> = {}): Call => aCall({ phase: 'ended', connectedAt: undefined, endedAt: NOW, end, ...over });

const HISTORY: readonly CallRecord[] = [
  aRecord(1, { direction: 'incoming', outcome: 'missed', lengthMs: undefined, isNew: true, startedAt: NOW - 20 * MINUTE }),
  aRecord(2, { startedAt: NOW - 3 * HOUR }),
  aRecord(3, { ...NURSE, id: 3, direction: 'incoming', lengthMs: 64 * MINUTE + 3000, startedAt: NOW - 5 * HOUR, video: true }),
  aRecord(4, { ...NURSE, id: 4, outcome: 'no-answer', lengthMs: undefined, startedAt: NOW - 6 * HOUR }),
  aRecord(5, {
    peer: bareJid('+15551234567@cheogram.example'),
    title: '+1 555-123-4567',
    number: '+1 555-123-4567',
    conversation: undefined,
    startedAt: NOW - DAY,
  }),
  aRecord(6, {
    title: 'Bartholomew Featherstonehaugh-Cholmondeley of the Lower Orchard and the Upper Wall',
    direction: 'incoming',
    outcome: 'elsewhere',
    lengthMs: undefined,
    startedAt: NOW - 2 * DAY,
  }),
  aRecord(7, { direction: 'incoming', outcome: 'declined', lengthMs: undefined, startedAt: NOW - 30 * DAY }),
  aRecord(8, { outcome: 'failed', lengthMs: undefined, startedAt: NOW - 400 * DAY }),
];
const NUMBER = '+1-555-123-4567';
const GATEWAYS = [{ account: ACCOUNT, address: bareJid('cheogram.example'), name: 'Cheogram' }];
const ENDS: readonly CallEnd[] = ['declined', 'no-answer', 'no-relay', 'not-secure', 'microphone', 'connection-lost'];

/** A call in each of its states, before the app that it stands in. */
export function callScenes(base: FakeOptions): Readonly<Record<string, Scene>> {
  const stage = (call: Call, more: FakeOptions = {}): Scene => ({
    fakes: { ...base, calls: [call], ...more },
    route: { conversation: WITH_JULIET, call: 'stage' },
  });
  const bar = (call: Call): Scene => ({ fakes: { ...base, calls: [call] }, route: { conversation: conversationId(2) } });
  const films = { theirs: drawnPicture('theirs'), own: drawnPicture('own') };
  const video = aCall({ video: 'camera', theirVideo: 'camera' });
  return {
    'call-incoming': { fakes: { ...base, calls: [incoming()] }, route: { conversation: WITH_JULIET } },
    'call-incoming-video': { fakes: { ...base, calls: [incoming({ wantsVideo: true })] } },
    'call-incoming-over-dialog': { fakes: { ...base, calls: [incoming()] }, route: { dialog: { kind: 'shortcuts' } } },
    'call-incoming-long': {
      fakes: { ...base, calls: [incoming({ title: 'Bartholomew Featherstonehaugh-Cholmondeley of the Lower Orchard and the Upper Wall' })] },
    },
    'call-waiting': { fakes: { ...base, calls: [aCall(), incoming(NURSE)] }, route: { conversation: WITH_JULIET, call: 'stage' } },
    'call-calling': stage(aCall({ phase: 'calling', connectedAt: undefined })),
    'call-ringing': stage(aCall({ phase: 'ringing', connectedAt: undefined })),
    'call-connected': stage(aCall()),
    'call-muted': stage(aCall({ muted: true, theyMuted: true, takesVideo: false, takesTones: false })),
    'call-video': stage(video, { media: { pictures: films } }),
    'call-screen': stage(aCall({ video: 'screen', theirVideo: 'off' }), { media: { pictures: { own: films.theirs } } }),
    'call-held': stage(aCall({ held: true, phase: 'on-hold' })),
    'call-elsewhere': stage(aCall(), { media: { pictures: { here: false } } }),
    'call-they-hold': stage(aCall({ theyHold: true, phase: 'on-hold' })),
    'call-two': stage(aCall(), { calls: [aCall(), aCall({ ...NURSE, held: true, phase: 'on-hold' })] }),
    'call-reconnecting': stage(aCall({ phase: 'reconnecting' })),
    'call-number': stage(aCall({ title: '+1 555-123-4567', number: '+1 555-123-4567', conversation: undefined, takesVideo: false })),
    'call-no-sound': stage(aCall(), { media: { withoutSoundMs: 8000 } }),
    'call-device-lost': stage(aCall(), {
      media: {
        devices: { lost: { kind: 'microphone', label: 'Capulet headset', now: 'Built-in microphone' } },
        pictures: { problem: 'camera-denied' },
      },
    }),
    'call-bar': bar(aCall()),
    'call-bar-video': { fakes: { ...base, calls: [video], media: { pictures: films } }, route: { conversation: WITH_JULIET } },
    'call-bar-ended': bar(ended('elsewhere', { direction: 'incoming', elsewhere: 'Juliet’s phone' })),
    ...Object.fromEntries(ENDS.map(end => [`call-ended-${end}`, stage(ended(end))])),
    calls: { fakes: { ...base, history: HISTORY }, route: { main: 'calls' } },
    'calls-chosen': { fakes: { ...base, history: HISTORY }, route: { main: 'calls', record: 2 } },
    'calls-gateway': { fakes: { ...base, history: HISTORY, gateways: GATEWAYS }, route: { main: 'calls', record: 5 } },
    'calls-empty': { fakes: { ...base, history: [] }, route: { main: 'calls' } },
    'calls-failed': { fakes: { ...base, historyFails: true }, route: { main: 'calls' } },
    'call-dialog': { fakes: { ...base, gateways: GATEWAYS }, route: { dialog: { kind: 'call', callee: { number: NUMBER } } } },
    'call-dialog-no-gateway': { fakes: base, route: { dialog: { kind: 'call', callee: { number: NUMBER, url: `tel:${NUMBER}` } } } },
    'call-not-possible': { fakes: { ...base, callable: { audio: false, video: false, why: 'contact-offline' } }, route: { conversation: WITH_JULIET } },
    'settings-sound-none': {
      fakes: { ...base, media: { devices: { microphones: [], cameras: [], speakers: [], access: { microphone: 'none', camera: 'none' } } } },
      route: { main: 'settings', settingsSection: 'sound' },
    },
    'settings-sound-denied': {
      fakes: { ...base, media: { devices: { microphones: [], cameras: [], access: { microphone: 'denied', camera: 'denied' } } } },
      route: { main: 'settings', settingsSection: 'sound' },
    },
  };
}
