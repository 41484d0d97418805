import type { Contact } from '../../preload/contract/contacts.ts';
import { useFormats, useText } from '../i18n/text.tsx';
import { calmLine } from './calm-text.ts';
import { useNow } from './clock.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Whether the contact lets us see how they are. */
export const isSeen = (contact: Contact | undefined): contact is Contact & { readonly subscription: 'both' | 'to' } =>
  contact?.subscription === 'both' || contact?.subscription === 'to';

/** A length of time as the largest whole unit that fits in it. */
const inUnits = (ms: number): readonly [amount: number, unit: 'minute' | 'hour' | 'day'] =>
  ms < HOUR ? [Math.floor(ms / MINUTE), 'minute'] : ms < DAY ? [Math.floor(ms / HOUR), 'hour'] : [Math.floor(ms / DAY), 'day'];

const both = (first: string, second: string): string => (second === '' ? first : `${first} · ${second}`);

/** How somebody is, in a few words: "available", "away since an hour, at lunch"; empty for a stranger. */
export function usePresenceText(): (contact: Contact | undefined) => string {
  const say = useText();
  const formats = useFormats();
  const now = useNow();
  return contact => {
    if (!isSeen(contact)) return contact?.pending === true ? say('conversation.presence.pending') : '';
    const status = calmLine(contact.status ?? '');
    const state = say(`presence.${contact.availability}`);
    const idle = contact.idleSince === undefined ? 0 : now - contact.idleSince;
    if (idle < 5 * MINUTE) return both(state, status);
    const [amount, unit] = inUnits(idle);
    return both(status === '' ? state : status, say('conversation.presence.lastHere', { time: formats.formatRelativeTime(-amount, unit) }));
  };
}
