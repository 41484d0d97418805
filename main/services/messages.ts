import type { ConversationId } from '../../preload/contract/ids.ts';
import { messages } from '../../preload/contract/messages.ts';
import { FailureError } from '../../preload/contract/wire.ts';
import type { Service } from '../base/service.ts';
import type { WhenReady } from './core.ts';
import { whenAttached } from './settings.ts';

export function messagesService(ready: WhenReady, filled: (listener: (conversation: ConversationId) => void) => () => void): Service<typeof messages> {
  return {
    spec: messages,
    handlers: {
      page: async ({ conversation, before, after, around, limit }) => {
        const core = await ready();
        const page = await core.store.page({
          conversation,
          limit,
          ...(before === undefined ? {} : { before }),
          ...(after === undefined ? {} : { after }),
          ...(around === undefined ? {} : { around }),
        });
        const row = await core.store.conversation({ conversation });
        const room = core.rooms.list.find(conversation);
        const archived = room ? room.isComingBack && room.nature.archived : row && core.accounts.session(row.account)?.archive.supported === true;
        const online = archived === true;
        return { ...page, olderOnServer: page.olderOnServer && online };
      },
      send: async ({ conversation, body }) => {
        const { rooms, chat } = await ready();
        return rooms.list.find(conversation) ? rooms.talk.send(conversation, body) : chat.send(conversation, body);
      },
      retry: async ({ message }) => (await ready()).chat.retry(message),
      remove: async ({ message }) => (await ready()).chat.removeMessage(message),
      fetchOlder: async ({ conversation }) => {
        const core = await ready();
        const room = core.rooms.list.find(conversation);
        if (room) return core.rooms.archive.fetchOlder(room);
        const row = await core.store.conversation({ conversation });
        if (!row) throw new FailureError({ code: 'not-found' });
        return core.fill.fetchOlder(core.accounts.onlineSession(row.account), conversation, row.peer);
      },
    },
    attach: emit =>
      whenAttached(ready, core => [
        core.chat.onMessage(message => emit('changed', message)),
        core.chat.onMessageRemoved(removed => emit('removed', removed)),
        filled(conversation => emit('filled', { conversation })),
      ]),
  };
}
