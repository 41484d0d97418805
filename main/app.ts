import type { Account, Route, XmppLink } from '../preload/contract/accounts.ts';
import type { Capabilities, StoreState } from '../preload/contract/desk.ts';
import { conversationId, type ConversationId } from '../preload/contract/ids.ts';
import { FailureError } from '../preload/contract/wire.ts';
import { Disposables } from './base/disposable.ts';
import { Emitter } from './base/emitter.ts';
import type { Log } from './base/log.ts';
import type { AttendedEngine } from './calls/media-engine.ts';
import { buildCore } from './core.ts';
import { startDemo, TRIAL_DOMAIN, type Demo } from './demo/demo.ts';
import { findProsody } from './demo/prosody.ts';
import { historyKey, isUnsealed } from './history-key.ts';
import type { HeadlessPhone } from './calls/phone/phone.ts';
import type { Host, SecretBox } from './host/host.ts';
import { joinRooms } from './join.ts';
import { showNotices } from './notices.ts';
import { serve } from './rpc/serve.ts';
import { accountsService } from './services/accounts.ts';
import { callsService } from './services/calls.ts';
import { contactsService } from './services/contacts.ts';
import { conversationsService } from './services/conversations.ts';
import type { Core } from './services/core.ts';
import { deskService, type StoreDoor } from './services/desk.ts';
import { mediaService, WindowEngine } from './services/media.ts';
import { messagesService } from './services/messages.ts';
import { phoneService } from './services/phone.ts';
import { roomsService } from './services/rooms.ts';
import { searchService } from './services/search.ts';
import { Screen } from './services/screen.ts';
import { settingsService } from './services/settings.ts';
import { openStore } from './store/client.ts';
import { parseLink } from './xmpp/uri.ts';

export interface AppOptions {
  readonly version: string;
  /** Signed in at the first start of this profile. */
  readonly signIn?: { readonly address: string; readonly password: string; readonly route?: Route };
  /** PEM of authorities to be trusted beside the system's, by domain. */
  readonly authorities?: Readonly<Record<string, readonly string[]>>;
  /** Carries the media of calls in the place of a window. */
  readonly media?: AttendedEngine;
  /** Makes a phone that answers calls by itself, once the store is open. */
  readonly phone?: (core: Core, authorities: (domain: string) => readonly string[]) => Promise<HeadlessPhone>;
}
export interface App {
  /** Ends in order: sessions, store, windows. */
  dispose(): Promise<void>;
}

/** The whole app on a host. Windows are served from the first moment, while the store may still be locked. */
export async function startApp(host: Host, log: Log, options: AppOptions = { version: '0.1.0' }): Promise<App> {
  const undo = new Disposables();
  const door = new Door(host, log, options, undo);
  const capabilities: Capabilities = {
    ...host.capabilities,
    version: options.version,
    tray: host.tray !== undefined,
    keyStore: host.secrets !== undefined,
    demo: host.capabilities.demo && findProsody() !== undefined,
    phone: options.phone !== undefined,
  };
  const clicked = new Emitter<string>();
  const openLink = (link: string): void => {
    const read = parseLink(link);
    if (read) door.link.emit(read);
  };
  const ready = (): Promise<Core> => door.core;
  const services = [
    accountsService(ready, door.link.on, capabilities.demo ? () => door.tryHere() : undefined),
    conversationsService(ready, door.open.on, door.removed),
    messagesService(ready, door.filled.on),
    contactsService(ready),
    roomsService(ready),
    searchService(ready),
    settingsService(ready),
    callsService(ready),
    mediaService(door.windows),
    phoneService(ready, () => door.phone),
    deskService(ready, door, capabilities, url => host.openExternal(url), openLink, clicked),
  ];
  const report = (bug: unknown): void => log.error('a call from the window failed', bug);
  undo.add(
    host.onWindow((port, onClosed) => {
      const stop = serve(port, services, report);
      door.screen.windowOpened();
      onClosed(isForGood => {
        stop(isForGood);
        door.screen.windowClosed();
      });
    }),
  );
  undo.add(
    host.onLink(link => {
      host.showWindow();
      openLink(link);
    }),
  );
  undo.add(
    clicked.on(id => {
      host.showWindow();
      if (id.startsWith('c')) door.open.emit({ conversation: conversationId(Number(id.slice(1))) });
    }),
  );
  // A window may ask meanwhile: until it is known whether the store opens, it waits.
  if (host.secrets) await door.openWith(host.secrets);
  else door.locked();
  return { dispose: () => undo.dispose() };
}

/** The store and everything behind it: closed until there is a key, and again while it is damaged. */
class Door implements StoreDoor {
  readonly link = new Emitter<XmppLink>();
  readonly open = new Emitter<{ readonly conversation: ConversationId }>();
  readonly removed = new Emitter<ConversationId>();
  readonly filled = new Emitter<ConversationId>();
  readonly screen = new Screen();
  readonly windows = new WindowEngine();
  phone: HeadlessPhone | undefined;
  readonly #state = new Emitter<StoreState>();
  readonly #host: Host;
  readonly #log: Log;
  readonly #options: AppOptions;
  readonly #undo: Disposables;
  readonly #authorities = new Map<string, readonly string[]>();
  readonly core: Promise<Core>;
  #settle: (core: Core) => void = () => undefined;
  readonly #known = Promise.withResolvers<void>();
  #store: Core['store'] | undefined;
  #secrets: SecretBox | undefined;
  #demo: Demo | undefined;
  #built = false;
  state: StoreState;

  constructor(host: Host, log: Log, options: AppOptions, undo: Disposables) {
    this.#host = host;
    this.#log = log;
    this.#options = options;
    this.#undo = undo;
    this.state = { state: 'locked', first: isUnsealed(host.dataFolder) };
    this.core = new Promise(resolve => (this.#settle = resolve));
    for (const [domain, authorities] of Object.entries(options.authorities ?? {})) this.#authorities.set(domain, authorities);
  }

  readonly onState = this.#state.on;

  /** Where nothing can open it without the user. */
  locked(): void {
    this.#known.resolve();
  }

  async stateKnown(): Promise<StoreState> {
    await this.#known.promise;
    return this.state;
  }

  async unlock(passphrase: string): Promise<void> {
    if (!this.#host.unlock) throw new FailureError({ code: 'unsupported' });
    const box = await this.#host.unlock(passphrase).catch(() => {
      throw new FailureError({ code: 'storage', problem: 'locked' });
    });
    await this.openWith(box);
  }

  async openWith(secrets: SecretBox): Promise<void> {
    if (this.#store) return;
    this.#secrets = secrets;
    const key = await historyKey(this.#host.dataFolder, secrets);
    const store = await openStore({ folder: this.#host.dataFolder, key, runner: this.#host.store, log: this.#log });
    this.#store = store;
    this.#undo.add(store.onState(state => this.#become(state)));
    this.#become(store.state);
    await this.#build();
  }

  rescue(): Promise<{ readonly path: string; readonly messages: number }> {
    return this.#opened().rescue(this.#host.downloadsFolder);
  }

  async startAnew(): Promise<void> {
    const store = this.#opened();
    if (!this.#built) {
      await store.startAnew();
      return this.#build();
    }
    const core = await this.core;
    await core.accounts.moveTo(() => store.startAnew());
    await core.settings.load();
  }

  async retry(): Promise<StoreState> {
    const state = await this.#opened().retry();
    await this.#build();
    // What could not be written was not acknowledged, and comes again.
    if (state.state === 'ready') (await this.core).accounts.retryAll();
    return state;
  }

  async tryHere(): Promise<{ readonly address: string; readonly password: string; readonly host: string; readonly port: number }> {
    this.#demo ??= await startDemo({ domain: TRIAL_DOMAIN, company: true });
    const demo = this.#demo;
    this.#undo.add(() => demo.stop());
    const [account] = demo.accounts;
    this.#authorities.set(account.address.slice(account.address.indexOf('@') + 1), account.authorities);
    return { address: account.address, password: account.password, ...account.route };
  }

  /** Once, as soon as the store is well. */
  async #build(): Promise<void> {
    if (this.#built || !this.#secrets || this.#opened().state.state !== 'ready') return;
    this.#built = true;
    await this.#forgetTrials(this.#opened());
    const parts = {
      host: this.#host,
      store: this.#opened(),
      secrets: this.#secrets,
      log: this.#log,
      version: this.#options.version,
      authorities: this.#authorities,
      screen: this.screen,
      engine: this.#engine,
    };
    const { core, undo, unread } = await buildCore({ ...parts, filled: conversation => this.filled.emit(conversation) });
    this.#undo.add(() => undo.dispose());
    joinRooms(core, unread, undo);
    this.#attachHost(core, undo);
    this.phone = await this.#options.phone?.(core, domain => this.#authorities.get(domain) ?? []);
    if (this.phone) core.calls.setPhone(this.phone);
    for (const { id } of await core.store.accounts()) await core.people.load(id);
    await core.availabilities.load();
    this.#settle(core);
    await core.accounts.load();
    await this.#firstSignIn(core);
  }

  #attachHost(core: Core, undo: Disposables): void {
    const { notifications, tray } = this.#host;
    undo.add(this.#host.onMedia(async (_kind, name) => core.store.picture({ hash: name })));
    undo.add(core.unread.on(count => tray?.setUnread(count)));
    tray?.setCloseToTray(core.settings.values.closeToTray);
    undo.add(core.settings.onChanged(({ closeToTray }) => tray?.setCloseToTray(closeToTray)));
    if (notifications)
      showNotices({ core, host: this.#host, notifications, engine: this.#engine, open: conversation => this.open.emit({ conversation }) }, undo);
  }

  get #engine(): AttendedEngine {
    return this.#options.media ?? this.windows;
  }

  /** The server of a trial went with the app that started it: its account would wait for it for ever. */
  async #forgetTrials(store: Core['store']): Promise<void> {
    for (const { id, address } of await store.accounts()) if (address.endsWith(`@${TRIAL_DOMAIN}`)) await store.removeAccount({ account: id });
  }

  async #firstSignIn(core: Core): Promise<void> {
    const wish = this.#options.signIn;
    if (!wish || core.accounts.list().length > 0) return;
    await core.accounts.signIn({ address: wish.address, password: wish.password, route: wish.route }).then(
      (account: Account) => this.#log.info(`signed in as account ${account.id}`),
      error => this.#log.error('the first sign-in failed', error),
    );
  }

  #opened(): Core['store'] {
    if (!this.#store) throw new FailureError({ code: 'storage', problem: 'locked' });
    return this.#store;
  }

  #become(state: StoreState): void {
    this.state = state;
    this.#known.resolve();
    this.#state.emit(state);
  }
}
