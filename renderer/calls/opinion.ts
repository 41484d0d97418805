/**
 * How good a voice call sounds, estimated: ITU-T G.107 (the E-model) with everything at its default but delay, loss and what the codec does
 * to the voice. An estimate from counters, no measurement of the sound.
 */
export interface Voice {
  /** Milliseconds from mouth to ear. */
  readonly delayMs: number;
  /** Of the packets, 0 to 1. */
  readonly loss: number;
  readonly codec: string | undefined;
}

/** Ie and Bpl: what the codec costs by itself, and how well it bears loss. G.113 Appendix I; it has no Opus, whose own concealment is taken for as good. */
const CODECS: Readonly<Record<string, { readonly ie: number; readonly bpl: number }>> = {
  opus: { ie: 0, bpl: 25.1 },
  g722: { ie: 0, bpl: 25.1 },
  pcmu: { ie: 0, bpl: 25.1 },
  pcma: { ie: 0, bpl: 25.1 },
};
const BEST = 93.2; // R with all defaults, G.107 §7.7

/** Mean opinion score, 1 (nobody would bear it) to about 4.4. */
export function estimatedOpinion({ delayMs, loss, codec }: Voice): number {
  const { ie, bpl } = CODECS[codec?.toLowerCase() ?? ''] ?? { ie: 0, bpl: 25.1 };
  const percent = Math.min(1, Math.max(0, loss)) * 100;
  // §7.4: absolute delay hardly matters up to 100 ms; above that it grows by this sum of sixth roots.
  const x = Math.log2(Math.max(delayMs, 100) / 100);
  const delay = 25 * ((1 + x ** 6) ** (1 / 6) - 3 * (1 + (x / 3) ** 6) ** (1 / 6) + 2);
  const equipment = ie + (95 - ie) * (percent / (percent + bpl)); // §7.5, losses at random (BurstR 1)
  return scoreOf(BEST - delay - equipment);
}

/** G.107 Annex B. */
function scoreOf(r: number): number {
  if (r <= 0) return 1;
  return 1 + 0.035 * r + r * (r - 60) * (100 - r) * 7e-6;
}

export type Quality = 'good' | 'fair' | 'poor';
/** In a word: satisfied, some are not, many are not (G.107 Annex B, table B.1, at R of 80 and 60). */
export const qualityOf = (opinion: number): Quality => (opinion >= 4.03 ? 'good' : opinion >= 3.1 ? 'fair' : 'poor');
