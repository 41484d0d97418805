import { openGallery } from '/work/main/test/e2e/gallery-page.ts';
import { mkdirSync } from 'node:fs';
mkdirSync('/tmp/shots', { recursive: true });
const [, , which = '', theme = 'light', width = '1280', ...more] = process.argv;
await using gallery = await openGallery();
console.log(gallery.scenes.length);
for (const scene of gallery.scenes) {
  if (which !== 'all' && !which.split(',').includes(scene)) continue;
  const { page, complaints } = await gallery.open(scene, {
    name: 'x',
    theme: theme as any,
    width: Number(width),
    height: 800,
    ...(more.includes('rtl') ? { direction: 'rtl' } : {}),
    ...(more.includes('de') ? { language: 'de' } : {}),
    ...(more.includes('zoom') ? { zoom: 2 } : {}),
  } as any);
  await page.screenshot({ path: `/tmp/shots/${scene}-${theme}-${width}${more.join('')}.png` });
  if (complaints.length)
    console.log(
      scene,
      [...new Set(complaints)].map(c => c.slice(0, 300)),
    );
  await page.context().close();
}
