import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openGallery, type Gallery, type Variant } from './gallery-page.ts';
import { cutTexts } from './overflow.ts';

const PICTURES = fileURLToPath(new URL('../../test-results/gallery/', import.meta.url));
const WIDE = { width: 1280, height: 800 } as const;

const VARIANTS: readonly (Variant & { readonly axe: boolean })[] = [
  { name: 'light', theme: 'light', ...WIDE, axe: true },
  { name: 'dark', theme: 'dark', ...WIDE, axe: true },
  { name: 'contrast', theme: 'contrast', ...WIDE, axe: true },
  { name: 'middle-german', theme: 'light', width: 940, height: 700, language: 'de', axe: false },
  { name: 'narrow', theme: 'light', width: 420, height: 740, axe: true },
  { name: 'right-to-left', theme: 'dark', ...WIDE, direction: 'rtl', axe: false },
  { name: 'twice', theme: 'light', width: 1600, height: 1000, zoom: 2, axe: false },
];

let gallery: Gallery;
beforeAll(async () => {
  mkdirSync(PICTURES, { recursive: true });
  gallery = await openGallery();
});
afterAll(() => gallery[Symbol.asyncDispose]());

/** A message or a dialog may be wider than the page only where it scrolls; axe speaks for those who cannot see it. */
async function faultsOf(scene: string, variant: Variant & { readonly axe: boolean }): Promise<readonly string[]> {
  const { page, complaints } = await gallery.open(scene, variant);
  try {
    await page.screenshot({ path: `${PICTURES}${scene}.${variant.name}.png` });
    const cut = await page.evaluate(cutTexts);
    const axe = variant.axe ? (await new AxeBuilder({ page }).analyze()).violations : [];
    return [
      ...complaints.map(text => `${scene}: the page complains: ${text}`),
      ...cut.map(text => `${scene}: ${text}`),
      ...axe.flatMap(({ id, help, nodes }) => nodes.map(({ html }) => `${scene}: ${id}: ${help}: ${html.slice(0, 200)}`)),
    ];
  } finally {
    await page.context().close();
  }
}

describe.each(VARIANTS)('every view in $name', variant => {
  test('is whole, readable for everybody, and quiet', { timeout: 600_000 }, async () => {
    const faults: string[] = [];
    for (const scene of gallery.scenes) faults.push(...(await faultsOf(scene, variant)));
    expect(faults).toEqual([]);
  });
});
