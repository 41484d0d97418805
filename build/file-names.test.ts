import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';

const SAYS_NOTHING = /^(utils?|helpers?|managers?|misc|common)$/i;

/** Paths whose folder or file name says nothing about what is inside, and barrels that hide where a thing comes from. */
function misnamed(paths: readonly string[]): readonly string[] {
  return paths.filter(path => {
    const parts = path.split('/');
    const words = parts.map(part => part.replace(/\..*$/, '')).flatMap(part => [part, ...part.split('-')]);
    return words.some(word => SAYS_NOTHING.test(word)) || /^index\.tsx?$/.test(parts.at(-1) ?? '');
  });
}

test.each(['main/utils/text.ts', 'main/chat/helpers.ts', 'main/calls/call-manager.ts', 'renderer/ui/index.ts', 'main/base/common.ts'])(
  '%s is refused',
  path => {
    expect(misnamed([path])).toEqual([path]);
  },
);

test('a name that only contains such a word is fine', () => {
  expect(misnamed(['main/base/commonality.ts', 'renderer/index.html', 'main/chat/outbox.ts'])).toEqual([]);
});

test('every file of the project has a name that says what is inside', () => {
  const root = resolve(import.meta.dirname, '..');
  const files = execFileSync('git', ['ls-files', '*.ts', '*.tsx', '*.css', '*.mjs'], { cwd: root, encoding: 'utf8' });
  expect(misnamed(files.split('\n').filter(Boolean))).toEqual([]);
});
