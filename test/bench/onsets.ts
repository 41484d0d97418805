import type { Page } from 'playwright-core';

/** How long one listens: a pulse every 400 ms. */
const LISTENS_MS = 6000;
/** As long as from one pulse to the next: what is later cannot be told from the next one. */
const APART_MS = 400;

/** Milliseconds from the microphone of one page to the ear of the other, of each pulse that was heard. Each page's newest connection is listened to. */
export async function mouthToEar(from: Page, to: Page): Promise<number[]> {
  const [said, heard] = await Promise.all([
    from.evaluate(onsets, { side: 'said', listensMs: LISTENS_MS } as const),
    to.evaluate(onsets, { side: 'heard', listensMs: LISTENS_MS } as const),
  ]);
  return heard.flatMap(at => {
    const before = said.filter(one => one <= at).at(-1);
    return before === undefined || at - before >= APART_MS ? [] : [at - before];
  });
}

interface Watched extends Window {
  readonly connectionsOfTest: readonly RTCPeerConnection[];
}
declare const window: Watched;

/**
 * When a tone began, on the clock that all pages of this computer share. Runs in the page.
 * A look is as late as the page and its sound are; the earliest of those that see the same onset is taken.
 */
async function onsets({ side, listensMs }: { readonly side: 'said' | 'heard'; readonly listensMs: number }): Promise<number[]> {
  const connection = window.connectionsOfTest.findLast(({ connectionState }) => connectionState === 'connected');
  const ends = (side === 'said' ? connection?.getSenders() : connection?.getReceivers()) ?? [];
  const track = ends.find(end => end.track?.kind === 'audio')?.track;
  if (!track) throw new Error('no sound');
  const context = new AudioContext({ sampleRate: 48_000 });
  await context.resume();
  const analyser = new AnalyserNode(context, { fftSize: 8192 });
  context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  const SILENCE = 0.03 * 48_000;
  let peak = 0.05;
  /** The index of the last sample that is loud after a silence. */
  const newest = (): number | undefined => {
    let found: number | undefined;
    let quiet = 0;
    for (const [index, sample] of samples.entries()) {
      const level = Math.abs(sample);
      if (level <= peak / 4) {
        quiet += 1; // also between the waves of a tone, for less than a millisecond
      } else {
        if (quiet > SILENCE) found = index;
        quiet = 0;
      }
      peak = Math.max(peak, level);
    }
    return found;
  };
  const found: number[] = [];
  const now = (): number => performance.timeOrigin + performance.now();
  for (const end = now() + listensMs; now() < end; await new Promise(resolve => setTimeout(resolve, 4))) {
    const before = now();
    analyser.getFloatTimeDomainData(samples);
    if (now() - before > 1) continue; // interrupted: the samples may be newer
    const index = newest();
    if (index === undefined) continue;
    const at = before - (samples.length - index) / 48;
    const last = found.at(-1);
    if (last === undefined || at - last > 200) found.push(at);
    else found[found.length - 1] = Math.min(last, at);
  }
  await context.close();
  // The first may have begun before the peak was known.
  return found.slice(1);
}
