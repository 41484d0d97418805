import { SECURITY_HEADERS } from '../csp.ts';

export type PictureReader = (kind: 'avatar', name: string) => Promise<{ readonly type: string; readonly bytes: Uint8Array } | undefined>;

// Raster pictures only: an SVG is a document, and a stranger's.
const PICTURES: ReadonlySet<string> = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp']);

/** The answer for `/media/avatar/<hash>`: a picture out of the store, under the name of its hash and therefore the same for ever. */
export async function pictureFor(pathname: string, read: PictureReader): Promise<Response> {
  const name = /^\/media\/avatar\/([0-9a-f]{1,128})$/.exec(pathname)?.[1];
  const picture = name === undefined ? undefined : await read('avatar', name).catch(() => undefined);
  if (picture === undefined || !PICTURES.has(picture.type)) return new Response(null, { status: 404, headers: SECURITY_HEADERS });
  const headers = { ...SECURITY_HEADERS, 'content-type': picture.type, 'cache-control': 'private, max-age=31536000, immutable' };
  return new Response(Uint8Array.from(picture.bytes), { headers });
}
