/** Red, green, blue, from the left. */
const BARS = [
  [235, 235, 235],
  [235, 235, 16],
  [16, 235, 235],
  [16, 235, 16],
  [235, 16, 235],
  [235, 16, 16],
  [16, 16, 235],
  [16, 16, 16],
] as const;
const [WIDTH, HEIGHT, RATE] = [640, 480, 10];
/** The bars stand still for so long, then each takes the place of its neighbour. */
const FRAMES_A_STEP = 4;

/** A film for a made-up camera (YUV4MPEG2): colour bars that walk to the left, one bar at a time, round and round. */
export function colourBars(): Buffer {
  const parts: Buffer[] = [Buffer.from(`YUV4MPEG2 W${WIDTH} H${HEIGHT} F${RATE}:1 Ip A1:1 C420mpeg2\n`)];
  for (let step = 0; step < BARS.length; step += 1) {
    const frame = frameOf(step);
    for (let count = 0; count < FRAMES_A_STEP; count += 1) parts.push(Buffer.from('FRAME\n'), frame);
  }
  return Buffer.concat(parts);
}

function frameOf(step: number): Buffer {
  const plane = (width: number, height: number, value: (bar: readonly [number, number, number]) => number): Buffer => {
    const line = Buffer.from(Array.from({ length: width }, (_, x) => value(BARS[(Math.floor((x * BARS.length) / width) + step) % BARS.length] ?? BARS[0])));
    return Buffer.concat(Array.from({ length: height }, () => line));
  };
  // BT.601, as cameras have it.
  const luma = ([red, green, blue]: readonly [number, number, number]): number => 16 + (65.7 * red + 129.1 * green + 25.1 * blue) / 256;
  const blueness = ([red, green, blue]: readonly [number, number, number]): number => 128 + (-37.9 * red - 74.5 * green + 112.4 * blue) / 256;
  const redness = ([red, green, blue]: readonly [number, number, number]): number => 128 + (112.4 * red - 94.2 * green - 18.3 * blue) / 256;
  return Buffer.concat([plane(WIDTH, HEIGHT, luma), plane(WIDTH / 2, HEIGHT / 2, blueness), plane(WIDTH / 2, HEIGHT / 2, redness)]);
}

/**
 * How far the bars have walked in what arrived, from 0 to 7; undefined where it does not show them.
 * @param line colours across the middle of the picture, as many from each bar
 */
export function barsWalked(line: readonly (readonly [number, number, number])[]): number | undefined {
  if (line.length === 0) return undefined;
  const seen = line.map(nearest);
  const each = line.length / BARS.length;
  const fits = (step: number): boolean => seen.every((bar, index) => bar === (Math.floor(index / each) + step) % BARS.length);
  const step = BARS.findIndex((_, index) => fits(index));
  return step < 0 ? undefined : step;
}

/** The bar whose colour it is, however pale; each channel of a bar is all or nothing. */
function nearest(colour: readonly [number, number, number]): number {
  return BARS.findIndex(bar => bar.every((value, channel) => value > 128 === (colour[channel] ?? 0) > 128));
}
