import { useEffect } from 'react';
import type { Call } from '../../../preload/contract/calls.ts';
import { useCallMedia, type Pictures } from '../../calls/call-media.ts';

/** Whether there is a picture of theirs to be seen. */
export const showsTheirs = (call: Call, { theirs }: Pictures): boolean =>
  theirs !== undefined && call.theirVideo !== 'off' && (call.phase === 'connected' || call.phase === 'reconnecting');

/** The small window over other programs shows what the call shows, and goes with it. */
export function useFollowingWindow(call: Call, pictures: Pictures): void {
  const { pictureWindow } = useCallMedia();
  const shown = showsTheirs(call, pictures) ? pictures.theirs : undefined;
  useEffect(() => pictureWindow.follow(shown), [pictureWindow, shown]);
  useEffect(() => () => pictureWindow.close(), [pictureWindow]);
}
