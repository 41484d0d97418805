import type { Profile } from '../../../preload/contract/contacts.ts';

/** In the order in which they are shown and edited. */
export const PROFILE_FIELDS = [
  'nickname',
  'fullName',
  'organisation',
  'title',
  'email',
  'phone',
  'url',
  'birthday',
  'location',
  'note',
] as const satisfies readonly (keyof Profile)[];
export type ProfileField = (typeof PROFILE_FIELDS)[number];
