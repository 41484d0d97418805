import { useMemo } from 'react';
import type { Call } from '../../../preload/contract/calls.ts';
import type { AccountId, ConversationId } from '../../../preload/contract/ids.ts';
import type { Failure } from '../../../preload/contract/wire.ts';
import { useCallMedia } from '../../calls/call-media.ts';
import { useServices } from '../../services.ts';
import { useAction } from '../problem/use-action.ts';
import { useNavigation } from '../shell/routes.ts';

export interface BeginCall {
  readonly busy: boolean;
  readonly failure: Failure | undefined;
  readonly clear: () => void;
  readonly start: (conversation: ConversationId, video: boolean) => Promise<boolean>;
  readonly dial: (number: string, account?: AccountId) => Promise<boolean>;
}

/** Calling somebody: this window takes the media, and shows the call as soon as there is one. */
export function useBeginCall(): BeginCall {
  const { calls } = useServices();
  const media = useCallMedia();
  const navigation = useNavigation();
  const { busy, failure, run, clear } = useAction();
  return useMemo(() => {
    const begin = async (work: () => Promise<unknown>): Promise<boolean> => {
      media.takeSeat();
      const done = await run(work);
      if (done) navigation.showCall();
      return done;
    };
    return {
      busy,
      failure,
      clear,
      start: (conversation, video) => begin(() => calls.start({ conversation, video })),
      dial: (number, account) => begin(() => calls.dial({ number, ...(account === undefined ? {} : { account }) })),
    };
  }, [calls, media, navigation, busy, failure, run, clear]);
}

export interface CallActions {
  readonly answer: (call: Call, video: boolean, others?: 'hold' | 'end') => void;
  readonly decline: (call: Call, text?: string) => void;
  readonly hangUp: (call: Call) => void;
  readonly toggleMuted: (call: Call) => void;
  readonly toggleVideo: (call: Call, source: 'camera' | 'screen') => void;
  readonly toggleHeld: (call: Call) => void;
  /** One is held, the other is gone back to. */
  readonly swap: (from: Call, to: Call) => void;
  readonly press: (call: Call, key: string) => void;
  readonly dismiss: (call: Call) => void;
}

/** What can be done in a call. None of it can fail in a way that the call itself does not show. */
export function useCallActions(): CallActions {
  const { calls } = useServices();
  const media = useCallMedia();
  const navigation = useNavigation();
  return useMemo(() => {
    const quietly = (work: Promise<unknown>): void => void work.catch(() => undefined); // the call has ended meanwhile, and says so
    return {
      answer: ({ id }, video, others = 'hold') => {
        media.takeSeat();
        quietly(calls.answer({ call: id, video, others }));
        navigation.showCall();
      },
      decline: ({ id }, text) => quietly(calls.decline({ call: id, ...(text === undefined ? {} : { text }) })),
      hangUp: ({ id }) => quietly(calls.hangUp({ call: id })),
      toggleMuted: ({ id, muted }) => quietly(calls.setMuted({ call: id, muted: !muted })),
      toggleVideo: ({ id, video }, source) => quietly(calls.setVideo({ call: id, source: video === source ? 'off' : source })),
      toggleHeld: ({ id, held }) => quietly(calls.setHeld({ call: id, held: !held })),
      swap: (from, to) => quietly(calls.setHeld({ call: from.id, held: true }).then(() => calls.setHeld({ call: to.id, held: false }))),
      press: ({ id }, key) => {
        media.playKey(key);
        quietly(calls.sendTones({ call: id, tones: key }));
      },
      dismiss: ({ id }) => {
        quietly(calls.dismiss({ call: id }));
        navigation.hideCall();
      },
    };
  }, [calls, media, navigation]);
}
