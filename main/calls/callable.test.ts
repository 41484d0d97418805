import { expect, test } from 'vitest';
import { NS } from '../xmpp/ns.ts';
import { callable } from './callable.ts';
import type { DeviceInfo } from './devices.ts';

const device = (...features: readonly string[]): DeviceInfo => ({ features: new Set(features), identities: [], node: undefined });
const phone = device(NS.callMessages, NS.jingle, NS.rtp, NS.iceUdp, NS.dtls, NS.rtpAudio);
const camera = device(...phone.features, NS.rtpVideo);
const about = { online: true, isBlocked: false, isRequest: false, isNumber: false, isHere: true, devices: [camera] };

test.each([
  ['both', {}, { audio: true, video: true, why: undefined }],
  ['both, where one of two devices can', { devices: [device(), camera] }, { audio: true, video: true, why: undefined }],
  ['a call without a picture', { devices: [phone] }, { audio: true, video: false, why: 'audio-only' }],
  ['no call, because their client makes none', { devices: [device(NS.jingle)] }, { audio: false, video: false, why: 'no-calls' }],
  [
    'no call that would not be encrypted',
    { devices: [device(...[...phone.features].filter(one => one !== NS.dtls))] },
    { audio: false, video: false, why: 'no-calls' },
  ],
  ['nothing while they are away from everything', { isHere: false, devices: [] }, { audio: false, video: false, why: 'contact-offline' }],
  ['nothing while we are', { online: false }, { audio: false, video: false, why: 'offline' }],
  ['nothing to somebody blocked', { isBlocked: true }, { audio: false, video: false, why: 'blocked' }],
  ['nothing to a stranger who was not accepted yet', { isRequest: true }, { audio: false, video: false, why: 'request' }],
  ['a telephone, though nobody sees whether it is on', { isNumber: true, isHere: false, devices: [] }, { audio: true, video: false, why: 'audio-only' }],
])('offered is %s', (_what, over, expected) => {
  expect(callable({ ...about, ...over })).toEqual(expected);
});
