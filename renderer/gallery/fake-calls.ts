import type { Call, Callable, CallRecord, Calls } from '../../preload/contract/calls.ts';
import { callId, conversationId, type AccountId, type BareJid, type CallId } from '../../preload/contract/ids.ts';
import { FailureError, type Failure } from '../../preload/contract/wire.ts';
import { source } from './events.ts';
import { ACCOUNT, JULIET, MINUTE, NOW } from './people.ts';

export const aCall = (over: Partial<Call> = {}): Call => ({
  id: callId('call-1'),
  account: ACCOUNT,
  peer: JULIET,
  conversation: conversationId(1),
  title: 'Juliet Capulet',
  avatar: undefined,
  number: undefined,
  direction: 'outgoing',
  phase: 'connected',
  wantsVideo: false,
  muted: false,
  video: 'off',
  theirVideo: 'off',
  theyMuted: false,
  silent: false,
  held: false,
  theyHold: false,
  takesTones: true,
  takesVideo: true,
  relayOnly: false,
  startedAt: NOW - 5 * MINUTE,
  talkedMs: 0,
  connectedAt: NOW - 4 * MINUTE - 12_000,
  endedAt: undefined,
  end: undefined,
  elsewhere: undefined,
  ...over,
});

export const aRecord = (id: number, over: Partial<CallRecord> = {}): CallRecord => ({
  id,
  account: ACCOUNT,
  peer: JULIET,
  conversation: conversationId(1),
  title: 'Juliet Capulet',
  avatar: undefined,
  number: undefined,
  direction: 'outgoing',
  video: false,
  startedAt: NOW - id * 60 * MINUTE,
  lengthMs: 4 * MINUTE + 12_000,
  outcome: 'answered',
  isNew: false,
  ...over,
});

export interface FakeCallsOptions {
  readonly calls?: readonly Call[];
  readonly callable?: Callable;
  readonly gateways?: readonly { readonly account: AccountId; readonly address: BareJid; readonly name: string }[];
  readonly history?: readonly CallRecord[];
  readonly historyFails?: boolean;
  /** What starting and dialling comes to. */
  readonly callFails?: Failure;
}

/** The calls service over arrays; every call that does something is noted in `asked` as `[method, input]`. */
export function fakeCalls(options: FakeCallsOptions = {}) {
  const asked: (readonly [string, unknown])[] = [];
  const events = sources();
  const { changed, gone, recordRemoved } = events;
  const list = new Map((options.calls ?? []).map(one => [one.id, one]));
  let history = [...(options.history ?? [])];
  const put = (call: Call): void => {
    list.set(call.id, call);
    changed.emit(call);
  };
  const change = (id: CallId, by: Partial<Call>): void => {
    const found = list.get(id);
    if (found) put({ ...found, ...by });
  };
  const doing =
    <Input>(method: string, then: (input: Input) => unknown = () => undefined) =>
    async (input: Input): Promise<void> => {
      asked.push([method, input]);
      then(input);
    };
  const begin = (method: string, over: (input: never) => Partial<Call>) => async (input: unknown) => {
    asked.push([method, input]);
    if (options.callFails) throw new FailureError(options.callFails);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the two callers below know their own input
    const call = aCall({ id: callId(`call-${list.size + 1}`), phase: 'calling', connectedAt: undefined, startedAt: NOW, ...over(input as never) });
    put(call);
    return call;
  };
  const service: Calls = {
    list: async () => [...list.values()],
    callable: async () => options.callable ?? { audio: true, video: true, why: undefined },
    start: begin('start', ({ video }: { readonly video: boolean }) => ({ wantsVideo: video, video: video ? 'camera' : 'off' })),
    dial: begin('dial', ({ number }: { readonly number: string }) => ({ number, title: number, conversation: undefined })),
    writeNumber: async ({ number }) => ({ written: written(number) }),
    gateways: async () => options.gateways ?? [],
    answer: doing('answer', ({ call, video }) => change(call, { phase: 'connecting', video: video ? 'camera' : 'off' })),
    decline: doing('decline', ({ call }) => change(call, { phase: 'ended', endedAt: NOW, end: 'declined' })),
    hangUp: doing('hangUp', ({ call }) => change(call, { phase: 'ended', endedAt: NOW, end: 'hung-up' })),
    setMuted: doing('setMuted', ({ call, muted }) => change(call, { muted })),
    setVideo: doing('setVideo', ({ call, source: video }) => change(call, { video })),
    setHeld: doing('setHeld', ({ call, held }) => change(call, { held, phase: held ? 'on-hold' : 'connected' })),
    sendTones: doing('sendTones'),
    ...{ relay: async () => 'as-usual' as const, setRelay: doing('setRelay') },
    dismiss: doing('dismiss', ({ call }) => list.delete(call) && gone.emit(call)),
    history: async ({ before, limit, conversation }) => {
      if (options.historyFails) throw new FailureError({ code: 'storage', problem: 'damaged' });
      const own = history.filter(one => conversation === undefined || one.conversation === conversation);
      const from = before === undefined ? 0 : own.findIndex(({ id }) => id === before) + 1;
      return own.slice(from, from + limit);
    },
    markSeen: doing('markSeen', () => void (history = history.map(one => ({ ...one, isNew: false })))),
    removeRecord: doing('removeRecord', ({ record }) => {
      history = history.filter(({ id }) => id !== record);
      recordRemoved.emit({ record });
    }),
    ...events.listen,
  };
  return { service, asked, put, change, recorded: events.recorded.emit, callable: events.callable.emit, listenerCount: events.count };
}

/** As far as a number of America goes. */
const written = (number: string): string | undefined =>
  /\d{3}/.test(number) ? number.replaceAll(/[^\d+]/g, '').replace(/^(\+\d)(\d{3})(\d{3})(\d{4})$/, '$1 $2 $3 $4') : undefined;

function sources() {
  const changed = source<Call>();
  const gone = source<CallId>();
  const recorded = source<CallRecord>();
  const recordRemoved = source<{ readonly record: number }>();
  const callable = source<Parameters<Parameters<Calls['onCallable']>[0]>[0]>();
  return {
    changed,
    gone,
    recorded,
    recordRemoved,
    callable,
    listen: {
      onChanged: changed.on,
      onGone: gone.on,
      onRecorded: recorded.on,
      onRecordRemoved: recordRemoved.on,
      onCallable: callable.on,
    },
    count: (): number => [changed, gone, recorded, recordRemoved, callable].reduce((sum, { listeners }) => sum + listeners.size, 0),
  };
}
