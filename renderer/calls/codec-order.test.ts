import { expect, test } from 'vitest';
import { offeredVideo } from './codec-order.ts';

const codec = (mimeType: string, sdpFmtpLine = ''): RTCRtpCodec => ({ mimeType, clockRate: 90_000, ...(sdpFmtpLine === '' ? {} : { sdpFmtpLine }) });

test('each codec is offered once, in the profile that others have, the one of all clients first', () => {
  const plain264 = codec('video/H264', 'level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f');
  const all = [
    codec('video/AV1', 'level-idx=5;profile=1;tier=0'),
    codec('video/AV1', 'level-idx=5;profile=0;tier=0'),
    codec('video/H264', 'packetization-mode=1;profile-level-id=640c1f'),
    codec('video/H264', 'packetization-mode=0;profile-level-id=42e01f'),
    plain264,
    codec('video/VP9', 'profile-id=2'),
    codec('video/rtx', 'apt=96'),
    codec('video/VP9', 'profile-id=0'),
    codec('video/VP8'),
    codec('video/H265'),
    codec('video/red'),
    codec('video/ulpfec'),
  ];
  expect(offeredVideo(all)).toEqual([
    codec('video/VP8'),
    codec('video/VP9', 'profile-id=0'),
    plain264,
    codec('video/AV1', 'level-idx=5;profile=0;tier=0'),
    codec('video/rtx', 'apt=96'),
    codec('video/red'),
    codec('video/ulpfec'),
  ]);
});

test('what this browser has not is not offered', () => {
  expect(offeredVideo([codec('video/VP8'), codec('video/rtx')])).toEqual([codec('video/VP8'), codec('video/rtx')]);
});
