import { readFile } from 'node:fs/promises';
import { protocol, type Protocol } from 'electron';
import { resolveFile, SECURITY_HEADERS } from '../csp.ts';
import type { PictureReader } from './media.ts';
import { pictureFor } from './media.ts';

export const PAGE = 'app://messenger/';

/** By scheme and host: the `origin` of a scheme Node does not know is the string "null", equal to that of every other such scheme. */
export function isOurs(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol: scheme, host } = new URL(url);
  return scheme === 'app:' && host === 'messenger';
}

/** Before the app is ready: makes app:// an origin of its own, with fetch, under the rules of https. */
export function declareScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } }]);
}

/** Serves the page's bundle, and the store's pictures under /media/. */
export function handleScheme(on: Protocol, folder: string, readPicture: PictureReader): void {
  on.handle('app', request => answer(folder, request, readPicture));
}

export async function answer(folder: string, request: Pick<Request, 'url' | 'method'>, readPicture: PictureReader): Promise<Response> {
  if (!isOurs(request.url)) return refuse(404);
  if (request.method !== 'GET') return refuse(405);
  const { pathname } = new URL(request.url);
  if (pathname.startsWith('/media/')) return pictureFor(pathname, readPicture);
  const file = await resolveFile(folder, pathname);
  if (file === undefined) return refuse(404);
  try {
    return new Response(await readFile(file.path), { headers: { ...SECURITY_HEADERS, 'content-type': file.type } });
  } catch {
    return refuse(404);
  }
}

const refuse = (status: number): Response => new Response(null, { status, headers: SECURITY_HEADERS });
