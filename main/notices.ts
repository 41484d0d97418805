import type { CallId, ConversationId } from '../preload/contract/ids.ts';
import type { Disposables } from './base/disposable.ts';
import type { AttendedEngine } from './calls/media-engine.ts';
import type { Host, Notifications } from './host/host.ts';
import type { Core } from './services/core.ts';

export interface NoticesOptions {
  readonly core: Pick<Core, 'notifier' | 'rooms' | 'chat' | 'readState' | 'calls' | 'log'>;
  readonly host: Pick<Host, 'showWindow'>;
  readonly notifications: Notifications;
  readonly engine: AttendedEngine;
  /** The window is to show it. */
  readonly open: (conversation: ConversationId) => void;
}

/** The system's own notifications, and what becomes of a click, a reply or a button. */
export function showNotices({ core, host, notifications, engine, open }: NoticesOptions, undo: Disposables): void {
  const { notifier, rooms, chat, readState, calls, log } = core;
  const reply = async (conversation: ConversationId, text: string): Promise<void> => {
    if (rooms.list.find(conversation)) await rooms.talk.send(conversation, text);
    else await chat.send(conversation, text);
    await readState.markRead(conversation);
  };
  const answer = async (call: CallId): Promise<void> => {
    host.showWindow();
    // It may have been closed: then it has to open before it can carry anything.
    if (!engine.isThere) await untilThere(engine);
    calls.answer(call, { video: false, others: 'hold' });
  };
  const decline = async (call: CallId): Promise<void> => void calls.decline(call);
  /** Whoever presses too late has missed nothing but the call. */
  const quietly = (work: Promise<void>): void => void work.catch((error: unknown) => log.info(`the button of a notice came to nothing: ${String(error)}`));
  undo.add(
    notifier.onShow(notice => {
      const { conversation, rings } = notice;
      notifications.show({
        ...notice,
        onClick: () => {
          host.showWindow();
          if (conversation !== undefined) open(conversation);
        },
        ...(conversation === undefined
          ? {}
          : { onReply: text => void reply(conversation, text).catch((error: unknown) => log.error('a reply could not be kept', error)) }),
        ...(rings === undefined ? {} : { onAnswer: () => quietly(answer(rings.call)), onDecline: () => quietly(decline(rings.call)) }),
      });
    }),
  );
  undo.add(notifier.onGone(({ id }) => notifications.close(id)));
}

function untilThere(engine: AttendedEngine): Promise<void> {
  return new Promise(resolve => {
    const stop = engine.onThere(() => {
      stop();
      resolve();
    });
  });
}
