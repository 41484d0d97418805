import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import type { AppOptions } from './app.ts';
import { startApp } from './app.ts';
import { makeLog } from './base/log.ts';
import { NativeEngine } from './calls/phone/native-engine.ts';
import { fixedPhone, headlessPhone, PHONE_OPTIONS } from './headless-phone.ts';
import { startNodeHost } from './host/node/node-host.ts';
import { usualProfile } from './host/node/usual-profile.ts';

/** How long the end may take before the process goes all the same. What was sent is in the outbox on disk by then. */
const END_WITHIN = 5_000;

const { values } = parseArgs({
  options: {
    profile: { type: 'string' },
    'key-file': { type: 'string' },
    'sign-in': { type: 'string' },
    port: { type: 'string' },
    debug: { type: 'boolean' },
    ...PHONE_OPTIONS,
  },
});
const signInFile = z.object({
  address: z.string(),
  password: z.string(),
  route: z.object({ host: z.string().optional(), port: z.int().optional() }).optional(),
  authorities: z.array(z.string()).optional(),
});

// Standard output carries the launch URL and nothing else.
const log = makeLog(line => process.stderr.write(`${line}\n`), values.debug ? 'debug' : 'info', Date.now);
process.on('unhandledRejection', reason => log.error('a promise was left alone', reason));

const { version } = z.object({ version: z.string() }).parse(JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8')));
const signIn = values['sign-in'] === undefined ? undefined : signInFile.parse(JSON.parse(await readFile(values['sign-in'], 'utf8')));
const fixed = fixedPhone(values);
const options = { version, ...(signIn ? firstAccount(signIn) : {}), ...(fixed || NativeEngine.isHere ? { phone: headlessPhone(fixed) } : {}) };

const node = await startNodeHost({
  dataFolder: resolve(values.profile ?? usualProfile()),
  page: new URL('../dist/renderer', import.meta.url).pathname,
  ...(values['key-file'] === undefined ? {} : { keyFile: resolve(values['key-file']) }),
  ...(values.port === undefined ? {} : { port: Number(values.port) }),
  log,
});
let ending = false;
const starting = startApp(node.host, log, options);
process.on('SIGTERM', end);
process.on('SIGINT', end);
// The page loads while the store opens; what it asks for meanwhile waits. An account that is to be signed in first comes before any window.
if (signIn) await starting;
process.stdout.write(`${node.windows.launchUrl()}\n`);
await starting;
log.info('started');

function end(): void {
  if (ending) return;
  ending = true;
  setTimeout(() => process.exit(1), END_WITHIN).unref();
  void starting
    .then(app => app.dispose())
    .then(() => node.close())
    .then(
      () => process.exit(0),
      error => {
        log.error('the end was not clean', error);
        process.exit(1);
      },
    );
}

/** An account to begin with, and whom to trust for its domain. */
function firstAccount({ address, password, route, authorities }: z.output<typeof signInFile>): Pick<AppOptions, 'signIn' | 'authorities'> {
  const domain = address.slice(address.indexOf('@') + 1);
  return {
    signIn: {
      address,
      password,
      route: { ...(route?.host === undefined ? {} : { host: route.host }), ...(route?.port === undefined ? {} : { port: route.port }) },
    },
    ...(authorities ? { authorities: { [domain]: authorities } } : {}),
  };
}
