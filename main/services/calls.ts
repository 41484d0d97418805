import { calls, type Call, type CallRecord } from '../../preload/contract/calls.ts';
import type { Handlers } from '../../preload/contract/define.ts';
import type { AccountId, BareJid, CallId, ConversationId } from '../../preload/contract/ids.ts';
import { FailureError } from '../../preload/contract/wire.ts';
import type { Emit, Service } from '../base/service.ts';
import type { CallFacts } from '../calls/call-facts.ts';
import { numberOf, writeNumber } from '../calls/phone-numbers.ts';
import type { ConversationRow, StoredCall } from '../store/api.ts';
import type { Core, WhenReady } from './core.ts';
import { whenAttached } from './settings.ts';

type All = Handlers<typeof calls>;

export function callsService(ready: WhenReady): Service<typeof calls> {
  return {
    spec: calls,
    handlers: { ...callHandlers(ready), ...historyHandlers(ready), ...peopleHandlers(ready) },
    attach: emit => whenAttached(ready, core => tell(core, emit)),
  };
}

const numberTitle = (peer: BareJid): string | undefined => {
  const number = numberOf(peer);
  return number === undefined ? undefined : writeNumber(number);
};
const about = (core: Core, account: AccountId, peer: BareJid): Pick<Call, 'title' | 'avatar' | 'number'> => {
  const number = numberTitle(peer);
  const title = core.people.title(account, peer);
  return { title: title === peer && number !== undefined ? number : title, avatar: core.people.row(account, peer)?.avatar, number };
};

async function toCall(core: Core, facts: CallFacts): Promise<Call> {
  const row = await core.conversationWith(facts.account, facts.peer);
  return { ...facts, ...about(core, facts.account, facts.peer), conversation: row?.id, silent: core.availabilities.doNotDisturb };
}
const toRecord = (core: Core, { sid: _sid, isOpen: _isOpen, ...rest }: StoredCall): CallRecord => ({ ...rest, ...about(core, rest.account, rest.peer) });

async function rowOf(core: Core, conversation: ConversationId): Promise<ConversationRow> {
  const row = await core.store.conversation({ conversation });
  if (!row) throw new FailureError({ code: 'not-found' });
  return row;
}

function callHandlers(ready: WhenReady): Omit<All, 'history' | 'markSeen' | 'removeRecord' | 'callable' | 'writeNumber' | 'gateways' | 'relay' | 'setRelay'> {
  return {
    list: async () => {
      const core = await ready();
      return Promise.all(core.calls.list().map(facts => toCall(core, facts)));
    },
    start: async ({ conversation, video }) => {
      const core = await ready();
      const { account, peer } = await rowOf(core, conversation);
      return toCall(core, core.calls.start(account, peer, video));
    },
    dial: async ({ account, number }) => {
      const core = await ready();
      const found = await core.gateways.dial(number, account);
      return toCall(core, core.calls.start(found.account, found.peer, false));
    },
    answer: async ({ call, video, others }) => (await ready()).calls.answer(call, { video, others }),
    decline: async ({ call, text }) => {
      const core = await ready();
      const { account, peer } = core.calls.decline(call);
      if (text === undefined || text.trim() === '') return;
      const row = await core.store.startConversation({ account, peer, kind: 'person' });
      await core.chat.send(row.id, text);
    },
    hangUp: async ({ call }) => (await ready()).calls.hangUp(call),
    setMuted: async ({ call, muted }) => (await ready()).calls.setMuted(call, muted),
    setVideo: async ({ call, source }) => (await ready()).calls.setVideo(call, source),
    setHeld: async ({ call, held }) => (await ready()).calls.setHeld(call, held),
    sendTones: async ({ call, tones }) => (await ready()).calls.sendTones(call, tones),
    dismiss: async ({ call }) => (await ready()).calls.dismiss(call),
  };
}

function historyHandlers(ready: WhenReady): Pick<All, 'history' | 'markSeen' | 'removeRecord'> {
  return {
    history: async ({ conversation, before, limit }) => {
      const core = await ready();
      const found = await core.store.callRecords({
        limit,
        ...(conversation === undefined ? {} : { conversation }),
        ...(before === undefined ? {} : { before }),
      });
      return found.map(call => toRecord(core, call));
    },
    markSeen: async () => (await ready()).callLog.markSeen(),
    removeRecord: async ({ record }) => (await ready()).callLog.removeRecord(record),
  };
}

function peopleHandlers(ready: WhenReady): Pick<All, 'callable' | 'writeNumber' | 'gateways' | 'relay' | 'setRelay'> {
  return {
    callable: async ({ conversation }) => {
      const core = await ready();
      const { account, peer, kind } = await rowOf(core, conversation);
      return core.callWatch.ask({ conversation, account, peer, isRequest: kind === 'request' });
    },
    writeNumber: async ({ number }) => ({ written: (await ready()).gateways.written(number) }),
    gateways: async () => (await ready()).gateways.list(),
    relay: async ({ conversation }) => {
      const core = await ready();
      const { account, peer } = await rowOf(core, conversation);
      return core.relays.of(account, peer);
    },
    setRelay: async ({ conversation, choice }) => {
      const core = await ready();
      const { account, peer } = await rowOf(core, conversation);
      await core.relays.choose(account, peer, choice);
    },
  };
}

function tell(core: Core, emit: Emit<typeof calls>): readonly (() => void)[] {
  // Rows are looked up: what is told of a call stays in its order all the same, and what has gone does not come back.
  let before: Promise<unknown> = Promise.resolve();
  const next = (say: () => Promise<void>): void => {
    before = before.then(say).catch((error: unknown) => core.log.warn('what became of a call could not be told', error));
  };
  return [
    core.calls.onChanged(facts => next(async () => emit('changed', await toCall(core, facts)))),
    core.calls.onGone((call: CallId) => next(async () => emit('gone', call))),
    core.callLog.onRecorded(call => emit('recorded', toRecord(core, call))),
    core.callLog.onRemoved(removed => emit('recordRemoved', removed)),
    core.callWatch.onChanged(changed => emit('callable', changed)),
  ];
}
