import { z } from 'zod';

const LEAST = { width: 480, height: 360 } as const;
const USUAL = { width: 1100, height: 760 } as const;
/** So much of the title bar must lie on some display that a hand can pull the window back. */
const GRIP = { width: 120, height: 24 } as const;

export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}
export interface Place {
  /** Undefined: the system chooses where. */
  readonly corner: { readonly x: number; readonly y: number } | undefined;
  readonly width: number;
  readonly height: number;
  readonly maximized: boolean;
}

const length = z.int().min(1).max(32_768);
const coordinate = z.int().min(-65_536).max(65_536);
const kept = z.object({ x: coordinate, y: coordinate, width: length, height: length, maximized: z.boolean() });
export type KeptPlace = z.output<typeof kept>;

/** Where the window stood, or the usual place when that was never kept, makes no sense, or lies on a display that is gone. */
export function placeFrom(text: string | undefined, displays: readonly Rectangle[]): Place {
  const place = read(text);
  if (place === undefined) return { corner: undefined, ...USUAL, maximized: false };
  const [width, height] = [Math.max(place.width, LEAST.width), Math.max(place.height, LEAST.height)];
  const home = displays.find(display => gripOn(display, { ...place, width, height }));
  if (home === undefined) return { corner: undefined, ...USUAL, maximized: place.maximized };
  return {
    corner: { x: place.x, y: place.y },
    width: Math.min(width, Math.max(home.width, LEAST.width)),
    height: Math.min(height, Math.max(home.height, LEAST.height)),
    maximized: place.maximized,
  };
}

function read(text: string | undefined): KeptPlace | undefined {
  try {
    return kept.safeParse(JSON.parse(text ?? '')).data;
  } catch {
    return undefined;
  }
}

function gripOn(display: Rectangle, window: Rectangle): boolean {
  const across = Math.min(window.x + window.width, display.x + display.width) - Math.max(window.x, display.x);
  return across >= GRIP.width && window.y >= display.y && window.y + GRIP.height <= display.y + display.height;
}

export const LEAST_SIZE = LEAST;
