import { createHash, randomBytes } from 'node:crypto';
import { networkInterfaces } from 'node:os';
import { AccountDesk, type StreamWish } from './accounts/account-desk.ts';
import { SignUp } from './accounts/sign-up.ts';
import { systemClock as clock } from './base/clock.ts';
import { Disposables } from './base/disposable.ts';
import { Emitter } from './base/emitter.ts';
import type { Log } from './base/log.ts';
import { CallDesk } from './calls/call-desk.ts';
import { CallIntake } from './calls/call-intake.ts';
import { CallLog } from './calls/call-log.ts';
import { CallWatch } from './calls/call-watch.ts';
import { Devices } from './calls/devices.ts';
import { Gateways } from './calls/gateways.ts';
import { IceServers } from './calls/ice-servers.ts';
import type { AttendedEngine } from './calls/media-engine.ts';
import { RelayChoices } from './calls/relay-choices.ts';
import { CALL_TIMES } from './calls/timers.ts';
import { ArchiveFill } from './chat/archive-fill.ts';
import { ChatDesk } from './chat/chat-desk.ts';
import { ReadState } from './chat/read-state.ts';
import type { Host, SecretBox } from './host/host.ts';
import { Availabilities } from './presence/availabilities.ts';
import { Avatars } from './presence/avatars.ts';
import { Blocking } from './presence/blocking.ts';
import { noticeWords } from './presence/notice-words.ts';
import { Notifier } from './presence/notifier.ts';
import { People } from './presence/people.ts';
import { Profiles } from './presence/profiles.ts';
import { Rosters } from './presence/rosters.ts';
import { RoomDesk } from './rooms/room-desk.ts';
import type { Core } from './services/core.ts';
import type { Screen } from './services/screen.ts';
import { SettingsKeeper } from './services/settings.ts';
import { StanzaConsole } from './services/stanza-console.ts';
import type { StoreClient } from './store/api.ts';
import type { AccountId, BareJid, ConversationId } from '../preload/contract/ids.ts';
import { FailureError } from '../preload/contract/wire.ts';
import type { Effect } from './xmpp/feature.ts';
import { allFeatures } from './xmpp/features/all.ts';
import { Session, type Heard } from './xmpp/session.ts';
import { createStream, systemRandom } from './xmpp/stream/create-stream.ts';
import { openTransport } from './xmpp/stream/open-transport.ts';
import { openPreAuth } from './xmpp/stream/pre-auth.ts';
import { forgetToken } from './xmpp/stream/forget-token.ts';
import type { StreamOptions } from './xmpp/stream/stream.ts';
import { StreamProblem } from './xmpp/stream/transport.ts';

export interface CoreParts {
  readonly host: Host;
  readonly store: StoreClient;
  readonly secrets: SecretBox;
  readonly log: Log;
  readonly version: string;
  /** PEM of authorities to be trusted beside the system's, by domain. */
  readonly authorities: ReadonlyMap<string, readonly string[]>;
  readonly screen: Screen;
  readonly filled: (conversation: ConversationId) => void;
  /** Carries the media of calls. */
  readonly engine: AttendedEngine;
}
/** What every room stands on. */
interface Ground extends CoreParts {
  readonly settings: SettingsKeeper;
  readonly people: People;
  readonly accounts: AccountDesk;
  readonly online: (account: AccountId) => Session;
}
type PresenceRooms = Pick<Core, 'rosters' | 'blocking' | 'avatars' | 'profiles' | 'availabilities'>;
type ChatRooms = Pick<Core, 'chat' | 'readState' | 'fill'>;
type GroupRooms = Pick<Core, 'rooms'>;
type CallRooms = Pick<Core, 'calls' | 'callLog' | 'callWatch' | 'devices' | 'gateways' | 'relays'> & { readonly intake: CallIntake };

const FORGET_WITHIN = 5_000;
const streamDeps = { openTransport, clock, random: systemRandom };
const randomId = (): string => randomBytes(12).toString('base64url');
const sha1 = (text: string): string => createHash('sha1').update(text).digest('base64');

/** Builds the rooms around one open store. The only place that does. */
export async function buildCore(parts: CoreParts): Promise<{ readonly core: Core; readonly undo: Disposables; readonly unread: Emitter<number> }> {
  const { host, store, log, screen } = parts;
  const settings = new SettingsKeeper(store);
  await settings.load();
  const people = new People(store);
  const console = new StanzaConsole();
  const unread = new Emitter<number>();
  // The desk makes sessions, and sessions carry effects into rooms that need the desk: the rooms come a moment later.
  const carryOut = (heard: Heard): Promise<void> => carryInto(heard, people, presence, chat, calling, group);
  const prepare = (session: Session): Promise<void> => prepareSession(session, chat, calling, group);
  const accounts: AccountDesk = new AccountDesk({
    store,
    secrets: parts.secrets,
    openStream: wish => createStream(streamOptions(parts, wish), streamDeps),
    forget: wish => forgetToken(streamOptions(parts, wish), streamDeps, AbortSignal.timeout(FORGET_WITHIN)),
    openSession: (account, address, stream) => {
      const session = openSession(parts, people, { account, address, stream, carryOut, prepare });
      session.onState(state => {
        if (state.state !== 'online' || !state.resumed) return;
        calling.calls.sessionResumed(account);
        group.rooms.resumed(account);
      });
      session.onAcked(stanza => {
        chat.chat.outbox.acked(session, stanza).catch((error: unknown) => log.error('an acknowledgement could not be kept', error));
      });
      stream.onTraffic((direction, xml) => console.heard({ account, at: clock.now(), direction, xml }));
      return session;
    },
    randomId,
    log: log.named('accounts'),
  });
  const ground: Ground = { ...parts, settings, people, accounts, online: account => accounts.onlineSession(account) };
  const presence = presenceRooms(ground);
  const calling = callRooms(ground);
  await calling.relays.load();
  const chat: ChatRooms = chatRooms(ground, calling.callLog, () => group.rooms);
  const group: GroupRooms = { rooms: groupRooms(ground, presence, chat) };
  await group.rooms.load();
  const notifier = notifierFor(ground, presence);
  const signUp = new SignUp(
    async wish => openPreAuth({ ...wish, ...authoritiesFor(parts, wish.domain), log: line => log.debug(line) }, streamDeps).catch(asFailure),
    accounts,
  );
  const undo = new Disposables();
  undo.add(() => store.close());
  undo.add(() => presence.availabilities.close());
  undo.add(() => accounts.close());
  undo.add(() => chat.fill.close());
  undo.add(() => group.rooms.close());
  undo.add(() => calling.calls.close());
  const conversationWith: Core['conversationWith'] = async (account, peer) =>
    (await store.conversations()).find(row => row.account === account && row.peer === peer);
  const { intake: _intake, ...callDesks } = calling;
  const base = { host, store, clock, log, settings, accounts, signUp, people };
  return { core: { ...base, ...presence, ...chat, ...group, ...callDesks, notifier, screen, console, unread, conversationWith }, undo, unread };
}

async function prepareSession(session: Session, { chat, fill }: ChatRooms, { calls, devices, gateways }: CallRooms, { rooms }: GroupRooms): Promise<void> {
  calls.sessionBegan(session.account);
  devices.forget(session.account);
  gateways.forget(session);
  rooms.sessionBegan(session.account);
  chat.outbox.hold(session);
  // The gap is remembered before the first live message can close it.
  await fill.remember(session);
}

const notifierFor = ({ settings, screen }: Ground, { availabilities }: PresenceRooms): Notifier =>
  new Notifier({
    clock,
    settings: () => settings.values,
    doNotDisturb: () => availabilities.doNotDisturb,
    isOnScreen: conversation => screen.isOnScreen(conversation),
    words: noticeWords(() => languageOf(settings)),
  });

function presenceRooms({ host, store, log, people, accounts, online, settings }: Ground): PresenceRooms {
  return {
    rosters: new Rosters({
      store,
      people,
      online,
      clock,
      log: log.named('roster'),
      version: account => accounts.row(account).rosterVersion,
      keepVersion: (account, version) => accounts.setRosterVersion(account, version),
      ownNickname: account => people.row(account, accounts.row(account).address)?.nickname,
    }),
    blocking: new Blocking(people, online),
    avatars: new Avatars({ store, people, online, log: log.named('avatars'), keepOwn: (account, hash) => accounts.setAvatar(account, hash) }),
    profiles: new Profiles(people, online),
    availabilities: new Availabilities({
      store,
      clock,
      sessions: () => accounts.sessions(),
      awayAfterMinutes: () => settings.values.awayAfterMinutes,
      avatarOf: account => accounts.list().find(one => one.id === account)?.avatar,
      idleTime: () => host.idleTime(),
    }),
  };
}

function callRooms({ store, log: all, people, accounts, settings, engine }: Ground): CallRooms {
  const log = all.named('calls');
  const times = CALL_TIMES;
  const session = (account: AccountId): Session | undefined => accounts.session(account);
  const isBlocked = (account: AccountId, peer: BareJid): boolean => people.isBlocked(account, peer);
  const isStranger = (account: AccountId, peer: BareJid): boolean => !people.isInRoster(account, peer) && peer !== accounts.address(account);
  const devices = new Devices({ store, session, sha1 });
  const ice = new IceServers({ clock, times, session });
  const relays = new RelayChoices(store);
  const gateways = new Gateways({
    sessions: () => accounts.sessions(),
    services: account => people.contacts().flatMap(one => (one.account === account && !one.address.includes('@') ? [one.address] : [])),
    country: () => (settings.values.phoneCountry === 'system' ? systemCountry() : settings.values.phoneCountry),
  });
  const isRefused = (account: AccountId, peer: BareJid): boolean =>
    isBlocked(account, peer) || (settings.values.onlyKnownPeople && isStranger(account, peer) && !gateways.has(account, peer));
  const callLog = new CallLog({ store, clock, times, log, isRefused });
  const options = {
    ...{ clock, times, log, randomId, session, engine, devices, ice, callLog, relays },
    people: {
      sharesPresence: (account: AccountId, peer: BareJid) => people.sharesPresence(account, peer) || peer === accounts.address(account),
      isMutual: (account: AccountId, peer: BareJid) => people.row(account, peer)?.subscription === 'both',
      isBlocked,
    },
    isGateway: (account: AccountId, peer: BareJid) => gateways.has(account, peer),
    settings: () => settings.values,
    ownAddresses: () => Object.values(networkInterfaces()).flatMap(list => list?.map(one => one.address) ?? []),
    later: (work: () => void) => void setImmediate(work),
  };
  const calls = new CallDesk(options);
  const callWatch = new CallWatch({ devices, isOnline: account => session(account)?.online === true, isBlocked });
  return { calls, callLog, callWatch, devices, gateways, relays, intake: new CallIntake(calls, options) };
}

function chatRooms({ store, log, people, accounts, settings, filled }: Ground, callLog: CallLog, rooms: () => RoomDesk): ChatRooms {
  const session = (account: AccountId): Session | undefined => accounts.session(account);
  const chat = new ChatDesk({
    store,
    session,
    clock,
    log: log.named('chat'),
    isKnown: (account, peer) => peer === accounts.row(account).address || people.isInRoster(account, peer),
    onlyKnownPeople: () => settings.values.onlyKnownPeople,
    stanza: message => rooms().talk.stanza(message),
    settings: () => settings.values,
  });
  const readState = new ReadState({
    store,
    chat,
    session,
    log: log.named('read'),
    sharesPresence: (account, peer) => people.sharesPresence(account, peer),
    sendReadMarkers: () => settings.values.sendReadMarkers,
    tellRoom: newest => settings.values.sendReadMarkers && rooms().talk.tellRead(newest),
  });
  const fill = new ArchiveFill({
    store,
    chat,
    clock,
    log: log.named('archive'),
    fetchReadState: one => readState.fetch(one),
    device: account => accounts.row(account).device,
    filled,
    read: async (account, judged) => {
      await callLog.page(account, judged);
      const one = session(account);
      if (one) for (const { message, effects } of judged) await rooms().hearing.page(one, message, effects);
    },
  });
  return { chat, readState, fill };
}

function groupRooms({ store, log, people, accounts, settings, filled, screen, online }: Ground, presence: PresenceRooms, { chat }: ChatRooms): RoomDesk {
  const session = (account: AccountId): Session | undefined => accounts.session(account);
  return new RoomDesk({
    ...{ store, clock, log: log.named('rooms'), random: Math.random, randomId, session, online },
    ownState: one => presence.availabilities.own(one),
    ownNickname: account => ownNickname(accounts, people, account),
    isOnScreen: conversation => screen.isOnScreen(conversation),
    isBlocked: (account, address) => people.isBlocked(account, address),
    isWelcome: (account, address) => !settings.values.onlyKnownPeople || people.isInRoster(account, address),
    title: (account, address) => people.title(account, address),
    sendTyping: () => settings.values.sendTyping,
    post: ({ conversation, body, ...inRoom }) => chat.send(conversation, body, inRoom),
    release: account => void chat.outbox.release(account),
    sendAgain: message => chat.outbox.again(message),
    receive: (one, batch, arrived) => chat.receive(one, batch, arrived),
    emitMessage: message => chat.emitMessage(message),
    tellConversation: conversation => void chat.tellConversation(conversation).catch((error: unknown) => log.warn('a room could not be told', error)),
    filled,
    fetchPicture: (one, address, hash) => presence.avatars.fetch(one, address, hash),
  });
}

/** As rooms show us, unless the user chose otherwise there. */
function ownNickname(accounts: AccountDesk, people: People, account: AccountId): string {
  const address = accounts.address(account);
  if (address === undefined) return '';
  return people.row(account, address)?.nickname ?? address.slice(0, Math.max(0, address.indexOf('@')));
}

function openSession(
  parts: CoreParts,
  people: People,
  about: Pick<ConstructorParameters<typeof Session>[0], 'account' | 'address' | 'stream' | 'carryOut' | 'prepare'>,
): Session {
  return new Session({
    ...about,
    features: allFeatures,
    sha1,
    randomId,
    clock,
    log: parts.log.named('session'),
    software: { name: 'Balcony', version: parts.version, os: undefined },
    sharesPresence: peer => people.sharesPresence(about.account, peer),
  });
}

/** To the store first: what is told to anybody has been committed. */
async function carryInto(
  heard: Heard,
  people: People,
  presence: PresenceRooms,
  { chat }: ChatRooms,
  { intake }: CallRooms,
  { rooms }: GroupRooms,
): Promise<void> {
  const { session, effects } = heard;
  await rooms.carryOut(heard);
  // Nearly all that a large room says is nothing but that.
  if (effects.every(effect => effect.do === 'room-presence')) return;
  // What a room sends back is the rooms' business.
  const isRooms = (effect: Effect): boolean => effect.do === 'message-failed' && rooms.list.get(session.account, effect.peer) !== undefined;
  await chat.carryOut(effects.some(isRooms) ? { ...heard, effects: effects.filter(effect => !isRooms(effect)) } : heard);
  for (const effect of effects) {
    if (effect.do === 'presence') people.heard(session.account, effect);
    await presence.rosters.carryOut(session, effect);
    await presence.blocking.carryOut(session, effect);
    await presence.profiles.carryOut(session, effect);
    presence.avatars.carryOut(session, effect);
  }
  await intake.carryOut(heard);
}

function streamOptions(parts: CoreParts, { address, route, credentials, keep, device }: StreamWish): StreamOptions {
  const log = parts.log.named('stream');
  const domain = address.slice(address.indexOf('@') + 1);
  return {
    address,
    route,
    credentials,
    keep,
    device: { id: device, software: 'Balcony', name: 'Balcony' },
    ...authoritiesFor(parts, domain),
    log: line => log.info(line),
  };
}

function authoritiesFor(parts: CoreParts, domain: string): { readonly authorities?: readonly string[] } {
  const authorities = parts.authorities.get(domain);
  return authorities ? { authorities } : {};
}

function languageOf(settings: SettingsKeeper): 'en' | 'de' {
  const { language } = settings.values;
  if (language !== 'system') return language;
  return Intl.DateTimeFormat().resolvedOptions().locale.startsWith('de') ? 'de' : 'en';
}

/** Of the user's locale; undefined where it names none. */
const systemCountry = (): string | undefined => new Intl.Locale(Intl.DateTimeFormat().resolvedOptions().locale).region;

function asFailure(error: unknown): never {
  if (!(error instanceof StreamProblem)) throw error;
  throw new FailureError({
    code: 'connection',
    problem: error.problem,
    detail: error.message,
    ...(error.certificate ? { certificate: error.certificate } : {}),
  });
}
