import { useEffect, useMemo, type ReactElement } from 'react';
import type { Call } from '../../../preload/contract/calls.ts';
import { useLatest } from '../../model/use-latest.ts';
import { useViewModel } from '../../model/view-model.ts';
import { useCallMedia } from '../../calls/call-media.ts';
import { useCallActions } from './use-call-actions.ts';
import { IncomingCall } from './IncomingCall.tsx';
import { ringFor, type CallsNow } from './calls-now.ts';
import { useFollowingWindow } from './shown-picture.ts';

/** What a call does beside its place on the page: it rings, opens over everything, and has keys of its own. */
export function CallLayer({ calls }: { readonly calls: CallsNow }): ReactElement {
  useRinging(calls);
  useMuteKey(calls);
  const talking = calls.current !== undefined && calls.current.phase !== 'ended';
  // The one that rang first; the next comes when it is answered or gone.
  const first = calls.incoming[0];
  return (
    <>
      {first && <IncomingCall key={first.id} call={first} busy={talking} />}
      {calls.current && <FollowingWindow key={calls.current.id} call={calls.current} />}
    </>
  );
}

function FollowingWindow({ call }: { readonly call: Call }): null {
  const media = useCallMedia();
  const model = useMemo(() => media.pictures(call.id), [media, call.id]);
  useFollowingWindow(call, useViewModel(model));
  return null;
}

function useRinging(calls: CallsNow): void {
  const media = useCallMedia();
  const sound = ringFor(calls);
  useEffect(() => (sound === undefined ? undefined : media.ring(sound)), [media, sound]);
}

function useMuteKey({ current }: CallsNow): void {
  const { toggleMuted } = useCallActions();
  const latest = useLatest({ current, toggleMuted });
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      const wanted = (event.ctrlKey || event.metaKey) && event.shiftKey && !event.altKey && event.key.toLowerCase() === 'm';
      const call = latest.current.current;
      if (!wanted || !call || call.phase === 'ended') return;
      event.preventDefault();
      latest.current.toggleMuted(call);
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, [latest]);
}
