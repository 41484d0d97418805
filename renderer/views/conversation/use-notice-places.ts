import { useMemo, useRef, useSyncExternalStore } from 'react';
import { placeNotices, type NoticePlaces } from './fold-notices.ts';
import type { NoticesModel } from './notices.model.ts';
import type { TimelineSnapshot } from './timeline.model.ts';

const NONE: NoticePlaces = new Map();
const NO_NOTICES = { notices: [] } as const;
const never = (): (() => void) => () => undefined;

/** Where what happened in the room stands between its messages. */
export function useNoticePlaces(model: NoticesModel | undefined, { messages, hasOlder, hasNewer, olderOnServer }: TimelineSnapshot): NoticePlaces {
  const { notices } = useSyncExternalStore(model?.subscribe ?? never, () => model?.snapshot() ?? NO_NOTICES);
  const last = useRef(NONE);
  return useMemo(() => {
    // oxlint-disable-next-line react-hooks/refs -- only to hand out the same lists again: what is drawn does not depend on it
    const places = placeNotices(notices, messages, { hasOlder: hasOlder || olderOnServer, hasNewer }, last.current);
    last.current = places; // oxlint-disable-line react-hooks/refs -- as above
    return places;
  }, [notices, messages, hasOlder, hasNewer, olderOnServer]);
}
