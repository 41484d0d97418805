import type { Services } from '../services.ts';
import { pageNotices } from './notices.ts';
import { reportPresence } from './presence-report.ts';
import { unreadBadge } from './unread-badge.ts';

/** What the page does besides showing views: notifications where the host has none, the unread badge, idle and focus. Answers how to end. */
export function pageDuties(services: Services): () => void {
  const stops = [unreadBadge(services.desk, document, navigator, 'Balcony'), reportPresence(services.contacts, services.desk)];
  let ended = false;
  void services.desk.capabilities({}).then(
    ({ pageNotices: wanted }) => {
      if (wanted && !ended) stops.push(pageNotices(services.desk));
    },
    () => undefined, // the link is down; the page is made anew when it is back
  );
  return () => {
    ended = true;
    stops.forEach(stop => stop());
  };
}
