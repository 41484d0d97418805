/** Text as people write it, as far as an index of words cares: few words often, many seldom; the same for the same seed. */
export function writer(seed: number): () => string {
  const random = seeded(seed);
  return () => Array.from({ length: 4 + Math.floor(random() ** 2 * 30) }, () => word(random)).join(' ');
}

/** Zipf: the word of rank n comes up about 1/n as often as the first. */
const VOCABULARY = 30_000;
const word = (random: () => number): string => spell(Math.floor(VOCABULARY ** random()) - 1);

const SYLLABLES = 'ba ce di fo gu ha je ki lo mu na pe ri so tu va we xi yo zu'.split(' ');
export function spell(rank: number): string {
  let text = '';
  for (let rest = rank + SYLLABLES.length; rest > 0; rest = Math.floor(rest / SYLLABLES.length)) text += SYLLABLES[rest % SYLLABLES.length] ?? '';
  return text;
}

export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
