import type Engine from 'wrtc';
import type { PictureData } from 'wrtc';
import { engine } from './engine.ts';

const WIDTH = 320;
const HEIGHT = 240;
const FRAMES_PER_SECOND = 10;
const BAR = 40;
const BLACK = 16;
const WHITE = 235;
const GREY = 128;

/** A white bar that moves over black: for peers that have no camera but are to show that pictures move. */
export function movingBar(): { readonly track: MediaStreamTrack; readonly stop: () => void } {
  const source = new (engine().nonstandard.RTCVideoSource)();
  const track = source.createTrack();
  let at = 0;
  const timer = setInterval(() => {
    at = (at + 8) % WIDTH;
    source.onFrame(bar(at));
  }, 1000 / FRAMES_PER_SECOND);
  return {
    track,
    stop() {
      clearInterval(timer);
      track.stop();
    },
  };
}

function bar(at: number): PictureData {
  const data = new Uint8ClampedArray(WIDTH * HEIGHT * 1.5).fill(GREY, WIDTH * HEIGHT);
  const line = Uint8ClampedArray.from({ length: WIDTH }, (_, x) => ((x - at + WIDTH) % WIDTH < BAR ? WHITE : BLACK));
  for (let y = 0; y < HEIGHT; y += 1) data.set(line, y * WIDTH);
  return { width: WIDTH, height: HEIGHT, data };
}

/** Looks at the pictures of one track: how many came, and how many were unlike the one before. */
export class PictureMeter {
  #sink: InstanceType<typeof Engine.nonstandard.RTCVideoSink> | undefined;
  #last: Uint8ClampedArray | undefined;
  frames = 0;
  moved = 0;
  size: { readonly width: number; readonly height: number } = { width: 0, height: 0 };

  watch(track: MediaStreamTrack): void {
    this.stop();
    const sink = new (engine().nonstandard.RTCVideoSink)(track);
    this.#sink = sink;
    sink.onframe = ({ frame }) => this.#take(frame);
  }
  stop(): void {
    if (this.#sink) this.#sink.onframe = null;
    this.#sink?.stop();
    this.#sink = undefined;
  }
  #take({ width, height, data }: PictureData): void {
    this.frames += 1;
    this.size = { width, height };
    const line = data.slice(width * (height >> 1), width * ((height >> 1) + 1));
    const last = this.#last;
    this.#last = line;
    if (last?.length === line.length && line.reduce((sum, value, x) => sum + Math.abs(value - (last[x] ?? 0)), 0) / width > 2) this.moved += 1;
  }
}
