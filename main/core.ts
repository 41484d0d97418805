import { createHash, randomBytes } from 'node:crypto';
import { AccountDesk, type StreamWish } from './accounts/account-desk.ts';
import { SignUp } from './accounts/sign-up.ts';
import { systemClock } from './base/clock.ts';
import { Disposables } from './base/disposable.ts';
import { Emitter } from './base/emitter.ts';
import type { Log } from './base/log.ts';
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
import type { Core } from './services/core.ts';
import { Screen } from './services/screen.ts';
import { SettingsKeeper } from './services/settings.ts';
import { StanzaConsole } from './services/stanza-console.ts';
import type { StoreClient } from './store/api.ts';
import { FailureError } from '../preload/contract/wire.ts';
import type { AccountId, ConversationId } from '../preload/contract/ids.ts';
import { allFeatures } from './xmpp/features/all.ts';
import { Session } from './xmpp/session.ts';
import { createStream, systemRandom } from './xmpp/stream/create-stream.ts';
import { openTransport } from './xmpp/stream/open-transport.ts';
import { openPreAuth } from './xmpp/stream/pre-auth.ts';
import type { Stream } from './xmpp/stream/stream.ts';
import { StreamProblem } from './xmpp/stream/transport.ts';

export interface CoreParts {
  readonly host: Host;
  readonly store: StoreClient;
  readonly secrets: SecretBox;
  readonly log: Log;
  readonly version: string;
  /** PEM of authorities to be trusted beside the system's, by domain. */
  readonly authorities: ReadonlyMap<string, readonly string[]>;
  readonly filled: (conversation: ConversationId) => void;
}

const streamDeps = { openTransport, clock: systemClock, random: systemRandom };
const randomId = (): string => randomBytes(12).toString('base64url');
const sha1 = (text: string): string => createHash('sha1').update(text).digest('base64');

/** Builds the rooms around one open store and joins them. The only place that does. */
export async function buildCore(parts: CoreParts): Promise<{ readonly core: Core; readonly undo: Disposables; readonly unread: Emitter<number> }> {
  const { host, store, log } = parts;
  const undo = new Disposables();
  const settings = new SettingsKeeper(store);
  await settings.load();
  const screen = new Screen();
  const console = new StanzaConsole();
  const people = new People(store);
  const accounts: AccountDesk = new AccountDesk({
    store,
    secrets: parts.secrets,
    openStream: wish => openStream(parts, wish),
    openSession: (account, address, stream) => openSession(account, address, stream),
    randomId,
    log: log.named('accounts'),
  });
  const online = (account: AccountId): Session => accounts.onlineSession(account);
  const session = (account: AccountId): Session | undefined => accounts.session(account);
  const ownAvatar = (account: AccountId): string | undefined => accounts.list().find(one => one.id === account)?.avatar;
  const rosters = new Rosters({
    store,
    people,
    online,
    clock: systemClock,
    log: log.named('roster'),
    version: account => accounts.row(account).rosterVersion,
    keepVersion: (account, version) => accounts.setRosterVersion(account, version),
    ownNickname: account => people.row(account, accounts.row(account).address)?.nickname,
  });
  const blocking = new Blocking(people, online);
  const avatars = new Avatars({ store, people, online, log: log.named('avatars'), keepOwn: (account, hash) => accounts.setAvatar(account, hash) });
  const profiles = new Profiles(people, online);
  const availabilities = new Availabilities({
    store,
    clock: systemClock,
    sessions: () => accounts.sessions(),
    awayAfterMinutes: () => settings.values.awayAfterMinutes,
    avatarOf: ownAvatar,
    idleTime: () => host.idleTime(),
  });
  const chat = new ChatDesk({
    store,
    session,
    clock: systemClock,
    log: log.named('chat'),
    isKnown: (account, peer) => peer === accounts.row(account).address || people.isInRoster(account, peer),
    onlyKnownPeople: () => settings.values.onlyKnownPeople,
    settings: () => settings.values,
  });
  const readState = new ReadState({
    store,
    chat,
    session,
    log: log.named('read'),
    sharesPresence: (account, peer) => people.sharesPresence(account, peer),
    sendReadMarkers: () => settings.values.sendReadMarkers,
  });
  const fill = new ArchiveFill({
    store,
    chat,
    clock: systemClock,
    log: log.named('archive'),
    fetchReadState: one => readState.fetch(one),
    filled: parts.filled,
  });
  const language = (): 'en' | 'de' =>
    settings.values.language === 'system' ? (Intl.DateTimeFormat().resolvedOptions().locale.startsWith('de') ? 'de' : 'en') : settings.values.language;
  const notifier = new Notifier({
    clock: systemClock,
    settings: () => settings.values,
    doNotDisturb: () => availabilities.doNotDisturb,
    isOnScreen: conversation => screen.isOnScreen(conversation),
    words: noticeWords(language),
  });
  const unread = new Emitter<number>();
  const signUp = new SignUp(
    wish => openPreAuth({ ...wish, ...authoritiesFor(parts, wish.domain), log: line => log.debug(line) }, streamDeps).catch(asFailure),
    accounts,
  );

  const conversationWith: Core['conversationWith'] = async (account, peer) =>
    (await store.conversations()).find(row => row.account === account && row.peer === peer);
  const core: Core = {
    host,
    store,
    clock: systemClock,
    log,
    settings,
    accounts,
    signUp,
    people,
    rosters,
    blocking,
    avatars,
    profiles,
    availabilities,
    chat,
    readState,
    fill,
    notifier,
    screen,
    console,
    unread,
    conversationWith,
  };
  undo.add(() => store.close());
  undo.add(() => availabilities.close());
  undo.add(() => accounts.close());
  return { core, undo, unread };

  function openSession(account: AccountId, address: Session['address'], stream: Stream): Session {
    const opened = new Session({
      account,
      address,
      stream,
      features: allFeatures,
      sha1,
      randomId,
      clock: systemClock,
      log: log.named('session'),
      software: { name: 'Balcony', version: parts.version, os: undefined },
      sharesPresence: peer => people.sharesPresence(account, peer),
      carryOut: async heard => {
        await chat.carryOut(heard);
        for (const effect of heard.effects) {
          if (effect.do === 'presence') people.heard(account, effect);
          await rosters.carryOut(opened, effect);
          await blocking.carryOut(opened, effect);
          await profiles.carryOut(opened, effect);
          avatars.carryOut(opened, effect);
        }
      },
    });
    opened.onAcked(stanza => void chat.outbox.acked(opened, stanza).catch(error => log.error('an acknowledgement could not be kept', error)));
    stream.onTraffic((direction, xml) => console.heard({ account, at: systemClock.now(), direction, xml }));
    return opened;
  }
}

function openStream(parts: CoreParts, wish: StreamWish): Stream {
  const domain = wish.address.slice(wish.address.indexOf('@') + 1);
  return createStream(
    {
      address: wish.address,
      route: wish.route,
      credentials: wish.credentials,
      keep: wish.keep,
      device: { id: wish.device, software: 'Balcony', name: 'Balcony' },
      ...authoritiesFor(parts, domain),
      log: line => parts.log.named('stream').info(line),
    },
    streamDeps,
  );
}

function authoritiesFor(parts: CoreParts, domain: string): { readonly authorities?: readonly string[] } {
  const authorities = parts.authorities.get(domain);
  return authorities ? { authorities } : {};
}

function asFailure(error: unknown): never {
  if (!(error instanceof StreamProblem)) throw error;
  throw new FailureError({
    code: 'connection',
    problem: error.problem,
    detail: error.message,
    ...(error.certificate ? { certificate: error.certificate } : {}),
  });
}
