import { conversations, type Conversation } from '../../preload/contract/conversations.ts';
import type { ConversationId } from '../../preload/contract/ids.ts';
import { FailureError } from '../../preload/contract/wire.ts';
import type { Service } from '../rpc/serve.ts';
import type { ConversationRow } from '../store/api.ts';
import { readAddress } from '../xmpp/jid.ts';
import type { Core, WhenReady } from './core.ts';
import { exportHistory } from './export-history.ts';
import { whenAttached } from './settings.ts';

/** A row with what lives in memory only: names, pictures, typing. */
export function toConversation(core: Core, row: ConversationRow): Conversation {
  const { position: _position, archiveComplete: _complete, ...rest } = row;
  return {
    ...rest,
    title: row.peer === core.accounts.row(row.account).address ? row.peer : core.people.title(row.account, row.peer),
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

export function conversationsService(ready: WhenReady, onOpen: Open, removed: Removed): Service<typeof conversations> {
  const edit = async (conversation: ConversationId, change: Parameters<Core['store']['editConversation']>[0]): Promise<void> => {
    const core = await ready();
    core.chat.emitConversation(await core.store.editConversation({ ...change, conversation }));
  };
  return {
    spec: conversations,
    handlers: {
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
      setDraft: async ({ conversation, text }) => edit(conversation, { conversation, draft: text }),
      setPinned: async ({ conversation, pinned }) => edit(conversation, { conversation, pinned }),
      setMuted: async ({ conversation, until }) => edit(conversation, { conversation, muted: until ?? undefined }),
      setTyping: async ({ conversation, state }) => {
        const core = await ready();
        const row = await rowOf(core, conversation);
        core.chat.tellTyping(row, state);
      },
      remove: async ({ conversation }) => {
        const core = await ready();
        await core.store.removeConversation({ conversation });
        core.notifier.wasRead(conversation);
        removed.emit(conversation);
      },
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
        await core.store.removeConversation({ conversation });
        removed.emit(conversation);
      },
      setOnScreen: async ({ conversation }) => (await ready()).screen.setConversation(conversation ?? undefined),
      exportHistory: async ({ conversation, format }) => {
        const core = await ready();
        return exportHistory(core.store, core.host.downloadsFolder, { conversation, format, now: core.clock.now() });
      },
    },
    attach: emit =>
      whenAttached(ready, core => [
        core.chat.onConversation(row => emit('changed', toConversation(core, row))),
        core.chat.typing.onChanged(({ account, peer }) => void tellAbout(core, account, peer)),
        core.people.onChanged(contact => void tellAbout(core, contact.account, contact.address)),
        onOpen(open => emit('open', open)),
        removed.on(conversation => emit('removed', conversation)),
      ]),
  };

  async function tellAbout(core: Core, account: ConversationRow['account'], peer: ConversationRow['peer']): Promise<void> {
    const row = await core.conversationWith(account, peer);
    if (row) core.chat.emitConversation(row);
  }
}

interface Removed {
  readonly on: (listener: (conversation: ConversationId) => void) => () => void;
  emit(conversation: ConversationId): void;
}
