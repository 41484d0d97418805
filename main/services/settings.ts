import { z } from 'zod';
import { Emitter } from '../base/emitter.ts';
import { settings, settingsShape, type SettingsValues } from '../../preload/contract/settings.ts';
import type { Service } from '../base/service.ts';
import type { Store } from '../store/api.ts';
import type { WhenReady } from './core.ts';

const NAME = 'settings';

/** Settings in memory, written through. */
export class SettingsKeeper {
  readonly #store: Store;
  readonly #changed = new Emitter<SettingsValues>();
  #values: SettingsValues = settingsShape.parse({});

  constructor(store: Store) {
    this.#store = store;
  }

  readonly onChanged = this.#changed.on;

  get values(): SettingsValues {
    return this.#values;
  }

  async load(): Promise<void> {
    this.#values = readSettings(await this.#store.setting({ name: NAME }));
  }

  async set(change: Partial<SettingsValues>): Promise<SettingsValues> {
    this.#values = { ...this.#values, ...change };
    await this.#store.putSetting({ name: NAME, value: JSON.stringify(this.#values) });
    this.#changed.emit(this.#values);
    return this.#values;
  }
}

/** A value that no longer fits falls back to its default by itself; the others stay. */
export function readSettings(json: string | undefined): SettingsValues {
  const stored = parse(json);
  const fitting = Object.entries(settingsShape.shape).flatMap(([name, shape]) => {
    const parsed = shape.safeParse(stored[name]);
    return parsed.success ? [[name, parsed.data] as const] : [];
  });
  return settingsShape.parse(Object.fromEntries(fitting));
}

const anything = z.record(z.string(), z.unknown()).catch({});

function parse(json: string | undefined): Record<string, unknown> {
  try {
    return anything.parse(JSON.parse(json ?? '{}'));
  } catch {
    return {};
  }
}

export function settingsService(ready: WhenReady): Service<typeof settings> {
  return {
    spec: settings,
    handlers: {
      get: async () => (await ready()).settings.values,
      set: async change => {
        const core = await ready();
        const values = await core.settings.set(Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)));
        core.host.setStartAtLogin(values.startAtLogin);
        return values;
      },
    },
    attach: emit => whenAttached(ready, core => [core.settings.onChanged(values => emit('changed', values))]),
  };
}

/** Attaches to the core as soon as there is one; ends the attachments, or the waiting. */
export function whenAttached(ready: WhenReady, attach: (core: Awaited<ReturnType<WhenReady>>) => readonly (() => void)[]): () => void {
  let stops: readonly (() => void)[] = [];
  let ended = false;
  void ready().then(
    core => {
      if (!ended) stops = attach(core);
    },
    () => undefined,
  );
  return () => {
    ended = true;
    stops.forEach(stop => stop());
  };
}
