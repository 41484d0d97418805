import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { USES } from './import-rules.ts';

const REPOSITORY = resolve(import.meta.dirname, '..');
const RULE = 'no-restricted-imports';

/** Each file breaks one rule; the message names it. */
const BROKEN: readonly (readonly [file: string, text: string, message: string])[] = [
  ['main/chat/broken.ts', "import { app } from 'electron';", 'Only the Electron host'],
  ['renderer/broken.ts', "import { app } from 'electron';", 'only through the contract'],
  ['build/broken.ts', "import { app } from 'electron';", 'Only the Electron host'],
  ['main/host/node/broken.ts', "import { app } from 'electron';", 'Only the Electron host'],
  ['main/chat/broken.test.ts', "import { app } from 'electron';", 'Only the Electron host'],
  ['preload/contract/broken.ts', "import { readFile } from 'node:fs/promises';", 'belongs to no process'],
  ['preload/contract/broken2.ts', "import { rows } from '../../main/store/api.ts';", 'belongs to no process'],
  ['preload/preload.ts', "import { readFile } from 'node:fs/promises';", 'one port and nothing else'],
  ['renderer/views/broken.ts', "import { rows } from '../../main/store/api.ts';", 'only through the contract'],
  ['renderer/views/broken2.ts', "import { readFile } from 'node:fs/promises';", 'only through the contract'],
  ['renderer/views/broken3.ts', "import { messages } from '../../preload/contract/messages.ts';", 'import types only'],
  ['renderer/ui/broken.ts', "import type { Message } from '../../preload/contract/messages.ts';", 'knows no domain word'],
  ['renderer/ui/broken2.ts', "import { model } from '../views/shell/shell.model.ts';", 'knows no domain word'],
  ['main/chat/broken2.ts', "import { Button } from '../../renderer/ui/Button.tsx';", 'Nothing in main'],
  ['main/chat/broken3.ts', "import { open } from '../../native/database/open.ts';", 'compiled addon'],
  ['main/base/broken.ts', "import { readFile } from 'node:fs';", 'base does no I/O'],
  ['main/base/broken2.ts', "import { jid } from '../xmpp/jid.ts';", 'base does no I/O'],
  ['main/xmpp/broken.ts', "import { randomUUID } from 'node:crypto';", 'protocol layer is pure'],
  ['main/xmpp/features/receipts/broken.ts', "import { rows } from '../../../store/api.ts';", 'protocol layer is pure'],
  ['main/xmpp/features/receipts/broken2.ts', "import { people } from '../../../presence/people.ts';", 'protocol layer is pure'],
  ['main/xmpp/features/receipts/broken3.ts', "import { randomUUID } from 'node:crypto';", 'protocol layer is pure'],
  ['main/xmpp/stream/broken.ts', "import { rows } from '../../store/api.ts';", 'nothing above them'],
  ['main/omemo/broken.ts', "import { rows } from '../store/api.ts';", 'on the protocol alone'],
  ['main/store/broken.ts', "import { xml } from '@xmpp/xml';", 'rows, not stanzas'],
  ['main/store/broken2.ts', "import { Element } from '../xmpp/element.ts';", 'rows, not stanzas'],
  ['main/demo/broken.ts', "import { rows } from '../store/api.ts';", 'knows nothing of the app'],
  ['main/rpc/broken.ts', "import { desk } from '../chat/chat-desk.ts';", 'never the domain'],
  ['main/host/broken.ts', "import { desk } from '../chat/chat-desk.ts';", 'never the domain'],
  ['main/host/node/broken2.ts', "import { tables } from '../../store/tables.ts';", 'how to run its thread'],
  ['main/host/electron/broken.ts', "import { desk } from '../../chat/chat-desk.ts';", 'never the domain'],
  ...USES.map(
    (use, index) =>
      [`main/${use}/other-use.ts`, `import { desk } from '../${USES[(index + 1) % USES.length]}/desk.ts';`, 'does not import another use'] as const,
  ),
  ['main/presence/broken.ts', "import { answer } from '../services/contacts.ts';", 'what stands above it'],
  ['main/accounts/broken.ts', "import { answer } from '../services/contacts.ts';", 'under the services'],
  ['main/services/broken.ts', "import { serve } from '../rpc/serve.ts';", 'contract on the other'],
  ['main/services/broken2.ts', "import { nodeHost } from '../host/node/node-host.ts';", 'import its type only'],
  ['main/services/broken3.ts', "import { startApp } from '../app.ts';", 'composition root'],
  ['native/database/broken.ts', "import { rows } from '../../main/store/api.ts';", 'typed face'],
];

/** Files that come near a rule without breaking it. */
const SOUND: readonly (readonly [file: string, text: string])[] = [
  ['main/host/electron/sound.ts', "import { app } from 'electron';\nexport const name = app.name;"],
  ['main/entry.electron.ts', "import { app } from 'electron';\nimport { startApp } from './app.ts';\nexport const started = startApp(app);"],
  [
    'renderer/views/sound.ts',
    "import { FailureError } from '../../preload/contract/wire.ts';\nimport type { Message } from '../../preload/contract/messages.ts';\nexport type Both = FailureError | Message;",
  ],
  ['main/xmpp/features/receipts/sound.ts', "import { readPresence } from '../presence/presence.codec.ts';\nexport const read = readPresence;"],
  ['main/xmpp/stream/sound.ts', "import { connect } from 'node:tls';\nimport { attr } from '../element.ts';\nexport const both = [connect, attr];"],
  [
    'main/chat/sound.ts',
    "import { rows } from '../store/api.ts';\nimport { jid } from '../xmpp/jid.ts';\nimport type { Host } from '../host/host.ts';\nexport const both: [Host?, ...unknown[]] = [undefined, rows, jid];",
  ],
  ['main/store/sound.ts', "import { open } from '../../native/database/open.ts';\nexport const opened = open;"],
  ['main/store/sound.test.ts', "import { jid } from '../xmpp/jid.ts';\nexport const used = jid;"],
];

interface Finding {
  readonly code: string;
  readonly message: string;
  readonly help?: string;
  readonly filename: string;
}

let folder: string;
let findings: readonly Finding[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'balcony-import-rules-'));
  const config = join(REPOSITORY, 'oxlint.config.ts');
  await writeFile(join(folder, 'oxlint.config.ts'), `import config from ${JSON.stringify(config)};\nexport default { ...config, ignorePatterns: [] };\n`);
  for (const [file, text] of [...BROKEN, ...SOUND, UNSAFE]) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), `${text}\n`);
  }
  findings = await lint(folder);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const UNSAFE = [
  'renderer/views/Unsafe.tsx',
  'export const Unsafe = (props: { html: string }) => <p dangerouslySetInnerHTML={{ __html: props.html }} />;',
] as const;

function lint(cwd: string): Promise<readonly Finding[]> {
  const oxlint = join(REPOSITORY, 'node_modules', 'oxlint', 'bin', 'oxlint');
  return new Promise((done, failed) =>
    execFile(
      process.execPath,
      [oxlint, '--no-ignore', '--format=json', '-c', 'oxlint.config.ts', 'main', 'renderer', 'preload', 'native', 'build'],
      { cwd, maxBuffer: 1 << 26 },
      (_error, out, problem) => {
        const start = out.indexOf('{');
        if (start < 0) failed(new Error(`oxlint said: ${out}${problem}`));
        else done((JSON.parse(out.slice(start)) as { diagnostics: Finding[] }).diagnostics);
      },
    ),
  );
}
const of = (file: string, rule: string): readonly Finding[] => findings.filter(finding => finding.filename.endsWith(file) && finding.code.includes(rule));

test.each(BROKEN)('%s may not: %s', (file, _text, message) => {
  const found = of(file, RULE);
  expect(found.map(finding => `${finding.message} ${finding.help ?? ''}`).join('\n')).toContain(message);
});

test.each(SOUND)('%s breaks no import rule', file => {
  expect(of(file, RULE)).toEqual([]);
});

test('a message can never become markup', () => {
  expect(of(UNSAFE[0], 'no-danger')).toHaveLength(1);
});
