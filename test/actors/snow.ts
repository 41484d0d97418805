import { seeded } from './seeded.ts';

const [WIDTH, HEIGHT, RATE, FRAMES, GRAIN] = [640, 480, 10, 20, 4];

/** A film for a made-up camera (YUV4MPEG2) of which hardly anything can be left out: grains of grey, others in each frame. An encoder takes what it may. */
export function snow(seed: number): Buffer {
  const random = seeded(seed);
  const colourless = Buffer.alloc((WIDTH * HEIGHT) / 2, 128);
  const line = (): Buffer => {
    const pixels = Buffer.alloc(WIDTH);
    for (let x = 0; x < WIDTH; x += GRAIN) pixels.fill(16 + Math.floor(random() * 220), x, x + GRAIN);
    return pixels;
  };
  const frame = (): Buffer[] => {
    const lines: Buffer[] = [];
    for (let y = 0; y < HEIGHT; y += GRAIN) {
      const one = line();
      for (let again = 0; again < GRAIN; again += 1) lines.push(one);
    }
    return [Buffer.from('FRAME\n'), ...lines, colourless];
  };
  return Buffer.concat([Buffer.from(`YUV4MPEG2 W${WIDTH} H${HEIGHT} F${RATE}:1 Ip A1:1 C420mpeg2\n`), ...Array.from({ length: FRAMES }, frame).flat()]);
}
