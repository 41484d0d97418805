// Draws the pictures beside it from the two SVG files: `node build/icons/render.ts`, with a Chromium on the path or in CHROMIUM. The results are committed.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright-core';

const FOLDER = import.meta.dirname;
/** What the running app shows; the rest is for installers. */
const IN_APP = join(FOLDER, '../../main/host/electron/icons');
const LINUX = [16, 32, 48, 64, 128, 256, 512];
const ICO = [16, 24, 32, 48, 64, 128, 256];
// The types of an icns file that hold a PNG, by their length in pixels.
const ICNS: readonly (readonly [string, number])[] = [
  ['icp4', 16],
  ['icp5', 32],
  ['ic11', 32],
  ['ic12', 64],
  ['ic07', 128],
  ['ic08', 256],
  ['ic13', 256],
  ['ic09', 512],
  ['ic14', 512],
];

async function draw(page: Page, svg: string, size: number, rules = ''): Promise<Buffer> {
  await page.setViewportSize({ width: size, height: size });
  await page.setContent(`<style>body{margin:0}svg{display:block;width:${size}px;height:${size}px}${rules}</style>${svg}`);
  return page.screenshot({ omitBackground: true });
}

/** Pictures as PNG in an ICO: a directory of 16 bytes for each, then the files. */
function ico(pictures: readonly (readonly [number, Buffer])[]): Buffer {
  const head = Buffer.alloc(6 + 16 * pictures.length);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(pictures.length, 4);
  let offset = head.byteLength;
  for (const [index, [size, png]] of pictures.entries()) {
    const at = 6 + 16 * index;
    head.writeUInt8(size % 256, at);
    head.writeUInt8(size % 256, at + 1);
    head.writeUInt16LE(1, at + 4);
    head.writeUInt16LE(32, at + 6);
    head.writeUInt32LE(png.byteLength, at + 8);
    head.writeUInt32LE(offset, at + 12);
    offset += png.byteLength;
  }
  return Buffer.concat([head, ...pictures.map(([, png]) => png)]);
}

/** Blocks of type, length and PNG after a head of the same form. */
function icns(pictures: readonly (readonly [string, Buffer])[]): Buffer {
  const block = (type: string, body: Buffer): Buffer => {
    const head = Buffer.alloc(8);
    head.write(type, 'latin1');
    head.writeUInt32BE(8 + body.byteLength, 4);
    return Buffer.concat([head, body]);
  };
  return block('icns', Buffer.concat(pictures.map(([type, png]) => block(type, png))));
}

const browser = await chromium.launch({ executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
try {
  const page = await browser.newPage();
  const app = await readFile(join(FOLDER, 'balcony.svg'), 'utf8');
  const tray = await readFile(join(FOLDER, 'tray.svg'), 'utf8');
  const sizes = new Map<number, Buffer>();
  for (const size of new Set([...LINUX, ...ICO, ...ICNS.map(([, length]) => length)])) sizes.set(size, await draw(page, app, size));
  const png = (size: number): Buffer => sizes.get(size) ?? Buffer.alloc(0);

  for (const size of LINUX) await writeFile(join(FOLDER, `${size}x${size}.png`), png(size));
  await writeFile(join(IN_APP, 'window.png'), png(128));
  await writeFile(join(FOLDER, 'icon.ico'), ico(ICO.map(size => [size, png(size)] as const)));
  await writeFile(join(FOLDER, 'icon.icns'), icns(ICNS.map(([type, size]) => [type, png(size)] as const)));

  const ink = (color: string, unread: string): string => `svg{color:${color};--unread:${unread}}`;
  const quiet = '#unread{display:none}';
  for (const [suffix, scale] of [
    ['', 1],
    ['@2x', 2],
  ] as const) {
    const trays: readonly (readonly [string, number, string])[] = [
      ['tray', 24, `${ink('#8a6ad0', 'none')}${quiet}`],
      ['trayUnread', 24, ink('#8a6ad0', '#ff7a59')],
      // macOS takes the shape alone, and the colour of the menu bar.
      ['trayTemplate', 16, `${ink('#000', 'none')}${quiet}`],
      ['trayUnreadTemplate', 16, ink('#000', '#000')],
    ];
    for (const [name, size, rules] of trays) await writeFile(join(IN_APP, `${name}${suffix}.png`), await draw(page, tray, size * scale, rules));
  }
} finally {
  await browser.close();
}
