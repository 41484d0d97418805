import { expect, test } from 'vitest';
import { base64Of, MOST_BYTES, movedBy, smallEnough, squareOf, WHOLE } from './square-picture.ts';

test('at first the square is the middle of the picture', () => {
  expect(squareOf(400, 200, WHOLE)).toEqual({ left: 100, top: 0, side: 200 });
});

test('the square never leaves the picture, however far it is dragged', () => {
  const dragged = movedBy(400, 200, WHOLE, 10, 10);
  expect(squareOf(400, 200, dragged)).toEqual({ left: 200, top: 0, side: 200 });
  expect(squareOf(400, 200, movedBy(400, 200, dragged, -0.5, 0))).toEqual({ left: 100, top: 0, side: 200 });
});

test('enlarging makes the square smaller around the same middle', () => {
  expect(squareOf(400, 400, { zoom: 2, x: 0.5, y: 0.5 })).toEqual({ left: 100, top: 100, side: 200 });
});

const blob = (type: string, size: number): Blob => new Blob([new Uint8Array(size)], { type });

test('a picture that is too large as PNG goes out as a smaller JPEG', async () => {
  const tried: string[] = [];
  const small = await smallEnough(async (size, type) => {
    tried.push(`${type} ${size}`);
    return blob(type, size >= 384 ? MOST_BYTES + 1 : 1000);
  });
  expect(tried).toEqual(['image/png 384', 'image/jpeg 384', 'image/jpeg 256']);
  expect(small?.type).toBe('image/jpeg');
});

test('what no encoding makes small enough is not sent', async () => {
  expect(await smallEnough(async (_size, type) => blob(type, MOST_BYTES + 1))).toBeUndefined();
});

test('a browser that encodes as something else than asked is not believed', async () => {
  expect(await smallEnough(async () => blob('image/webp', 10))).toBeUndefined();
});

test('bytes of any value come through base64', async () => {
  const bytes = Uint8Array.from({ length: 100_000 }, (_, at) => at % 256);
  expect(await base64Of(new Blob([bytes]))).toBe(Buffer.from(bytes).toString('base64'));
});
