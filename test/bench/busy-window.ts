import type { Page } from 'playwright-core';

/** What a window went through while it was watched, in milliseconds. */
export interface Watched {
  /** From one frame to the next. */
  readonly frames: readonly number[];
  /** From a key to the frame that shows its letter. */
  readonly echoes: readonly number[];
  /** What kept the page's thread for 50 ms or more. */
  readonly long: readonly number[];
}
type Watching = { readonly [Name in keyof Watched]: number[] };

/** Begins to watch; answers with what ends it. */
export async function watchWindow(page: Page): Promise<() => Promise<Watched>> {
  await page.evaluate(() => {
    const watched: Watching = { frames: [], echoes: [], long: [] };
    let last = performance.now();
    const tick = (now: number): void => {
      watched.frames.push(now - last);
      last = now;
      requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
    document.addEventListener('input', ({ timeStamp }) => {
      // The task after a frame's callbacks runs when the frame has been handed on.
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => void watched.echoes.push(performance.now() - timeStamp);
        port2.postMessage(undefined);
      });
    });
    new PerformanceObserver(list => watched.long.push(...list.getEntries().map(({ duration }) => duration))).observe({ type: 'longtask' });
    Object.assign(window, { watched });
  });
  return () =>
    page.evaluate(() => {
      const { frames, echoes, long } = (window as unknown as { watched: Watched }).watched;
      return { frames: frames.slice(1), echoes, long };
    });
}

/** Megabytes of the page's own heap, of what is still in use. */
export async function heapOf(page: Page): Promise<number> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('HeapProfiler.collectGarbage');
  const { usedSize } = await devtools.send('Runtime.getHeapUsage');
  await devtools.detach();
  return usedSize / 2 ** 20;
}

/** Seconds of CPU that the page's own thread takes from now on, whatever else runs on this computer; answers with what ends it. */
export async function timeOf(page: Page): Promise<() => Promise<Readonly<Record<'all' | 'tasks' | 'script' | 'style' | 'layout', number>>>> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
  const read = async (): Promise<(name: string) => number> => {
    const { metrics } = await devtools.send('Performance.getMetrics');
    return name => metrics.find(metric => metric.name === name)?.value ?? 0;
  };
  const [before, begun] = [await read(), performance.now()];
  return async () => {
    const after = await read();
    const between = (name: string): number => after(name) - before(name);
    await devtools.detach();
    return {
      all: (performance.now() - begun) / 1000,
      tasks: between('TaskDuration'),
      script: between('ScriptDuration'),
      style: between('RecalcStyleDuration'),
      layout: between('LayoutDuration'),
    };
  };
}
