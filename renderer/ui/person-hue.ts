// XEP-0392: Consistent Color Generation, version 1.0.1 (2025-10-03)
import { sha1 } from '@noble/hashes/legacy.js';

// The angle of §5.1 means a hue of CIELUV (HSLuv); our colours are written in OKLCH, whose hues lie elsewhere. These are the corners of sRGB in both.
const CORNERS: readonly (readonly [luv: number, oklch: number])[] = [
  [12.18 - 360 + 295.54, -31.64], // magenta, one turn earlier
  [12.18, 29.23], // red
  [85.87, 109.77], // yellow
  [127.72, 142.5], // green
  [192.18, 194.77], // cyan
  [265.87, 264.05], // blue
  [307.72, 328.36], // magenta
  [372.18, 389.23], // red again
];

/** §5.1: the first two bytes of the SHA-1 of the text, little endian, as degrees. */
export function consistentAngle(text: string): number {
  const [low = 0, high = 0] = sha1(new TextEncoder().encode(text));
  return ((high * 256 + low) / 65_536) * 360;
}

const known = new Map<string, number>();

/** The OKLCH hue of a person, by address; how light and how strong it is belongs to the theme. */
export function personHue(address: string): number {
  const before = known.get(address);
  if (before !== undefined) return before;
  const angle = consistentAngle(address);
  const next = CORNERS.findIndex(([luv]) => luv > angle);
  const [fromLuv, from] = CORNERS[next - 1] ?? [0, 0];
  const [toLuv, to] = CORNERS[next] ?? [360, 360];
  const hue = Math.round((from + ((angle - fromLuv) / (toLuv - fromLuv)) * (to - from) + 360) % 360);
  if (known.size > 5000) known.clear();
  known.set(address, hue);
  return hue;
}
