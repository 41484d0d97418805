import type { Availability } from '../../../preload/contract/contacts.ts';

/** In the order in which they are offered. */
export const AVAILABILITIES: readonly Availability[] = ['available', 'away', 'dnd', 'offline'];
