import { app } from 'electron';
import type { Unsubscribe } from '../../../preload/contract/define.ts';
import { Emitter } from '../../base/emitter.ts';
import { isOwnLink, ownLinkIn } from '../outside.ts';

export interface Links {
  readonly onLink: (listener: (link: string) => void) => Unsubscribe;
  /** Takes a link from elsewhere, such as one that the page was about to follow. */
  readonly offer: (link: string) => void;
}

/**
 * `xmpp:` and `tel:` links from the operating system: on macOS by an event, elsewhere as an argument of this or of a second start.
 * To be called before the app is ready; a link that comes before anybody listens waits.
 */
export function catchLinks(args: readonly string[]): Links {
  const links = new Emitter<string>();
  let waiting = ownLinkIn(args);
  const offer = (link: string): void => {
    if (!isOwnLink(link)) return;
    if (links.size > 0) links.emit(link);
    else waiting = link;
  };
  app.on('open-url', (event, link) => {
    event.preventDefault();
    offer(link);
  });
  app.on('second-instance', (_event, secondArgs) => offer(ownLinkIn(secondArgs) ?? ''));
  return {
    offer,
    onLink(listener) {
      const stop = links.on(listener);
      if (waiting !== undefined) listener(waiting);
      waiting = undefined;
      return stop;
    },
  };
}

/** An installed app says so to the system; on Linux its desktop entry does. Telephone numbers are taken from no other program. */
export function claimLinks(): void {
  if (!app.isPackaged || process.platform === 'linux') return;
  app.setAsDefaultProtocolClient('xmpp');
  if (app.getApplicationNameForProtocol('tel://') === '') app.setAsDefaultProtocolClient('tel');
}
