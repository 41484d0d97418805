import type { CallFacts } from './calls/call-facts.ts';
import type { Missed } from './calls/call-log.ts';
import type { Disposables } from './base/disposable.ts';
import type { ConversationRow, StoredMessage } from './store/api.ts';
import type { Core } from './services/core.ts';
import type { Arrival } from './chat/chat-desk.ts';
import type { Emitter } from './base/emitter.ts';
import type { Session } from './xmpp/session.ts';
import { carbonsSwitch } from './xmpp/features/carbons/carbons.codec.ts';
import { NS } from './xmpp/ns.ts';

/** What happens in one room because something happened in another. */
export function joinRooms(core: Core, unread: Emitter<number>, undo: Disposables): void {
  const { accounts, people, rosters, chat, notifier, screen, log } = core;
  const settled = (what: string) => (error: unknown) => log.warn(`${what}: not done`, error);

  undo.add(accounts.onFresh(session => void begin(core, session).catch(settled('the start of a session'))));
  undo.add(
    accounts.onChanged(list => {
      for (const { id, connection } of list) if (connection.state !== 'connecting') people.hidePresence(id, connection.state !== 'online');
    }),
  );
  undo.add(accounts.onRemoved(account => people.forget(account)));
  joinCalls(core, undo);
  joinGroups(core, undo);
  undo.add(core.host.onWake(() => accounts.retryAll()));
  undo.add(
    chat.onArrival(arrival => {
      for (const message of arrival.received.added) void notice(core, arrival, message).catch(settled('a notification'));
    }),
  );
  undo.add(
    chat.onConversation(row => {
      if (row.unread === 0) notifier.wasRead(row.id);
      void countUnread(core).then(count => unread.emit(count), settled('the count of unread messages'));
    }),
  );
  undo.add(
    rosters.onAsked(request =>
      notifier.happened({
        conversation: undefined,
        title: request.name ?? request.address,
        from: request.address,
        text: request.text ?? '',
        about: {
          kind: 'contact-request',
          mine: false,
          arrived: 'live',
          alreadyRead: false,
          muted: undefined,
          blocked: people.isBlocked(request.account, request.address),
        },
      }),
    ),
  );
  undo.add(rosters.onAnswered(address => notifier.requestAnswered(address)));
  const tellActive = (): void => accounts.sessions().forEach(session => session.stream.setActive(isActive(core)));
  undo.add(screen.onChanged(tellActive));
  undo.add(core.availabilities.onChanged(tellActive));
}

function joinGroups({ accounts, rooms, chat, availabilities, notifier, people, screen }: Core, undo: Disposables): void {
  undo.add(accounts.onChanged(list => list.forEach(({ id, enabled }) => rooms.connectionChanged(id, enabled))));
  undo.add(accounts.onRemoved(account => rooms.accountGone(account)));
  undo.add(chat.onConversation(row => rooms.conversationChanged(row)));
  undo.add(availabilities.onChanged(() => [...rooms.list.all()].forEach(room => rooms.choices.announce(room))));
  undo.add(rooms.invitations.onGone(room => notifier.inviteAnswered(room)));
  undo.add(
    rooms.invitations.onCame(({ room, account, by, byTitle }) =>
      notifier.invited({ room, title: byTitle, onScreen: screen.focused, blocked: people.isBlocked(account, by) }),
    ),
  );
}

function joinCalls(core: Core, undo: Disposables): void {
  const { accounts, people, calls, callLog, callWatch, notifier, screen, log } = core;
  undo.add(
    accounts.onChanged(list => {
      for (const { id, enabled } of list) {
        if (!enabled) calls.accountGone(id);
        callWatch.look(id);
      }
    }),
  );
  undo.add(
    accounts.onRemoved(account => {
      calls.accountGone(account);
      callLog.forget(account);
    }),
  );
  undo.add(people.onChanged(({ account, address }) => callWatch.look(account, address)));
  const tell = ({ id, account, peer, phase, wantsVideo }: CallFacts): void => {
    if (phase !== 'incoming') return notifier.ringsNoMore(id);
    const blocked = people.isBlocked(account, peer);
    return notifier.rings({ id, title: people.title(account, peer), video: wantsVideo, onScreen: screen.focused, blocked });
  };
  undo.add(calls.onChanged(tell));
  // Whoever turns to something else while it rings is told there.
  undo.add(screen.onChanged(() => screen.focused || calls.list().forEach(tell)));
  undo.add(calls.onGone(id => notifier.ringsNoMore(id)));
  undo.add(callLog.onSeen(() => notifier.missedSeen()));
  undo.add(callLog.onMissed(missed => void noticeMissed(core, missed).catch((error: unknown) => log.warn('a missed call was not told', error))));
}

async function noticeMissed({ people, notifier, conversationWith }: Core, { call, arrived }: Missed): Promise<void> {
  const { account, peer } = call;
  const row = await conversationWith(account, peer);
  const blocked = people.isBlocked(account, peer);
  notifier.missed({ from: peer, title: people.title(account, peer), conversation: row?.id, arrived, muted: row?.muted, blocked });
}

/** A session that starts from nothing. Presence comes last: with it, the server begins to send. */
async function begin(core: Core, session: Session): Promise<void> {
  const { people, rosters, blocking, availabilities, chat, fill, rooms, log } = core;
  const { beginning } = session;
  const state = session.stream.state;
  people.forgetPresence(session.account);
  await people.load(session.account);
  const quiet = (what: string) => (error: unknown) => log.warn(`${what} could not be had`, error);
  const carbons = state.state === 'online' && !state.features.carbonsEnabled && (session.supports(NS.carbons, 'server') || session.supports(NS.carbons));
  const prepared = Promise.all([
    rosters.begin(session).catch(quiet('the roster')),
    blocking.begin(session).catch(quiet('the block list')),
    carbons ? session.iq('set', undefined, carbonsSwitch(true)).catch(quiet('carbons')) : undefined,
  ]);
  await prepared;
  // The next session has begun meanwhile: it announces itself when it is prepared.
  if (session.beginning !== beginning) return;
  availabilities.announce(session);
  session.stream.setActive(isActive(core));
  await chat.outbox.begin(session);
  rooms.begin(session).catch(quiet('the rooms'));
  // Asked for before, the archive would lack what comes between its answer and our presence, and nobody would deliver that.
  await fill.begin(session);
}

/** Servers hold back what can wait while nobody can see it (XEP-0352): without a window, or without anybody before it. */
const isActive = ({ screen, availabilities }: Core): boolean => screen.watched && !availabilities.get().automatic;

async function notice(core: Core, { arrived }: Arrival, message: StoredMessage): Promise<void> {
  const { store, people, notifier, rooms } = core;
  if (message.mine || arrived === 'history') return;
  const row = await store.conversation({ conversation: message.conversation });
  if (!row) return;
  const { account, peer, sender } = message;
  const room = rooms.list.find(message.conversation);
  const isBlocked = [peer, sender?.address].some(address => address !== undefined && people.isBlocked(account, address));
  notifier.happened({
    conversation: row.id,
    title: room?.title ?? people.title(account, peer),
    from: peer,
    text: sender ? `${sender.nickname}: ${message.body}` : message.body,
    about: {
      kind: row.kind === 'request' ? 'request' : 'message',
      mine: false,
      arrived,
      alreadyRead: row.unread === 0,
      muted: row.muted,
      blocked: isBlocked,
      room: room && { level: room.notify, mentioned: message.mentioned === true },
    },
  });
}

/** Of a room, as much as the user wants to be told of it. */
function wantedOf({ rooms }: Core, { id, unread, mentions }: ConversationRow): number {
  const level = rooms.list.find(id)?.notify ?? 'always';
  return { always: unread, 'on-mention': mentions, never: 0 }[level];
}

async function countUnread(core: Core): Promise<number> {
  const now = core.clock.now();
  const rows = await core.store.conversations();
  return rows.filter(row => row.muted === undefined || (row.muted !== 'always' && row.muted <= now)).reduce((sum, row) => sum + wantedOf(core, row), 0);
}
