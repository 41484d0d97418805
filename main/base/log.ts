/** error: the user is told. warn: recovered. info: one line per lifecycle step. debug: everything else, without secrets or bodies. */
export type Level = 'error' | 'warn' | 'info' | 'debug';
const RANK: Readonly<Record<Level, number>> = { error: 0, warn: 1, info: 2, debug: 3 };

export interface Log {
  error(text: string, cause?: unknown): void;
  warn(text: string, cause?: unknown): void;
  info(text: string): void;
  debug(text: string): void;
  /** The same log with an area named before each line. */
  named(area: string): Log;
}

/** Lines of `<time> <level> <area>: <text>`. */
export function makeLog(write: (line: string) => void, upTo: Level, now: () => number, area = 'app'): Log {
  const at = (level: Level) => (text: string, cause?: unknown) => {
    if (RANK[level] > RANK[upTo]) return;
    const because = cause instanceof Error ? ` (${cause.name}: ${cause.message})` : '';
    write(`${new Date(now()).toISOString()} ${level} ${area}: ${text}${because}`);
  };
  return { error: at('error'), warn: at('warn'), info: at('info'), debug: at('debug'), named: inner => makeLog(write, upTo, now, inner) };
}

export const silentLog: Log = makeLog(
  () => undefined,
  'error',
  () => 0,
);
