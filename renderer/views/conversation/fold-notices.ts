import type { MessageId } from '../../../preload/contract/ids.ts';
import type { Message } from '../../../preload/contract/messages.ts';
import type { RoomNotice } from '../../../preload/contract/rooms.ts';

/** Which notices stand above a message, and under `end` those below the last one. */
export type NoticePlaces = ReadonlyMap<MessageId | 'end', readonly RoomNotice[]>;
interface Edges {
  readonly hasOlder: boolean;
  readonly hasNewer: boolean;
}

/** The rows tell of it themselves, or nobody has to know. */
const isShown = ({ what, who }: RoomNotice): boolean => what !== 'retracted' && (what !== 'role' || who !== undefined);

/** Puts what happened between the messages by its time. A gap that did not change keeps its very list, so that its row is not drawn again. */
export function placeNotices(notices: readonly RoomNotice[], messages: readonly Message[], edges: Edges, before: NoticePlaces): NoticePlaces {
  const places = new Map<MessageId | 'end', RoomNotice[]>();
  let next = 0;
  for (const notice of notices) {
    while (next < messages.length && messages[next]!.at <= notice.at) next += 1;
    // What happened before the first resident message belongs to ones that are not here.
    const place = next === 0 && edges.hasOlder ? undefined : (messages[next]?.id ?? (edges.hasNewer ? undefined : 'end'));
    if (place === undefined || !isShown(notice)) continue;
    const here = places.get(place);
    if (here) here.push(notice);
    else places.set(place, [notice]);
  }
  return new Map([...places].map(([place, list]) => [place, sameAs(before.get(place), list) ?? list]));
}

function sameAs(before: readonly RoomNotice[] | undefined, now: readonly RoomNotice[]): readonly RoomNotice[] | undefined {
  return before?.length === now.length && before[0]?.id === now[0]?.id && before.at(-1)?.id === now.at(-1)?.id ? before : undefined;
}

/** Several comings and goings as one: who is there now that was not, who is gone, who is called otherwise, and how many came and went. */
export interface Folded {
  readonly joined: readonly string[];
  readonly left: readonly string[];
  readonly renamed: readonly (readonly [from: string, to: string])[];
  readonly passed: number;
  /** What is too important to be folded, oldest first. */
  readonly others: readonly RoomNotice[];
}

export function foldNotices(notices: readonly RoomNotice[]): Folded {
  const comings = new Map<string, { was: boolean; is: boolean }>();
  const renamed = new Map<string, string>();
  const others: RoomNotice[] = [];
  for (const notice of notices) {
    const { what, who, to } = notice;
    if (who !== undefined && (what === 'joined' || what === 'left')) {
      const is = what === 'joined';
      comings.set(who, { was: comings.get(who)?.was ?? !is, is });
    } else if (who !== undefined && what === 'renamed' && to !== undefined) rename(comings, renamed, who, to);
    else others.push(notice);
  }
  const entries = [...comings];
  return {
    joined: entries.filter(([, { was, is }]) => !was && is).map(([who]) => who),
    left: entries.filter(([, { was, is }]) => was && !is).map(([who]) => who),
    renamed: [...renamed].filter(([from, to]) => from !== to),
    passed: entries.filter(([, { was, is }]) => was === is).length,
    others,
  };
}

/** Somebody who came in this gap is told of under the newest name; a chain of names is told by its ends. */
function rename(comings: Map<string, { was: boolean; is: boolean }>, renamed: Map<string, string>, from: string, to: string): void {
  const came = comings.get(from);
  if (came && !came.was) {
    comings.delete(from);
    comings.set(to, came);
    return;
  }
  const first = [...renamed].find(([, last]) => last === from)?.[0] ?? from;
  renamed.set(first, to);
}
