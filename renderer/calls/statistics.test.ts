import { expect, test, vi } from 'vitest';
import { statisticsOf, StatisticsModel, type Entry } from './statistics.ts';

const entries = (list: readonly Entry[]): ReadonlyMap<string, Entry> => new Map(list.map(entry => [String(entry['id']), entry]));
const look = (at: number, over: Readonly<Record<string, Entry>> = {}, more: readonly Entry[] = []) =>
  entries([
    { id: 'T', type: 'transport', selectedCandidatePairId: 'P' },
    { id: 'P', type: 'candidate-pair', currentRoundTripTime: 0.04, localCandidateId: 'L', remoteCandidateId: 'R' },
    { id: 'L', type: 'local-candidate', candidateType: 'host', ...over['L'] },
    { id: 'R', type: 'remote-candidate', candidateType: 'srflx', ...over['R'] },
    { id: 'C', type: 'codec', mimeType: 'audio/opus' },
    {
      id: 'I',
      type: 'inbound-rtp',
      kind: 'audio',
      codecId: 'C',
      timestamp: at,
      packetsReceived: 0,
      packetsLost: 0,
      bytesReceived: 0,
      jitter: 0.003,
      ...over['I'],
    },
    { id: 'O', type: 'outbound-rtp', kind: 'audio', codecId: 'C', timestamp: at, bytesSent: 0, ...over['O'] },
    ...more,
  ]);

test('rates, loss and waiting time are those since the last look', () => {
  const before = look(1000, {
    I: { packetsReceived: 1000, packetsLost: 500, bytesReceived: 100_000, jitterBufferDelay: 10, jitterBufferEmittedCount: 100_000 },
  });
  const now = look(2000, {
    I: { packetsReceived: 1045, packetsLost: 505, bytesReceived: 104_000, jitterBufferDelay: 1930, jitterBufferEmittedCount: 148_000 },
    O: { bytesSent: 4000 },
  });
  const { sound, roundTripMs, path } = statisticsOf(now, before);
  expect(sound).toMatchObject({ codec: 'opus', receivedRate: 32_000, sentRate: 32_000, loss: 0.1, jitterMs: 3, bufferMs: 40 });
  expect([roundTripMs, path]).toEqual([40, 'direct']);
});

test('the first look has no rate, and a call without a path none of the rest', () => {
  expect(statisticsOf(look(1000), undefined).sound).toMatchObject({ receivedRate: undefined, sentRate: undefined, loss: undefined });
  expect(statisticsOf(entries([]), undefined)).toMatchObject({ path: undefined, roundTripMs: undefined, opinion: undefined, sent: undefined });
});

test('a relay at either end is a relay', () => {
  expect(statisticsOf(look(1, { R: { candidateType: 'relay' } }), undefined).path).toBe('relayed');
});

test('a picture has its size, and one that has not begun is none', () => {
  const video = { id: 'V', type: 'inbound-rtp', kind: 'video', frameWidth: 640, frameHeight: 360, framesPerSecond: 15, timestamp: 1, bytesReceived: 1 };
  expect(statisticsOf(look(1, {}, [video]), undefined).received).toMatchObject({ width: 640, height: 360, framesPerSecond: 15 });
  expect(statisticsOf(look(1, {}, [{ id: 'V', type: 'inbound-rtp', kind: 'video' }]), undefined).received).toBeUndefined();
});

test('counters that make no sense are no figures', () => {
  const { sound } = statisticsOf(look(2, { I: { jitter: NaN, packetsLost: -5, packetsReceived: 'many' } }), look(1));
  expect(sound).toMatchObject({ jitterMs: undefined, loss: undefined });
});

test('how long nothing has come is counted until the first packet, whatever comes later', async () => {
  vi.useFakeTimers();
  let packetsReceived = 0;
  const model = new StatisticsModel(async () => new Map(look(Date.now(), { I: { packetsReceived } })), 4000);
  const stop = model.subscribe(() => undefined);
  const without = async (): Promise<number> => {
    await vi.advanceTimersByTimeAsync(4000);
    return model.snapshot().withoutSoundMs;
  };
  await vi.advanceTimersByTimeAsync(0);
  expect(model.snapshot().withoutSoundMs).toBe(0);
  expect([await without(), await without()]).toEqual([4000, 8000]);
  packetsReceived = 1;
  expect([await without(), await without(), await without()]).toEqual([0, 0, 0]);
  stop();
  vi.useRealTimers();
});
