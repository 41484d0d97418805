import { realpath, stat } from 'node:fs/promises';
import { extname, isAbsolute, join, relative, sep } from 'node:path';

/**
 * The page reaches its own files and its own port, and nothing else: no inline script or style, no eval, no foreign origin, no markup from strings.
 * Sent as a header by both hosts, so that no page can be served without it.
 */
export const CSP = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self' blob:",
  "media-src 'self' blob:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

/** Goes with every answer to the page, files and pictures alike. */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': CSP,
  'x-content-type-options': 'nosniff',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
};

/** What may be served, by extension; anything else does not exist for the page. */
export const MEDIA_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.ogg': 'audio/ogg',
};

export interface ServedFile {
  /** Absolute, with every link in it followed. */
  readonly path: string;
  readonly type: string;
}

/**
 * The file under `folder` that a URL's pathname (still percent-encoded) names; `/` names index.html. Undefined for what is not there, of no served
 * type, or outside: a link that leads out of the folder is followed before it is judged. Never rejects.
 */
export async function resolveFile(folder: string, pathname: string): Promise<ServedFile | undefined> {
  const wanted = decode(pathname);
  const type = wanted === undefined ? undefined : MEDIA_TYPES[extname(wanted)];
  if (wanted === undefined || type === undefined) return undefined;
  try {
    const path = await realpath(join(folder, wanted));
    const inside = relative(await realpath(folder), path);
    const isInside = inside !== '' && inside !== '..' && !inside.startsWith(`..${sep}`) && !isAbsolute(inside);
    const served = isInside && MEDIA_TYPES[extname(path)] === type && (await stat(path)).isFile();
    return served ? { path, type } : undefined;
  } catch {
    return undefined;
  }
}

/** Undefined for a pathname that is no valid encoding, or hides a NUL or a backslash. */
function decode(pathname: string): string | undefined {
  try {
    const text = decodeURIComponent(pathname);
    if (/[\0\\]/.test(text)) return undefined;
    return text === '/' ? '/index.html' : text;
  } catch {
    return undefined;
  }
}
