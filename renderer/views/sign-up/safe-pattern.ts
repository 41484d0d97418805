// Patterns of strangers (XEP-0122 §2.2: POSIX extended regular expressions), run only where they cannot hold the window up.

/** Longer values are left to the server. */
export const MOST_MATCHED = 128;
/** Each may try every length: three of them over 128 characters are two million steps at worst. */
const MOST_REPEATS = 3;

const CLASSES: Readonly<Record<string, string>> = {
  alpha: '\\p{L}',
  digit: '0-9',
  alnum: '\\p{L}\\p{N}',
  upper: '\\p{Lu}',
  lower: '\\p{Ll}',
  space: '\\s',
  blank: ' \\t',
  punct: '\\p{P}\\p{S}',
  xdigit: '0-9A-Fa-f',
};

/** The whole value is meant, unless the pattern says itself where it begins or ends. Undefined: it is not run. */
export function safePattern(pattern: string): RegExp | undefined {
  if (!isTame(pattern)) return undefined;
  const translated = pattern.replace(/\[:([a-z]+):\]/g, (all, name: string) => CLASSES[name] ?? all);
  const whole = /^\^|\$$/.test(translated) ? translated : `^(?:${translated})$`;
  try {
    return new RegExp(whole, 'u');
  } catch {
    return undefined;
  }
}

/** No group that repeats what repeats, no references back, no looking around, and little that repeats at all. */
function isTame(pattern: string): boolean {
  const reader = new Reader();
  for (const [token] of pattern.matchAll(TOKEN)) if (!reader.takes(token)) return false;
  return reader.isWhole;
}

class Reader {
  /** Of each open group: something in it repeats, or there is a choice. Repeated itself, it could be tried in more ways than there are grains of sand. */
  readonly #wild = [false];
  #closedWild = false;
  #repeats = 0;

  get isWhole(): boolean {
    return this.#wild.length === 1 && this.#repeats <= MOST_REPEATS;
  }

  takes(token: string): boolean {
    const wasWild = this.#closedWild;
    this.#closedWild = false;
    if (/^\\[1-9k]/.test(token) || token === '(?') return false;
    if (/^[*+{]/.test(token)) return this.#repeat(token, wasWild);
    if (token === ')') return this.#close();
    if (token === '(') this.#wild.push(false);
    if (token === '|') this.#wild[this.#wild.length - 1] = true;
    return true;
  }

  #close(): boolean {
    this.#closedWild = this.#wild.pop() === true;
    if (this.#closedWild && this.#wild.length > 0) this.#wild[this.#wild.length - 1] = true;
    return this.#wild.length > 0;
  }

  /** `{3}` is tried in one way only, but is as long as all that it repeats. */
  #repeat(token: string, wasWild: boolean): boolean {
    if (!/^\{\d+\}$/.test(token)) this.#repeats += 1;
    this.#wild[this.#wild.length - 1] = true;
    return !wasWild && !/\d{4}/.test(token);
  }
}
/** An escape, a class in brackets, a group's beginning that looks around, how often, or one character. */
const TOKEN = /\\.|\[\^?\]?(?:\[:[a-z]+:\]|\\.|[^\]])*\]|\(\?|\{\d+,\d*\}|\{\d+\}|[\s\S]/gu;
