import { FRAME_MS } from './sound.ts';

/** After a longer pause of the whole process the missed pieces are left out: nobody wants to hear them in a burst. */
const CATCH_UP_FRAMES = 20;

/** Calls `due` a hundred times a second on the average, whatever the timers of a busy process do. Answers with how to stop it. */
export function everyFrame(due: () => void): () => void {
  let done = 0;
  let startedAt = performance.now();
  const timer = setInterval(() => {
    const missing = Math.floor((performance.now() - startedAt) / FRAME_MS) - done;
    if (missing > CATCH_UP_FRAMES) {
      startedAt = performance.now() - FRAME_MS;
      done = 0;
      due();
      done += 1;
      return;
    }
    for (let left = missing; left > 0; left -= 1) due();
    done += Math.max(0, missing);
  }, FRAME_MS);
  return () => clearInterval(timer);
}
