export const SECTIONS = ['accounts', 'appearance', 'notifications', 'sound', 'privacy', 'advanced'] as const;
export type Section = (typeof SECTIONS)[number];

/** A section as the route names it: `appearance`, or `account:3` for one account within `accounts`. */
export interface Place {
  readonly section: Section;
  readonly account: number | undefined;
}
export function placeOf(route: string | undefined): Place {
  const account = /^account:(\d+)$/.exec(route ?? '')?.[1];
  if (account !== undefined) return { section: 'accounts', account: Number(account) };
  return { section: SECTIONS.find(section => section === route) ?? 'accounts', account: undefined };
}
