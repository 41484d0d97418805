/** Time is passed in, so that tests own it. Milliseconds. */
export interface Clock {
  now(): number;
  /** Calls once after `delay`; answers how to call it off. */
  after(delay: number, callback: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after(delay, callback) {
    const timer = setTimeout(callback, delay);
    return () => clearTimeout(timer);
  },
};
