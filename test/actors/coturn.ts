import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ConfigValue } from '../../main/demo/prosody-config.ts';
import { freePorts, serverUser, startKept, writeFolder } from '../../main/demo/keeper.ts';

export interface Coturn {
  readonly host: string;
  readonly port: number;
  readonly secret: string;
  log(): Promise<string>;
  stop(): Promise<void>;
}

const BINARY = '/usr/bin/turnserver';
const READY_MS = 20_000;

/** Undefined: it can. */
export const whyNoCoturn = (): string | undefined => (existsSync(BINARY) ? undefined : 'coturn is not installed');

/**
 * A relay of one's own on an address that calls can reach, over UDP and TCP; whoever knows the secret can make credentials.
 * `servers` are the addresses it relays from.
 */
export async function startCoturn(servers: readonly string[]): Promise<Coturn> {
  const [host = ''] = servers;
  const owner = await serverUser('turnserver');
  const folder = await mkdtemp(join(owner ? '/tmp' : tmpdir(), 'balcony-coturn-'));
  const [port = 0] = await freePorts(1);
  const secret = randomBytes(16).toString('hex');
  const configuration = [
    `listening-port=${port}`,
    ...servers.flatMap(address => [`listening-ip=${address}`, `relay-ip=${address}`]),
    'use-auth-secret',
    `static-auth-secret=${secret}`,
    'realm=verona.test',
    'no-tls',
    'no-dtls',
    'no-cli',
    'no-multicast-peers',
    'log-file=stdout',
    'simple-log',
    'verbose',
    `pidfile=${join(folder, 'turnserver.pid')}`,
    `userdb=${join(folder, 'turndb')}`,
  ];
  await writeFolder(folder, { 'turnserver.conf': `${configuration.join('\n')}\n`, 'output.log': '' }, owner);
  const kept = startKept({ command: [BINARY, '-c', join(folder, 'turnserver.conf')], folder, owner });
  const log = (): Promise<string> => readFile(join(folder, 'output.log'), 'utf8').catch(() => '');
  const stop = async (): Promise<void> => {
    await kept.end('SIGKILL');
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  };
  const limit = performance.now() + READY_MS;
  while (!/IPv[46]\. TCP listener opened on/i.test(await log())) {
    if (!kept.running || performance.now() > limit) {
      const said = await log();
      await stop();
      throw new Error(`coturn did not start:\n${said.slice(-2000)}`);
    }
    await new Promise(resolve => setTimeout(resolve, 25));
  }
  return { host, port, secret, log, stop };
}

/** What Prosody needs to hand out credentials for a relay (XEP-0215). The port may be that of something that stands in front of it. */
export const turnSettings = (
  relay: Pick<Coturn, 'host' | 'port' | 'secret'>,
  { tcp = false, ttlSeconds = 3600 }: { readonly tcp?: boolean; readonly ttlSeconds?: number } = {},
): { readonly modules: readonly string[]; readonly settings: Readonly<Record<string, ConfigValue>> } => ({
  modules: ['external_services'],
  settings: {
    external_services: [
      ...(tcp ? [] : [{ type: 'stun', transport: 'udp', host: relay.host, port: relay.port }]),
      { type: 'turn', transport: tcp ? 'tcp' : 'udp', host: relay.host, port: relay.port, secret: relay.secret, ttl: ttlSeconds, algorithm: 'turn' },
    ],
  },
});
