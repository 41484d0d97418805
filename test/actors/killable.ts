import { fork, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from '../../renderer/rpc/connect.ts';
import { servicesOver } from '../../renderer/services.ts';
import { FailureError } from '../../preload/contract/wire.ts';
import type { TestApp } from './app.ts';
import type { Someone } from './people.ts';
import type { Prosody } from './prosody.ts';

/** Somebody at an app in a process of its own. */
export interface Mortal extends Someone {
  /** SIGKILL: nothing is ended in order. */
  kill(): Promise<void>;
  /** Starts it again on the same profile. */
  revive(): Promise<void>;
  leave(): Promise<void>;
}

export async function mortal(server: Prosody, person: { readonly address: string; readonly user: string; readonly password: string }): Promise<Mortal> {
  const folder = await mkdtemp(join(tmpdir(), 'balcony-app-'));
  let running = await start(folder, server);
  let reviving = Promise.withResolvers<void>();
  const account = await running.app.accounts.signIn({ address: person.address, password: person.password, route: server.route });
  return {
    account,
    user: person.user,
    password: person.password,
    get app() {
      return running.app;
    },
    revived: () => reviving.promise,
    async kill() {
      reviving = Promise.withResolvers<void>();
      running.child.kill('SIGKILL');
      await running.ended;
    },
    async revive() {
      running = await start(folder, server);
      reviving.resolve();
    },
    async leave() {
      running.child.kill('SIGKILL');
      await running.ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function start(folder: string, server: Prosody): Promise<{ readonly child: ChildProcess; readonly ended: Promise<void>; readonly app: TestApp }> {
  const child = fork(join(import.meta.dirname, 'app-child.ts'), [folder, server.domain, server.caFile], { execArgv: [] });
  const ended = new Promise<void>(resolve => child.once('exit', () => resolve()));
  await new Promise<void>((resolve, reject) => {
    child.once('message', () => resolve());
    void ended.then(() => reject(new Error('the app ended before it was ready')));
  });
  const services = servicesOver(
    connect({
      send: message => {
        // Whoever asks an app that is dead already is told at once: nobody would answer.
        if (!child.connected) throw new FailureError({ code: 'offline' });
        child.send(message, () => undefined);
      },
      onMessage: listener => {
        child.on('message', listener);
        return () => void child.off('message', listener);
      },
      onClose: listener => {
        child.once('exit', listener);
        return () => void child.off('exit', listener);
      },
    }),
  );
  const app = { ...services, folder, wake: () => undefined, stop: async () => child.disconnect(), remove: async () => undefined };
  return { child, ended, app };
}
