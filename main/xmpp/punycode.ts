// RFC 3492, decoding only: addresses are kept in Unicode (RFC 7622 §3.2), whichever form a peer uses.
const BASE = 36;
const T_MIN = 1;
const T_MAX = 26;
const SKEW = 38;
const DAMP = 700;

/** What one basic character counts; 36 or more: not a digit. */
function digitOf(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 22;
  if (code >= 0x61 && code <= 0x7a) return code - 0x61;
  return BASE;
}

function adapt(delta: number, points: number, first: boolean): number {
  let rest = first ? Math.floor(delta / DAMP) : delta >> 1;
  rest += Math.floor(rest / points);
  let k = 0;
  while (rest > ((BASE - T_MIN) * T_MAX) >> 1) {
    rest = Math.floor(rest / (BASE - T_MIN));
    k += BASE;
  }
  return k + Math.floor(((BASE - T_MIN + 1) * rest) / (rest + SKEW));
}

/** Reads the part of a lower-case label after `xn--`; undefined where it is none. */
export function decodePunycode(text: string): string | undefined {
  const cut = text.lastIndexOf('-');
  const output = cut > 0 ? Array.from(text.slice(0, cut), one => one.charCodeAt(0)) : [];
  let code = 128;
  let at = 0;
  let bias = 72;
  for (let index = cut > 0 ? cut + 1 : 0; index < text.length;) {
    const before = at;
    for (let weight = 1, k = BASE; ; k += BASE) {
      const digit = index < text.length ? digitOf(text.charCodeAt(index)) : BASE;
      index += 1;
      at += digit * weight;
      if (digit >= BASE || at > 0x7fff_ffff) return undefined;
      const threshold = Math.min(T_MAX, Math.max(T_MIN, k - bias));
      if (digit < threshold) break;
      weight *= BASE - threshold;
    }
    const length = output.length + 1;
    bias = adapt(at - before, length, before === 0);
    code += Math.floor(at / length);
    at %= length;
    if (code > 0x10_ffff || (code >= 0xd800 && code <= 0xdfff)) return undefined;
    output.splice(at, 0, code);
    at += 1;
  }
  return String.fromCodePoint(...output);
}
