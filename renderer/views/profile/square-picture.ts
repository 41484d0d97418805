/**
 * Bytes of a PNG or JPEG, before base64. The contract takes five times as much, but a server ends the stream over a stanza that it finds too
 * big: Prosody at 256 KiB as it is set up, ejabberd often at 64 KiB. As base64 this stays below both.
 */
export const MOST_BYTES = 45 * 1024;

export interface Crop {
  /** 1: the picture's shorter side fills the square. */
  readonly zoom: number;
  /** Where the square's middle lies in the picture, 0 to 1 in each direction. */
  readonly x: number;
  readonly y: number;
}
export const WHOLE: Crop = { zoom: 1, x: 0.5, y: 0.5 };

export interface Square {
  readonly left: number;
  readonly top: number;
  readonly side: number;
}

/** The square of a picture of that size, in its own pixels; never beyond its edges. */
export function squareOf(width: number, height: number, crop: Crop): Square {
  const side = Math.min(width, height) / Math.max(1, crop.zoom);
  const within = (middle: number, length: number): number => Math.min(Math.max(middle * length - side / 2, 0), length - side);
  return { left: within(crop.x, width), top: within(crop.y, height), side };
}

/** Moves the square by a part of its own side; the answer lies within the picture, so that dragging back takes effect at once. */
export function movedBy(width: number, height: number, crop: Crop, dx: number, dy: number): Crop {
  const { side } = squareOf(width, height, crop);
  const { left, top } = squareOf(width, height, { ...crop, x: crop.x + (dx * side) / width, y: crop.y + (dy * side) / height });
  return { ...crop, x: (left + side / 2) / width, y: (top + side / 2) / height };
}

export type Encode = (size: number, type: 'image/png' | 'image/jpeg', quality: number) => Promise<Blob | undefined>;

/** The largest encoding that fits. Undefined: none does, or the browser cannot encode. */
export async function smallEnough(encode: Encode): Promise<Blob | undefined> {
  for (const [size, type, quality] of [
    [384, 'image/png', 1],
    [384, 'image/jpeg', 0.9],
    [256, 'image/jpeg', 0.85],
    [192, 'image/jpeg', 0.7],
    [96, 'image/jpeg', 0.6],
  ] as const) {
    const blob = await encode(size, type, quality);
    if (blob && blob.type === type && blob.size <= MOST_BYTES) return blob;
  }
  return undefined;
}

/** Cuts the square out of a picture. The canvas drops everything else that lay in the file, such as where it was taken. */
export async function cutSquare(picture: ImageBitmap, crop: Crop): Promise<Blob | undefined> {
  const { left, top, side } = squareOf(picture.width, picture.height, crop);
  return smallEnough(async (size, type, quality) => {
    const canvas = document.createElement('canvas');
    canvas.width = canvas.height = Math.min(size, Math.max(1, Math.round(side)));
    const context = canvas.getContext('2d');
    if (!context) return undefined;
    context.imageSmoothingQuality = 'high';
    if (type === 'image/jpeg') {
      context.fillStyle = 'white'; // JPEG knows no transparency
      context.fillRect(0, 0, canvas.width, canvas.height);
    }
    context.drawImage(picture, left, top, side, side, 0, 0, canvas.width, canvas.height);
    return new Promise(resolve => canvas.toBlob(blob => resolve(blob ?? undefined), type, quality));
  });
}

export async function base64Of(blob: Blob): Promise<string> {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  let text = '';
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
}
