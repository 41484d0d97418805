import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openGallery, type Gallery, type OpenScene, type Variant } from './gallery-page.ts';
import { cutTexts } from './overflow.ts';

const PICTURES = fileURLToPath(new URL('../../test-results/gallery/', import.meta.url));
const WIDE = { width: 1280, height: 800 } as const;

/** What axe looks at: colours are other ones in each theme, all else is the same, and each look takes longer than everything else here. */
type Look = 'all' | 'colours' | 'all but colours' | 'nothing';
const VARIANTS: readonly (Variant & { readonly axe: Look })[] = [
  { name: 'light', theme: 'light', ...WIDE, axe: 'all' },
  { name: 'dark', theme: 'dark', ...WIDE, axe: 'colours' },
  { name: 'contrast', theme: 'contrast', ...WIDE, axe: 'colours' },
  { name: 'middle-german', theme: 'light', width: 940, height: 700, language: 'de', axe: 'nothing' },
  { name: 'narrow', theme: 'light', width: 420, height: 740, axe: 'all but colours' },
  { name: 'right-to-left', theme: 'dark', ...WIDE, direction: 'rtl', axe: 'nothing' },
  { name: 'twice', theme: 'light', width: 1600, height: 1000, zoom: 2, axe: 'nothing' },
];

let gallery: Gallery;
beforeAll(async () => {
  mkdirSync(PICTURES, { recursive: true });
  gallery = await openGallery();
});
afterAll(() => gallery[Symbol.asyncDispose]());

const COLOURS = 'color-contrast';
async function lookAt(page: Page, look: Look): Promise<AxeBuilder> {
  // Without frames of other origins there is nothing that needs the page of its own that is opened else for every look.
  const builder = new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ['violations'] });
  if (look === 'colours') return builder.withRules([COLOURS]);
  // A view by itself is no page.
  const isPart = await page.evaluate(() => document.documentElement.dataset['part'] === 'true');
  return builder.disableRules([...(look === 'all' ? [] : [COLOURS]), ...(isPart ? ['region', 'landmark-one-main', 'page-has-heading-one'] : [])]);
}

async function faultsOf({ scene, page, complaints }: OpenScene, { name, axe }: (typeof VARIANTS)[number]): Promise<readonly string[]> {
  // Nobody looks at pictures where nobody watches, and without a GPU each costs more than all else here.
  if (process.env['CI'] === undefined) await page.screenshot({ path: `${PICTURES}${scene}.${name}.png` });
  const cut = await page.evaluate(cutTexts);
  const violations =
    axe === 'nothing' || (axe === 'all but colours' && process.env['CI'] !== undefined) ? [] : (await (await lookAt(page, axe)).analyze()).violations;
  return [
    ...complaints.map(text => `${scene}: the page complains: ${text}`),
    ...cut.map(text => `${scene}: ${text}`),
    ...violations.flatMap(({ id, help, nodes }) => nodes.map(({ html }) => `${scene}: ${id}: ${help}: ${html.slice(0, 200)}`)),
  ];
}

/** Light, dark, narrow, German and right to left find nearly all that these two find, and all must be over in half an hour; so axe sees narrow by hand too. */
const ONLY_BY_HAND: ReadonlySet<string> = new Set(['contrast', 'twice']);

describe.each(VARIANTS)('every view in $name', variant => {
  test('is whole, can be read by everybody, and complains of nothing', { timeout: 900_000 }, async ({ skip }) => {
    skip(process.env['CI'] !== undefined && ONLY_BY_HAND.has(variant.name), 'takes too long where nobody watches: npm test looks at it by hand');
    const faults: string[] = [];
    await gallery.walk(variant, gallery.scenes, async open => void faults.push(...(await faultsOf(open, variant))));
    expect(faults).toEqual([]);
  });
});
