import type { Say } from '../../i18n/text.tsx';

const KNOWN = [
  'service-unavailable',
  'item-not-found',
  'remote-server-not-found',
  'remote-server-timeout',
  'forbidden',
  'not-acceptable',
  'policy-violation',
] as const;

/** The condition of an error that came back for a message, in words. */
export function failureReason(say: Say, condition: string): string {
  const known = KNOWN.find(one => one === condition);
  return known ? say(`conversation.failed.${known}`) : say('conversation.failedOther', { condition });
}
