/** One line of the table in docs/performance.md: both sides measured in the same run, in the same unit. */
export interface Measured {
  readonly work: string;
  readonly unit: 'ms' | 'MB';
  readonly ours: number;
  /** What it is compared with; undefined for an absolute bound. */
  readonly bare: number | undefined;
  /** Ours divided by bare at most, or ours at most. */
  readonly bound: number;
}

/** Prints the line; the table is the sum of them. A bound that is missed is shown, never asserted: machines differ. */
export function report({ work, unit, ours, bare, bound }: Measured): void {
  const value = bare === undefined ? ours : ours / bare;
  const held = value <= bound ? 'held' : 'MISSED';
  const shown =
    bare === undefined
      ? `| ${work} | ${round(ours)} ${unit} | - | - | ${bound} ${unit} | ${held} |`
      : `| ${work} | ${round(ours)} ${unit} | ${round(bare)} ${unit} | ${round(value)} | ${bound} | ${held} |`;
  process.stdout.write(`${shown}\n`);
}

const round = (value: number): string => (value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2));

export const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
export const percentile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? Number.NaN;
