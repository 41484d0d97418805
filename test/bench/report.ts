/** One line of the table in docs/performance.md: both sides measured in the same run, in the same unit. */
export interface Measured {
  readonly work: string;
  /** `%`: of one core. */
  readonly unit: 'ms' | 'MB' | '%';
  readonly ours: number;
  /** What it is compared with; undefined for an absolute bound. */
  readonly bare: number | undefined;
  /** Ours divided by bare at most, or ours at most. */
  readonly bound: number;
  /** The bound is of ours less bare. */
  readonly isDifference?: boolean;
}

/** Prints the line; the table is the sum of them. A bound that is missed is shown, never asserted: machines differ. */
export function report({ work, unit, ours, bare, bound, isDifference = false }: Measured): void {
  const value = bare === undefined ? ours : isDifference ? ours - bare : ours / bare;
  const held = value <= bound ? 'held' : 'MISSED';
  const compared = bare === undefined ? '-' : isDifference ? `${value < 0 ? '' : '+'}${value.toFixed(1)} ${unit}` : round(value);
  const most = bare === undefined ? `${bound} ${unit}` : isDifference ? `+${bound} ${unit}` : bound;
  const shown = `| ${work} | ${round(ours)} ${unit} | ${bare === undefined ? '-' : `${round(bare)} ${unit}`} | ${compared} | ${most} | ${held} |`;
  process.stdout.write(`${shown}\n`);
}

const round = (value: number): string => (value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2));

export const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
export const percentile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? Number.NaN;
