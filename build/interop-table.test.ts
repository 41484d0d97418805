import { expect, test } from 'vitest';
import { allFeatures } from '../main/xmpp/features/all.ts';
import { parseXml } from '../main/xmpp/xml.fixture.ts';
import { BEGIN, doap, END, outdated, supported, table, withTable } from './interop-table.ts';

const project = { productName: 'Balcony', description: `Softphone & messenger's <best>`, homepage: 'https://example.org', license: 'Apache-2.0' };

test('docs/balcony.doap and docs/interop.md say what the features say (else run: npx node build/interop-table.ts)', () => {
  expect(outdated()).toEqual([]);
});

test('every feature names the XEPs it stands on, with version and status', () => {
  for (const feature of allFeatures) {
    expect(feature.xeps.length).toBeGreaterThan(0);
    for (const xep of feature.xeps) expect(xep).toMatchObject({ number: expect.stringMatching(/^\d{4}$/), version: expect.stringMatching(/^\d+\.\d+/) });
  }
});

test('the DOAP file is XML with one entry for each XEP (XEP-0453)', () => {
  const root = parseXml(doap(supported(), project).replace(/^<\?xml[^>]*\?>/, ''));
  const entries = root
    .getChild('Project')!
    .getChildren('implements')
    .flatMap(one => one.getChildren('SupportedXep'));
  expect(entries).toHaveLength(supported().length);
  expect(entries[0]!.getNS()).toBe('https://linkmauve.fr/ns/xmpp-doap#');
  expect(root.getChild('Project')!.getChild('shortdesc')!.text()).toBe(project.description);
});

test('a page keeps what stands around the table', () => {
  const page = `# Title\n\nBefore.\n\n${BEGIN}\nof yesterday\n${END}\n\nAfter.\n`;
  const once = withTable(page, table(supported()));
  expect(once).toMatch(/Before\.[^]*\| \[0184\][^]*After\./);
  expect(once).not.toContain('of yesterday');
  expect(withTable(once, table(supported()))).toBe(once);
  expect(() => withTable('# nothing here', '')).toThrow('no place');
});
