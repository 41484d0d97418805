/** Everything that a decision about one message may depend on; no other input. */
export interface NoticeCase {
  readonly kind: 'message' | 'request' | 'contact-request' | 'call' | 'missed-call' | 'invitation';
  readonly mine: boolean;
  /** It came now, or out of the archive after an absence; `history` was fetched by scrolling or for the first time. */
  readonly arrived: 'live' | 'catch-up' | 'history' | 'carbon-received' | 'carbon-sent';
  /** The read mark has passed it already: it was read on another device. */
  readonly alreadyRead: boolean;
  /** Its conversation, or what shows the call, is on screen in a window that has the focus. */
  readonly onScreen: boolean;
  /** In a room: how much of it the user wants to be told, and whether it means them. */
  readonly room?: { readonly level: 'always' | 'on-mention' | 'never'; readonly mentioned: boolean } | undefined;
  readonly muted: number | 'always' | undefined;
  readonly blocked: boolean;
  readonly doNotDisturb: boolean;
  readonly shows: 'text' | 'name' | 'nothing';
  readonly now: number;
}

export type NoticeReason = 'own' | 'history' | 'read' | 'on-screen' | 'muted' | 'room-level' | 'blocked' | 'do-not-disturb' | 'switched-off' | 'new';
export interface NoticeDecision {
  readonly show: boolean;
  /** The first reason that settled it; `new` is the one reason to show. */
  readonly reason: NoticeReason;
  readonly withText: boolean;
}

type Rule = readonly [NoticeReason, (about: NoticeCase) => boolean];

/** In this order: what the user could not want comes before what the user has chosen. */
const AGAINST: readonly Rule[] = [
  ['own', about => about.mine],
  ['history', about => about.arrived === 'history'],
  ['blocked', about => about.blocked],
  ['read', about => about.alreadyRead],
  ['on-screen', about => about.onScreen],
  // Somebody who calls wants more than to write.
  ['muted', about => about.kind !== 'call' && (about.muted === 'always' || (about.muted !== undefined && about.muted > about.now))],
  ['room-level', ({ room }) => room?.level === 'never' || (room?.level === 'on-mention' && !room.mentioned)],
  ['do-not-disturb', about => about.doNotDisturb],
  ['switched-off', about => about.shows === 'nothing'],
];

/** Whether to show a notification, and why. Pure. A stranger's text is never shown before it was accepted. */
export function decideNotice(about: NoticeCase): NoticeDecision {
  const against = AGAINST.find(([, holds]) => holds(about));
  return against
    ? { show: false, reason: against[0], withText: false }
    : { show: true, reason: 'new', withText: about.shows === 'text' && about.kind === 'message' };
}
