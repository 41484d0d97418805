// Writes docs/balcony.doap (XEP-0453) and the table in docs/interop.md from what the features say of themselves. `--check`: only compares, and fails.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { allFeatures } from '../main/xmpp/features/all.ts';
import { RFCS, STREAM_XEPS, TITLES, type Xep } from './interop-xeps.ts';

const ROOT = join(import.meta.dirname, '..');
export const BEGIN = '<!-- xeps: written by build/interop-table.ts -->';
export const END = '<!-- /xeps -->';

/** Every XEP once, by number. Throws where two places disagree, or where one has no title. */
export function supported(): readonly Xep[] {
  const found = new Map<string, Xep>();
  for (const xep of [...STREAM_XEPS, ...allFeatures.flatMap(feature => feature.xeps)]) {
    if (found.has(xep.number)) throw new Error(`XEP-${xep.number} is claimed twice`);
    if (TITLES[xep.number] === undefined) throw new Error(`XEP-${xep.number} has no title in build/interop-xeps.ts`);
    found.set(xep.number, xep);
  }
  return [...found.values()].toSorted((a, b) => (a.number < b.number ? -1 : 1));
}

const titleOf = (xep: Xep): string => TITLES[xep.number]!;
const address = (xep: Xep): string => `https://xmpp.org/extensions/xep-${xep.number}.html`;
const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll("'", '&apos;');

export function table(xeps: readonly Xep[]): string {
  const rows = xeps.map(xep => `| [${xep.number}](${address(xep)}) | ${titleOf(xep)} | ${xep.version} | ${xep.status} | ${xep.note ?? ''} |`);
  const rfcs = RFCS.map(rfc => `[RFC ${rfc.number}](https://www.rfc-editor.org/rfc/rfc${rfc.number}.html) (${rfc.title})`);
  return ['| XEP | Title | Version | Status | Note |', '|---|---|---|---|---|', ...rows, '', `Besides: ${rfcs.join(', ')}.`].join('\n');
}

/** The page with the table between its marks. Throws where the marks are missing. */
export function withTable(page: string, rows: string): string {
  const [begin, end] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (begin < 0 || end < begin) throw new Error(`docs/interop.md has no place for the table: ${BEGIN} … ${END}`);
  return `${page.slice(0, begin + BEGIN.length)}\n\n${rows}\n\n${page.slice(end)}`;
}

function support(xep: Xep): string {
  const note = xep.note === undefined ? '' : `\n        <xmpp:note xml:lang='en'>${escape(xep.note)}</xmpp:note>`;
  return `    <implements>
      <xmpp:SupportedXep>
        <xmpp:xep rdf:resource='${address(xep)}'/>
        <xmpp:status>${xep.status}</xmpp:status>
        <xmpp:version>${xep.version}</xmpp:version>${note}
      </xmpp:SupportedXep>
    </implements>`;
}

export interface Project {
  readonly productName: string;
  readonly description: string;
  readonly homepage: string;
  readonly license: string;
}

export function doap(xeps: readonly Xep[], project: Project): string {
  const systems = ['Linux', 'macOS', 'Windows'].map(name => `    <os>${name}</os>`);
  const rfcs = RFCS.map(rfc => `    <implements rdf:resource='https://www.rfc-editor.org/info/rfc${rfc.number}'/>`);
  return `<?xml version='1.0' encoding='UTF-8'?>
<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'
         xmlns='http://usefulinc.com/ns/doap#'
         xmlns:xmpp='https://linkmauve.fr/ns/xmpp-doap#'>
  <Project xml:lang='en'>
    <name>${escape(project.productName)}</name>
    <shortdesc xml:lang='en'>${escape(project.description)}</shortdesc>
    <homepage rdf:resource='${escape(project.homepage)}'/>
    <license rdf:resource='https://spdx.org/licenses/${escape(project.license)}.html'/>
    <programming-language>TypeScript</programming-language>
${systems.join('\n')}
    <category rdf:resource='https://linkmauve.fr/ns/xmpp-doap#category-client'/>
${rfcs.join('\n')}
${xeps.map(support).join('\n')}
  </Project>
</rdf:RDF>
`;
}

/** Each file with what should stand in it. */
function wanted(): readonly { readonly file: string; readonly text: string }[] {
  const xeps = supported();
  const page = join(ROOT, 'docs/interop.md');
  const project: Project = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const before = existsSync(page) ? readFileSync(page, 'utf8') : `# What Balcony speaks\n\n${BEGIN}\n${END}\n`;
  return [
    { file: 'docs/balcony.doap', text: doap(xeps, project) },
    { file: 'docs/interop.md', text: withTable(before, table(xeps)) },
  ];
}

/** Files that are not as the features would have them. */
export const outdated = (): readonly string[] =>
  wanted()
    .filter(({ file, text }) => !existsSync(join(ROOT, file)) || readFileSync(join(ROOT, file), 'utf8') !== text)
    .map(({ file }) => file);

if (import.meta.main) {
  const files = outdated();
  if (process.argv.includes('--check')) {
    if (files.length > 0) console.error(`not as the features say: ${files.join(', ')}; run: node build/interop-table.ts`);
    process.exitCode = files.length > 0 ? 1 : 0;
  } else {
    for (const { file, text } of wanted()) writeFileSync(join(ROOT, file), text);
    console.log(files.length > 0 ? `written: ${files.join(', ')}` : 'nothing to write');
  }
}
