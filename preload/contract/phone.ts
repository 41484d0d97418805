import { z } from 'zod';
import { call, event, type Client } from './define.ts';

/** The phone that answers by itself (`capabilities.phone`), beside what is set of it in the settings. */
export interface PhoneState {
  /** It was set on the command line, and does what that says. */
  readonly fixed: boolean;
  /** What callers hear before the beep; undefined: the beep alone. */
  readonly greetingMs: number | undefined;
}

/** One minute of 16 bits at 16 kHz, as base64. */
export const GREETING_CHARS = 2_560_000;

export const phone = {
  name: 'phone',
  calls: {
    state: call<PhoneState>()(z.object({})),
    /** As `keepGreeting` takes it. */
    greeting: call<{ readonly sound: string } | undefined>()(z.object({})),
    /** `sound`: samples of 16 bits, the low byte first, one channel, 16,000 a second; base64. */
    keepGreeting: call<void>()(z.object({ sound: z.base64().min(4).max(GREETING_CHARS) })),
    removeGreeting: call<void>()(z.object({})),
  },
  events: { changed: event<PhoneState>() },
} as const;

export type PhoneService = Client<typeof phone>;
