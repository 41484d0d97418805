import { app, type Session } from 'electron';
import { isOurs } from './app-scheme.ts';

// The page has no business on the network: all traffic is main's. The CSP says so to the page; this holds even where a CSP does not reach.
const ELSEWHERE = { urls: ['http://*/*', 'https://*/*', 'ws://*/*', 'wss://*/*', 'ftp://*/*', 'file://*/*'] };

/** Every window there will ever be, including ones a bug opens: stays on our page, opens no other, and reaches nothing but app://. */
export function guardContents(openOutside: (url: string) => void): void {
  app.on('session-created', guardNetwork);
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-navigate', event => {
      if (isOurs(event.url)) return;
      event.preventDefault();
      openOutside(event.url);
    });
    contents.on('will-frame-navigate', event => {
      // Comes before `will-navigate`, which would not come at all for a top frame that was held back here.
      if (!event.isMainFrame && !isOurs(event.url)) event.preventDefault();
    });
    contents.on('will-redirect', event => {
      if (!isOurs(event.url)) event.preventDefault();
    });
    contents.on('will-attach-webview', event => event.preventDefault());
    contents.setWindowOpenHandler(({ url }) => {
      openOutside(url);
      return { action: 'deny' };
    });
  });
}

function guardNetwork(session: Session): void {
  session.webRequest.onBeforeRequest(ELSEWHERE, (_details, answer) => answer({ cancel: true }));
}
