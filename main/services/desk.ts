import type { Emitter } from '../base/emitter.ts';
import { desk, type Capabilities, type StoreState } from '../../preload/contract/desk.ts';
import { FailureError } from '../../preload/contract/wire.ts';
import type { Service } from '../base/service.ts';
import { attr } from '../xmpp/element.ts';
import { readStanza } from './read-stanza.ts';
import type { WhenReady } from './core.ts';
import { whenAttached } from './settings.ts';

/** What the desk can do before there is a core: say how the store is, and open it. */
export interface StoreDoor {
  /** Waits while the store is being opened. */
  stateKnown(): Promise<StoreState>;
  readonly onState: (listener: (state: StoreState) => void) => () => void;
  unlock(passphrase: string): Promise<void>;
  rescue(): Promise<{ readonly path: string; readonly messages: number }>;
  startAnew(): Promise<void>;
  retry(): Promise<StoreState>;
}

const MAY_OPEN = new Set(['https:', 'http:', 'mailto:', 'geo:', 'tel:']);

export function deskService(
  ready: WhenReady,
  door: StoreDoor,
  capabilities: Capabilities,
  openExternal: (url: URL) => Promise<void>,
  openXmpp: (link: string) => void,
  clicked: Emitter<string>,
): Service<typeof desk> {
  return {
    spec: desk,
    handlers: {
      capabilities: async () => capabilities,
      storeState: async () => door.stateKnown(),
      unlock: async ({ passphrase }) => door.unlock(passphrase),
      rescue: async () => door.rescue(),
      startAnew: async () => door.startAnew(),
      retryStore: async () => door.retry(),
      openLink: async ({ url }) => {
        const parsed = URL.canParse(url) ? new URL(url) : undefined;
        if (parsed?.protocol === 'xmpp:') return openXmpp(parsed.href);
        if (!parsed || !MAY_OPEN.has(parsed.protocol)) throw new FailureError({ code: 'bad-request', detail: 'this kind of link is not opened' });
        return openExternal(parsed);
      },
      progress: async () => (await ready()).fill.progress(),
      stopFilling: async ({ account }) => {
        const core = await ready();
        const session = core.accounts.session(account);
        if (session) core.fill.stop(session);
      },
      setFocus: async ({ focused }) => (await ready()).screen.setFocus(focused),
      noticeClicked: async ({ id }) => clicked.emit(id),
      console: async ({ on }) => (await ready()).console.switch(on),
      sendXml: async ({ account, xml }) => {
        const stanza = readStanza(xml);
        if (!stanza) throw new FailureError({ code: 'bad-request', detail: 'not one well-formed message, presence or iq' });
        const session = (await ready()).accounts.onlineSession(account);
        if (stanza.name === 'iq' && attr(stanza, 'id') === undefined) stanza.attrs['id'] = session.randomId();
        session.send(stanza);
      },
      noticeReasons: async () => (await ready()).notifier.reasons(),
    },
    attach: emit => {
      const stopState = door.onState(state => emit('storeState', state));
      const stopRest = whenAttached(ready, core => [
        core.fill.onProgress(progress => emit('progress', progress)),
        core.notifier.onShow(notice => capabilities.pageNotices && emit('notice', notice)),
        core.notifier.onGone(gone => capabilities.pageNotices && emit('noticeGone', gone)),
        core.unread.on(count => emit('unread', { count })),
        core.console.onLine(line => emit('consoleLine', line)),
      ]);
      return () => {
        stopState();
        stopRest();
      };
    },
  };
}
