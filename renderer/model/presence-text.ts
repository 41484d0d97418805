import type { Contact } from '../../preload/contract/contacts.ts';
import { useFormats, useText } from '../i18n/text.tsx';
import { calmLine } from './calm-text.ts';
import { useNow } from './clock.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How somebody is, in a few words: "available", "away since an hour, at lunch"; empty for a stranger. */
export function usePresenceText(): (contact: Contact | undefined) => string {
  const say = useText();
  const formats = useFormats();
  const now = useNow();
  return contact => {
    if (!contact || (contact.subscription !== 'both' && contact.subscription !== 'to')) return contact?.pending ? say('conversation.presence.pending') : '';
    const state = say(`presence.${contact.availability}`);
    const status = calmLine(contact.status ?? '');
    const idle = contact.idleSince === undefined ? 0 : now - contact.idleSince;
    if (idle < 5 * MINUTE) return status ? say('conversation.presence.withStatus', { state, status }) : state;
    const [amount, unit] = idle < HOUR ? ([idle / MINUTE, 'minute'] as const) : idle < DAY ? ([idle / HOUR, 'hour'] as const) : ([idle / DAY, 'day'] as const);
    const since = say('conversation.presence.lastHere', { time: formats.formatRelativeTime(-Math.floor(amount), unit) });
    return say('conversation.presence.withStatus', { state: status || state, status: since });
  };
}
