import type { Capabilities, ConsoleLine, Desk, Notice, Progress, StoreState } from '../../preload/contract/desk.ts';
import type { Settings, SettingsValues } from '../../preload/contract/settings.ts';
import { FailureError, type Failure } from '../../preload/contract/wire.ts';
import { FIRST_SETTINGS } from '../model/replicas.ts';
import { source } from './events.ts';

export interface FakeDeskOptions {
  readonly capabilities?: Partial<Capabilities>;
  readonly store?: StoreState;
  readonly lines?: readonly ConsoleLine[];
  readonly reasons?: Awaited<ReturnType<Desk['noticeReasons']>>;
  readonly progress?: readonly Progress[];
  /** What opening, saving and sending comes to. */
  readonly fails?: Failure;
  readonly sendXml?: Failure;
}

/** The desk service over constants; every call that does something is noted in `calls` as `[method, input]`. */
export function fakeDesk(options: FakeDeskOptions = {}) {
  const calls: (readonly [string, unknown])[] = [];
  const store = source<StoreState>();
  const progress = source<Progress>();
  const notice = source<Notice>();
  const noticeGone = source<{ readonly id: string }>();
  const unread = source<{ readonly count: number }>();
  const line = source<ConsoleLine>();
  const doing =
    <Out>(method: string, out: Out, fails = options.fails) =>
    async (input: unknown): Promise<Out> => {
      calls.push([method, input]);
      if (fails) throw new FailureError(fails);
      return out;
    };
  const state = options.store ?? { state: 'ready' };
  const service: Desk = {
    capabilities: async () => ({
      version: '0.1.0',
      platform: 'linux',
      tray: true,
      startAtLogin: true,
      pageNotices: false,
      ownTitleBar: false,
      keyStore: true,
      demo: true,
      phone: false,
      ...options.capabilities,
    }),
    storeState: async () => state,
    unlock: doing('unlock', undefined),
    rescue: doing('rescue', { path: '/home/romeo/Downloads/balcony-saved-2026-05-03.json', messages: 1204 }),
    startAnew: doing('startAnew', undefined),
    retryStore: doing('retryStore', state),
    openLink: doing('openLink', undefined),
    progress: async () => options.progress ?? [],
    stopFilling: doing('stopFilling', undefined),
    setFocus: doing('setFocus', undefined),
    noticeClicked: doing('noticeClicked', undefined),
    console: doing('console', options.lines ?? []),
    sendXml: doing('sendXml', undefined, options.sendXml),
    noticeReasons: async () => options.reasons ?? [],
    onStoreState: store.on,
    onProgress: progress.on,
    onNotice: notice.on,
    onNoticeGone: noticeGone.on,
    onUnread: unread.on,
    onConsoleLine: line.on,
  };
  return {
    service,
    calls,
    store: store.emit,
    notice: notice.emit,
    noticeGone: noticeGone.emit,
    unread: unread.emit,
    line: line.emit,
    listenerCount: () => [store, progress, notice, noticeGone, unread, line].reduce((sum, { listeners }) => sum + listeners.size, 0),
  };
}

export function fakeSettings(first: Partial<SettingsValues> = {}, fails?: Failure) {
  let values: SettingsValues = { ...FIRST_SETTINGS, ...first };
  const changed = source<SettingsValues>();
  const service: Settings = {
    get: async () => values,
    set: async change => {
      if (fails) throw new FailureError(fails);
      values = Object.assign({ ...values }, change);
      changed.emit(values);
      return values;
    },
    onChanged: changed.on,
  };
  return { service, values: () => values };
}
