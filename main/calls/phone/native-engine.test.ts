import { expect, onTestFinished, test } from 'vitest';
import { silence, tone } from '../../../native/peer/sound.ts';
import { ToneMeter } from '../../../native/peer/tone-meter.ts';
import { callId } from '../../../preload/contract/ids.ts';
import type { MediaReport } from '../../../preload/contract/media.ts';
import type { MediaLeg } from '../media-engine.ts';
import { NativeEngine, type Voice } from './native-engine.ts';

const CONFIG = { iceServers: [], relayOnly: false, muxOptional: false };

/** A leg of a call with what it has reported. */
function openLeg(voice: Voice): { leg: MediaLeg; reports: MediaReport[]; said: (fits: (report: MediaReport) => boolean) => Promise<MediaReport> } {
  const engine = new NativeEngine(() => voice);
  const reports: MediaReport[] = [];
  const waiting = new Set<() => void>();
  const leg = engine.take(callId('c1'), report => {
    reports.push(report);
    for (const look of waiting) look();
  });
  if (!leg) throw new Error('it was not taken');
  onTestFinished(() => engine.dispose());
  const said = (fits: (report: MediaReport) => boolean): Promise<MediaReport> =>
    new Promise(found => {
      const look = (): void => {
        const report = reports.find(fits);
        if (report) found(report);
      };
      waiting.add(look);
      look();
    });
  return { leg, reports, said };
}
const isDescription = (report: MediaReport): report is Extract<MediaReport, { say: 'description' }> => report.say === 'description';
const sdpOf = (report: MediaReport): string => (isDescription(report) ? report.sdp : '');

test('two legs follow their commands to a call in which each hears the other', async () => {
  const [ears, voice] = [new ToneMeter(), new ToneMeter()];
  const juliet = openLeg({ audio: tone(440), ear: ears });
  const romeo = openLeg({ audio: tone(880), ear: voice });
  juliet.leg.command({ do: 'open', config: CONFIG, video: 'off' });
  juliet.leg.command({ do: 'offer', restart: false });
  const offer = sdpOf(await juliet.said(isDescription));
  romeo.leg.command({ do: 'open', config: CONFIG, video: 'off' });
  romeo.leg.command({ do: 'remote', type: 'offer', sdp: offer });
  juliet.leg.command({ do: 'remote', type: 'answer', sdp: sdpOf(await romeo.said(isDescription)) });
  await Promise.all([juliet.said(({ say }) => say === 'gathered'), romeo.said(({ say }) => say === 'gathered')]);
  for (const [one, other] of [
    [juliet, romeo],
    [romeo, juliet],
  ] as const) {
    for (const report of one.reports) if (report.say === 'candidate') other.leg.command({ do: 'candidate', ...report });
  }
  await juliet.said(report => report.say === 'path' && report.state === 'connected');
  expect((await ears.hears(({ level }) => level > 0.2)).hertz).toBeCloseTo(880, -1);
  expect((await voice.hears(({ level }) => level > 0.2)).hertz).toBeCloseTo(440, -1);
  romeo.leg.command({ do: 'video', source: 'camera' });
  expect(await romeo.said(({ say }) => say === 'video')).toEqual({ say: 'video', source: 'camera', negotiate: true });
});

test('nothing but UDP to addresses of the network is told', async () => {
  const { leg, reports, said } = openLeg({ audio: silence() });
  leg.command({ do: 'open', config: CONFIG, video: 'off' });
  leg.command({ do: 'offer', restart: false });
  await said(({ say }) => say === 'gathered');
  const candidates = reports.filter(report => report.say === 'candidate').map(({ candidate }) => candidate);
  expect(candidates.length).toBeGreaterThan(0);
  for (const candidate of candidates) expect(candidate).toMatch(/ udp /i);
});

test('a description that is none is a problem of the negotiation, and the leg goes on', async () => {
  const { leg, said } = openLeg({ audio: silence() });
  leg.command({ do: 'open', config: CONFIG, video: 'off' });
  leg.command({ do: 'remote', type: 'offer', sdp: 'v=0\r\nnot one' });
  expect(await said(({ say }) => say === 'problem')).toMatchObject({ problem: 'negotiation' });
  leg.command({ do: 'offer', restart: false });
  expect(await said(isDescription)).toMatchObject({ type: 'offer' });
});

test('after close nothing is reported, and the voice is told once', async () => {
  let over = 0;
  const { leg, reports, said } = openLeg({ audio: silence(), over: () => void (over += 1) });
  leg.command({ do: 'open', config: CONFIG, video: 'off' });
  await said(({ say }) => say === 'opened');
  leg.command({ do: 'offer', restart: false });
  leg.command({ do: 'close' });
  leg.command({ do: 'close' });
  const before = reports.length;
  await new Promise(resolve => setImmediate(resolve));
  expect(reports).toHaveLength(before);
  expect(over).toBe(1);
});
