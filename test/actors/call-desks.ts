import { createHash } from 'node:crypto';
import { CallDesk } from '../../main/calls/call-desk.ts';
import { CallIntake } from '../../main/calls/call-intake.ts';
import { CallLog } from '../../main/calls/call-log.ts';
import type { CallDeskOptions, Phone } from '../../main/calls/desk-parts.ts';
import { Devices } from '../../main/calls/devices.ts';
import type { CallFacts } from '../../main/calls/call-facts.ts';
import { IceServers } from '../../main/calls/ice-servers.ts';
import { RelayChoices } from '../../main/calls/relay-choices.ts';
import type { CallSession } from '../../main/calls/signalling.ts';
import { CALL_TIMES } from '../../main/calls/timers.ts';
import { makeLog } from '../../main/base/log.ts';
import type { StoredCall } from '../../main/store/api.ts';
import { attr, child, childrenOf, el, type Element } from '../../main/xmpp/element.ts';
import { Refusal, type Effect, type Incoming } from '../../main/xmpp/feature.ts';
import { callMessages } from '../../main/xmpp/features/call-messages/call-messages.ts';
import { discoInfoElement } from '../../main/xmpp/features/disco/disco.codec.ts';
import { jingle } from '../../main/xmpp/features/jingle/jingle.ts';
import { messaging } from '../../main/xmpp/features/messaging/messaging.ts';
import { receipts } from '../../main/xmpp/features/receipts/receipts.ts';
import { bareOf } from '../../main/xmpp/jid.ts';
import { NS } from '../../main/xmpp/ns.ts';
import type { Session } from '../../main/xmpp/session.ts';
import { accountId, bareJid, conversationId, type BareJid } from '../../preload/contract/ids.ts';
import { FailureError } from '../../preload/contract/wire.ts';
import { FakeClock, settled } from './fake-clock.ts';
import { ScriptedEngine } from './scripted-engine.ts';

const ACCOUNT = accountId(1);
const FEATURES = [messaging, receipts, callMessages];
const sha1 = (text: string): string => createHash('sha1').update(text).digest('base64');

export interface DeskSetting {
  readonly contacts?: readonly string[];
  readonly blocked?: readonly string[];
  readonly settings?: Partial<ReturnType<CallDeskOptions['settings']>>;
  readonly phone?: Phone;
  /** What it announces beside calls of its own kind. */
  readonly client?: string;
  /** It tells what it is only after this. */
  readonly tells?: Promise<void>;
}

/** A server in memory: it stamps who said what, copies messages to other devices (XEP-0280), and answers for who is not there. */
export class Wire {
  readonly clock = new FakeClock();
  readonly devices = new Map<string, Device>();
  /** Everything that was said, in its order. */
  readonly said: Element[] = [];

  connect(full: string, setting: DeskSetting = {}): Device {
    const device = new Device(this, full, setting);
    this.devices.set(full, device);
    return device;
  }
  /** A cable is cut, and nobody comes back. */
  drop(device: Device): void {
    this.devices.delete(device.full);
  }

  of(bare: string): readonly Device[] {
    return [...this.devices.values()].filter(one => one.address === bare);
  }

  /** Time passes for what is under way, but not for a clock on the wall. */
  async settle(): Promise<void> {
    for (let turn = 0; turn < 40; turn += 1) await settled();
  }

  message(from: string, stanza: Element): void {
    stanza.attrs['from'] = from;
    this.said.push(stanza);
    const to = attr(stanza, 'to') ?? '';
    const bare = bareOf(to);
    const target = this.devices.get(to);
    this.#copy(
      stanza,
      this.of(bareOf(from) ?? '').filter(one => one.full !== from && one.address !== bare),
      'carbon-sent',
    );
    const receivers = target ? [target] : to.includes('/') ? [] : this.of(bare ?? '');
    if (receivers.length === 0 && attr(stanza, 'type') !== 'error') return this.#bounce(from, to, stanza);
    this.#copy(stanza, receivers, 'live');
    if (target)
      this.#copy(
        stanza,
        this.of(target.address).filter(one => one !== target),
        'carbon-received',
      );
  }

  #copy(stanza: Element, to: readonly Device[], arrival: Incoming['arrival']): void {
    for (const device of to) setImmediate(() => void device.hear(stanza, arrival));
  }

  async iq(from: string, to: string, type: 'get' | 'set', payload: Element): Promise<Element> {
    this.said.push(payload);
    const target = this.devices.get(to);
    await settled();
    if (!target) throw new FailureError({ code: 'stanza-error', condition: 'service-unavailable' });
    return target.request(from, type, payload);
  }

  #bounce(from: string, to: string, stanza: Element): void {
    // The server keeps what it can for later, and brings back what was for one device that is gone.
    if (!to.includes('/')) return;
    const error = el('error', NS.client, { type: 'cancel' }, el('service-unavailable', NS.stanzaErrors));
    const bounced = el('message', NS.client, { from: to, to: from, type: 'error', id: attr(stanza, 'id') }, error);
    const sender = this.devices.get(from);
    setImmediate(() => void sender?.hear(bounced, 'live'));
  }
}

/** One device of somebody: a desk of calls over the wire. */
export class Device {
  readonly wire: Wire;
  readonly full: string;
  readonly address: BareJid;
  readonly engine = new ScriptedEngine();
  readonly desk: CallDesk;
  readonly intake: CallIntake;
  readonly callLog: CallLog;
  readonly records = new Map<string, StoredCall>();
  readonly refusedLines: string[] = [];
  readonly phases: string[] = [];
  readonly #setting: DeskSetting;

  constructor(wire: Wire, full: string, setting: DeskSetting) {
    this.wire = wire;
    this.full = full;
    this.address = bareOf(full) ?? bareJid('');
    this.#setting = setting;
    const session = (): CallSession => this.#session;
    const store = this.#store();
    const { clock } = wire;
    const times = CALL_TIMES;
    const log = makeLog(
      line => void this.refusedLines.push(line),
      'info',
      () => clock.now(),
    );
    const devices = new Devices({ store, session, sha1 });
    const ice = new IceServers({ clock, times, session });
    this.callLog = new CallLog({ store, clock, times, log, isRefused: (_account, peer) => this.#isBlocked(peer) });
    const relays = new RelayChoices(store);
    let last = 0;
    const options: CallDeskOptions = {
      ...{ clock, times, log, session, engine: this.engine, devices, ice, callLog: this.callLog, relays },
      randomId: () => `${full} ${(last += 1)}`,
      people: {
        sharesPresence: (_account, peer) => this.sharesWith(peer),
        isMutual: (_account, peer) => this.sharesWith(peer),
        isBlocked: (_account, peer) => this.#isBlocked(peer),
      },
      isGateway: (_account, peer) => peer.endsWith('@tel.lit'),
      settings: () => ({ ringForStrangers: false, relayForStrangers: true, relayAlways: false, ...setting.settings }),
      ownAddresses: () => [],
      later: work => void setImmediate(work),
    };
    this.desk = new CallDesk(options);
    if (setting.phone) this.desk.setPhone(setting.phone);
    this.intake = new CallIntake(this.desk, options);
    this.desk.onChanged(({ phase }) => {
      if (this.phases.at(-1) !== phase) this.phases.push(phase);
    });
  }

  get call(): CallFacts {
    const call = this.desk.list().at(-1);
    if (!call) throw new Error(`${this.full} has no call`);
    return call;
  }
  /** Not ended. */
  get calls(): readonly CallFacts[] {
    return this.desk.list().filter(one => one.phase !== 'ended');
  }
  get outcomes(): readonly string[] {
    return [...this.records.values()].map(one => one.outcome);
  }

  sharesWith(peer: string): boolean {
    return peer === this.address || (this.#setting.contacts ?? []).includes(peer);
  }

  start(peer: string, video = false): CallFacts {
    return this.desk.start(ACCOUNT, bareJid(peer), video);
  }
  answer(video = false, others: 'hold' | 'end' = 'hold'): void {
    this.desk.answer(this.call.id, { video, others });
  }
  hangUp(): void {
    this.desk.hangUp(this.call.id);
  }

  /** A message as the server hands it over. */
  async hear(stanza: Element, arrival: Incoming['arrival'], stamp?: number): Promise<void> {
    const from = attr(stanza, 'from') ?? '';
    const to = attr(stanza, 'to') ?? '';
    const mine = bareOf(from) === this.address;
    const peer = (mine ? bareOf(to) : bareOf(from)) ?? bareJid('');
    const message: Incoming = { stanza, from, to, peer, mine, arrival, stamp, archiveId: undefined, sharesPresence: this.sharesWith(peer) };
    const effects = FEATURES.flatMap(feature => feature.message?.(message) ?? []);
    for (const effect of effects) if (effect.do === 'send') this.#session.send(effect.stanza);
    await this.#carryOut(effects, message);
  }

  /** A request as the server hands it over. @throws FailureError what it was answered with */
  async request(from: string, type: 'get' | 'set', payload: Element): Promise<Element> {
    const sharesPresence = this.sharesWith(bareOf(from) ?? '');
    if (payload.is('query', NS.discoInfo)) {
      await this.#setting.tells;
      return this.#disco(sharesPresence);
    }
    const answer = jingle.iq?.({ type, from, trusted: false, sharesPresence, payload }, undefined as never);
    if (!answer) throw failure('service-unavailable');
    if ('error' in answer) throw failure(answer.error, childNameOf(answer.application));
    try {
      await this.#carryOut(answer.effects ?? []);
    } catch (error) {
      if (error instanceof Refusal) throw failure(error.answer.error, childNameOf(error.answer.application));
      throw error;
    }
    return el('iq', NS.client, { type: 'result' });
  }

  async #carryOut(effects: readonly Effect[], message?: Incoming): Promise<void> {
    await this.intake.carryOut({ session: { account: ACCOUNT } as Session, effects, message });
  }

  #disco(known: boolean): Element {
    if (!known) throw failure('service-unavailable');
    const features = [NS.discoInfo, NS.jingle, NS.rtp, NS.rtpAudio, NS.rtpVideo, NS.iceUdp, NS.dtls, NS.callMessages];
    const identities = [{ category: 'client', type: 'pc', lang: undefined, name: this.#setting.client ?? 'Balcony' }];
    return el('iq', NS.client, { type: 'result' }, discoInfoElement({ node: undefined, identities, features, forms: [] }));
  }

  #isBlocked(peer: string): boolean {
    return (this.#setting.blocked ?? []).includes(peer);
  }

  readonly #session: CallSession = {
    address: bareJid(''),
    domain: 'server.lit',
    fullAddress: '',
    online: true,
    send: () => false,
    iq: () => Promise.reject(new Error('not there yet')),
    supports: () => false,
  };

  #store() {
    Object.assign(this.#session, {
      address: this.address,
      fullAddress: this.full,
      send: (stanza: Element) => {
        if (!this.wire.devices.has(this.full)) return false;
        this.wire.message(this.full, stanza);
        return true;
      },
      iq: (type: 'get' | 'set', to: string | undefined, payload: Element) => this.wire.iq(this.full, to ?? this.address, type, payload),
    });
    const values = new Map<string, string>();
    const caps = new Map<string, string>();
    let rows = 0;
    return {
      setting: async ({ name }: { readonly name: string }) => values.get(name),
      putSetting: async ({ name, value }: { readonly name: string; readonly value: string }) => void values.set(name, value),
      caps: async ({ ver }: { readonly ver: string }) => caps.get(ver),
      putCaps: async ({ ver, info }: { readonly ver: string; readonly info: string }) => void caps.set(ver, info),
      callRecord: async ({ peer, sid }: Pick<StoredCall, 'peer' | 'sid'>) => this.records.get(`${peer} ${sid}`),
      removeCall: async ({ record }: { readonly record: number }) => {
        for (const [key, one] of this.records) if (one.id === record) this.records.delete(key);
      },
      markCallsSeen: async () => [],
      putCall: async ({ outcome, ...news }: Parameters<CallDeskOptions['callLog']['own']>[0]): Promise<StoredCall> => {
        const key = `${news.peer} ${news.sid}`;
        const before = this.records.get(key);
        const isOpen = outcome === 'open';
        if (before && (isOpen || before.outcome === 'answered')) {
          const known = { ...before, lengthMs: before.lengthMs ?? news.lengthMs };
          this.records.set(key, known);
          return known;
        }
        const shown = isOpen ? (news.direction === 'outgoing' ? 'no-answer' : 'missed') : outcome;
        const row: StoredCall = {
          ...{ lengthMs: undefined, isNew: false, ...news },
          ...{ id: before?.id ?? (rows += 1), conversation: conversationId(1), outcome: shown, isOpen },
        };
        this.records.set(key, row);
        return row;
      },
    };
  }
}

const failure = (condition: string, specific?: string): FailureError =>
  new FailureError({ code: 'stanza-error', condition, ...(specific === undefined ? {} : { text: specific }) });
const childNameOf = (element: Element | undefined): string | undefined => element?.getName();

/** What was said of calls, in short: `propose`, `jingle session-initiate` and so on. */
export const words = (wire: Wire): readonly string[] =>
  wire.said.flatMap(stanza => {
    if (stanza.is('jingle', NS.jingle)) return [`${attr(stanza, 'action')}`];
    const said = childrenOf(stanza).find(one => one.getNS() === NS.callMessages);
    const reason = said && child(said, 'reason', NS.jingle);
    return said ? [`${said.getName()}${reason ? ` ${childrenOf(reason)[0]?.getName() ?? ''}` : ''}`] : [];
  });
