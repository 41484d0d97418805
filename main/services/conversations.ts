import type { Handlers } from '../../preload/contract/define.ts';
import { conversations, type Conversation } from '../../preload/contract/conversations.ts';
import type { ConversationId } from '../../preload/contract/ids.ts';
import { FailureError } from '../../preload/contract/wire.ts';
import type { Service } from '../base/service.ts';
import type { ConversationRow } from '../store/api.ts';
import { readAddress } from '../xmpp/jid.ts';
import type { Core, WhenReady } from './core.ts';
import { exportHistory } from './export-history.ts';
import { whenAttached } from './settings.ts';

/** A row with what lives in memory only: names, pictures, typing. */
export function toConversation(core: Core, row: ConversationRow): Conversation {
  const { position: _position, archiveComplete: _complete, ...rest } = row;
  const room = core.rooms.list.find(row.id);
  if (room) return { ...rest, title: room.title, avatar: room.row.avatar, typing: false };
  return {
    ...rest,
    title: row.peer === core.accounts.address(row.account) ? row.peer : core.people.title(row.account, row.peer),
    avatar: core.people.row(row.account, row.peer)?.avatar,
    typing: core.chat.typing.is(row.account, row.peer),
  };
}

const byActivity = (a: ConversationRow, b: ConversationRow): number => Number(b.pinned) - Number(a.pinned) || b.position - a.position || b.id - a.id;

async function rowOf(core: Core, conversation: ConversationId): Promise<ConversationRow> {
  const row = await core.store.conversation({ conversation });
  if (!row) throw new FailureError({ code: 'not-found' });
  return row;
}

type Open = (listener: (open: { readonly conversation: ConversationId }) => void) => () => void;
interface Removed {
  readonly on: (listener: (conversation: ConversationId) => void) => () => void;
  emit(conversation: ConversationId): void;
}

export function conversationsService(ready: WhenReady, onOpen: Open, removed: Removed): Service<typeof conversations> {
  return {
    spec: conversations,
    handlers: { ...plainHandlers(ready), ...strangerHandlers(ready, removed) },
    attach: emit =>
      whenAttached(ready, core => [
        // What is still under way when an account is removed is of no use to anybody.
        core.chat.onConversation(row => core.accounts.address(row.account) !== undefined && emit('changed', toConversation(core, row))),
        core.chat.typing.onChanged(({ account, peer }) => void tellAbout(core, account, peer)),
        core.people.onChanged(contact => void tellAbout(core, contact.account, contact.address)),
        onOpen(open => emit('open', open)),
        removed.on(conversation => emit('removed', conversation)),
      ]),
  };
}

type All = Handlers<typeof conversations>;

function plainHandlers(ready: WhenReady): Omit<All, 'remove' | 'accept' | 'block'> {
  const edit = async (change: Parameters<Core['store']['editConversation']>[0]): Promise<void> => {
    const core = await ready();
    core.chat.emitConversation(await core.store.editConversation(change));
  };
  return {
    list: async () => {
      const core = await ready();
      return [...(await core.store.conversations())].toSorted(byActivity).map(row => toConversation(core, row));
    },
    start: async ({ account, address }) => {
      const core = await ready();
      const read = readAddress(address);
      if (!('address' in read)) throw new FailureError({ code: 'bad-address', hint: read.hint });
      const row = await core.store.startConversation({ account, peer: read.address, kind: 'person' });
      // Who writes to somebody accepts their answers.
      const accepted = row.kind === 'request' ? await core.store.editConversation({ conversation: row.id, kind: 'person' }) : row;
      core.chat.emitConversation(accepted);
      return toConversation(core, accepted);
    },
    markRead: async ({ conversation }) => (await ready()).readState.markRead(conversation),
    setDraft: async ({ conversation, text }) => edit({ conversation, draft: text }),
    setPinned: async ({ conversation, pinned }) => edit({ conversation, pinned }),
    setMuted: async ({ conversation, until }) => edit({ conversation, muted: until ?? undefined }),
    setTyping: async ({ conversation, state }) => {
      const core = await ready();
      if (core.rooms.list.find(conversation)) core.rooms.talk.tellTyping(conversation, state);
      else core.chat.tellTyping(await rowOf(core, conversation), state);
    },
    setOnScreen: async ({ conversation }) => (await ready()).screen.setConversation(conversation ?? undefined),
    exportHistory: async ({ conversation, format }) => {
      const core = await ready();
      return exportHistory(core.store, core.host.downloadsFolder, { conversation, format, now: core.clock.now() });
    },
  };
}

function strangerHandlers(ready: WhenReady, removed: Removed): Pick<All, 'remove' | 'accept' | 'block'> {
  const remove = async (core: Core, conversation: ConversationId): Promise<void> => {
    const room = core.rooms.list.find(conversation);
    if (room) await core.rooms.forget(room);
    else await core.store.removeConversation({ conversation });
    core.notifier.wasRead(conversation);
    removed.emit(conversation);
  };
  return {
    remove: async ({ conversation }) => remove(await ready(), conversation),
    accept: async ({ conversation }) => {
      const core = await ready();
      const row = await rowOf(core, conversation);
      core.chat.emitConversation(await core.store.editConversation({ conversation, kind: 'person' }));
      await core.rosters.accept(row.account, row.peer);
    },
    block: async ({ conversation, report }) => {
      const core = await ready();
      const row = await rowOf(core, conversation);
      await core.blocking.block(row.account, row.peer, report);
      await remove(core, conversation);
    },
  };
}

async function tellAbout(core: Core, account: ConversationRow['account'], peer: ConversationRow['peer']): Promise<void> {
  const row = await core.conversationWith(account, peer);
  if (row) core.chat.emitConversation(row);
}
