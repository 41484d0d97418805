/** `ring`: somebody calls. `waiting`: somebody calls while one talks. `ringback`: it rings there. `ended`: they have gone. `test`: is this the right loudspeaker. */
export type RingSound = 'ring' | 'waiting' | 'ringback' | 'ended' | 'test';

interface Note {
  /** Seconds from the beginning of the pattern. */
  readonly at: number;
  readonly lasts: number;
  readonly hertz: readonly number[];
}
interface Pattern {
  readonly notes: readonly Note[];
  /** Seconds until it begins again; undefined: once. */
  readonly every: number | undefined;
  readonly volume: number;
}

/** All sounds are made here: there is no file to load, and none to license. Ringback as ITU-T E.180 recommends for Europe, 425 Hz, 1 s in 5. */
const PATTERNS: Readonly<Record<RingSound, Pattern>> = {
  ring: {
    notes: [
      { at: 0, lasts: 0.5, hertz: [587.33] },
      { at: 0.18, lasts: 0.5, hertz: [739.99] },
      { at: 0.36, lasts: 0.9, hertz: [880] },
      { at: 1, lasts: 0.5, hertz: [739.99] },
      { at: 1.18, lasts: 0.9, hertz: [880] },
    ],
    every: 3,
    volume: 0.35,
  },
  waiting: { notes: [{ at: 0, lasts: 0.25, hertz: [587.33, 880] }], every: 4, volume: 0.12 },
  ringback: { notes: [{ at: 0, lasts: 1, hertz: [425] }], every: 5, volume: 0.12 },
  test: {
    notes: [
      { at: 0, lasts: 0.4, hertz: [587.33] },
      { at: 0.3, lasts: 0.4, hertz: [739.99] },
      { at: 0.6, lasts: 0.7, hertz: [880] },
    ],
    every: undefined,
    volume: 0.3,
  },
  ended: {
    notes: [
      { at: 0, lasts: 0.2, hertz: [587.33] },
      { at: 0.2, lasts: 0.3, hertz: [440] },
    ],
    every: undefined,
    volume: 0.12,
  },
};

/** ITU-T Q.23: each key is a low and a high tone. */
const ROWS = ['123A', '456B', '789C', '*0#D'] as const;
const LOW = [697, 770, 852, 941] as const;
const HIGH = [1209, 1336, 1477, 1633] as const;

export function keyTones(key: string): readonly number[] {
  const row = ROWS.findIndex(keys => key !== '' && keys.includes(key));
  const [low, high] = [LOW[row], HIGH[ROWS[row]?.indexOf(key) ?? -1]];
  return low === undefined || high === undefined ? [] : [low, high];
}

/** Newer than the type library. */
type Routed = AudioContext & { setSinkId?(id: string): Promise<void> };

function play(context: AudioContext, { at, lasts, hertz }: Note, from: number, volume: number): void {
  const gain = context.createGain();
  const begin = from + at;
  // Up and down within milliseconds: a tone that is cut clicks.
  gain.gain.setValueAtTime(0, begin);
  gain.gain.linearRampToValueAtTime(volume / hertz.length, begin + 0.015);
  gain.gain.setValueAtTime(volume / hertz.length, begin + lasts - 0.05);
  gain.gain.linearRampToValueAtTime(0, begin + lasts);
  gain.connect(context.destination);
  for (const frequency of hertz) {
    const tone = context.createOscillator();
    tone.frequency.value = frequency;
    tone.connect(gain);
    tone.start(begin);
    tone.stop(begin + lasts);
  }
}

async function contextOn(device: string | undefined): Promise<AudioContext> {
  const context: Routed = new AudioContext();
  if (device !== undefined) await context.setSinkId?.(device).catch(() => undefined); // unplugged: the system's choice
  return context;
}

/** Plays a pattern on an output device until the answer is called. A page that may not make sounds yet stays silent. */
export function playRing(sound: RingSound, device: string | undefined): () => void {
  const { notes, every, volume } = PATTERNS[sound];
  let ended = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let context: AudioContext | undefined;
  const round = (): void => {
    if (ended || !context) return;
    for (const note of notes) play(context, note, context.currentTime, volume);
    if (every !== undefined) timer = setTimeout(round, every * 1000);
  };
  void contextOn(device).then(made => {
    context = made;
    if (ended) return void made.close();
    return round();
  });
  return () => {
    ended = true;
    clearTimeout(timer);
    if (context?.state !== 'closed') void context?.close();
  };
}

const KEY_LASTS = 0.12;

export function playKeyOn(key: string, device: string | undefined): void {
  const hertz = keyTones(key);
  if (hertz.length === 0) return;
  void contextOn(device).then(context => {
    play(context, { at: 0, lasts: KEY_LASTS, hertz }, context.currentTime, 0.15);
    setTimeout(() => void context.close(), KEY_LASTS * 1000 + 200);
  });
}
