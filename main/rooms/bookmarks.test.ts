import { expect, test } from 'vitest';
import { silentLog } from '../base/log.ts';
import { accountId, bareJid, type BareJid } from '../../preload/contract/ids.ts';
import { FailureError } from '../../preload/contract/wire.ts';
import { el, type Element } from '../xmpp/element.ts';
import { bookmarkItem } from '../xmpp/features/bookmarks/bookmarks.codec.ts';
import type { Store } from '../store/api.ts';
import type { Bookmark } from '../xmpp/features/muc/muc.types.ts';
import { NS } from '../xmpp/ns.ts';
import type { Session } from '../xmpp/session.ts';
import { Bookmarks } from './bookmarks.ts';

const ACCOUNT = accountId(1);
const kept = (room: BareJid): Bookmark => ({
  room,
  name: undefined,
  autojoin: true,
  nickname: undefined,
  password: undefined,
  pinned: false,
  notify: undefined,
  extensions: undefined,
});
const ORCHARD = bareJid('orchard@rooms.verona.test');
const TOMB = bareJid('tomb@rooms.verona.test');

type Kept = Pick<Store, 'setting' | 'putSetting'>;
function disk(): Kept {
  const values = new Map<string, string>();
  return { setting: async ({ name }) => values.get(name), putSetting: async ({ name, value }) => void values.set(name, value) };
}

interface Scene {
  /** What the account's list has; undefined: it never kept any. */
  readonly there: readonly BareJid[] | undefined;
  readonly older?: readonly BareJid[];
  readonly here: readonly BareJid[];
  readonly store?: Kept;
  readonly refuses?: boolean;
}
/** A session with a server that keeps such lists. */
async function open({ there, older = [], here, store = disk(), refuses = false }: Scene) {
  const [published, retracted, removed, news]: [BareJid[], BareJid[], BareJid[], BareJid[]] = [[], [], [], []];
  let rooms = [...here];
  const written = (payload: Element, what: string): BareJid | undefined => {
    const id = payload.getChild(what)?.getChild('item')?.attrs['id'];
    return typeof id === 'string' ? bareJid(id) : undefined;
  };
  const iq = async (type: 'get' | 'set', _to: string | undefined, payload: Element): Promise<Element> => {
    if (type === 'set' && refuses) throw new FailureError({ code: 'stanza-error', condition: 'internal-server-error' });
    if (type === 'set') {
      published.push(...[written(payload, 'publish') ?? []].flat());
      retracted.push(...[written(payload, 'retract') ?? []].flat());
    } else if (!payload.getChild('items')) return el('iq', undefined, {}, privateList(older));
    else if (!there) throw new FailureError({ code: 'stanza-error', condition: 'item-not-found' });
    const found = (there ?? []).map(room => bookmarkItem(kept(room)));
    return el('iq', undefined, {}, el('pubsub', NS.pubsub, {}, el('items', undefined, { node: NS.bookmarks }, ...found)));
  };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- nothing else of it is asked for
  const session = {
    account: ACCOUNT,
    beginning: 1,
    online: true,
    iq,
    supports: (feature: string) => feature === NS.pubsubPublishOptions,
  } as unknown as Session;
  const bookmarks = new Bookmarks({
    store,
    log: silentLog,
    session: () => session,
    kept: () => rooms.map(kept),
    apply: async (_account, changed, gone) => {
      news.push(...changed.map(({ room }) => room));
      removed.push(...gone);
      rooms = [...new Set([...rooms, ...changed.map(({ room }) => room)])].filter(room => !gone.includes(room));
    },
  });
  await bookmarks.load();
  return { bookmarks, session, published, retracted, removed, news };
}
const privateList = (rooms: readonly BareJid[]): Element =>
  el('query', NS.privateStorage, {}, el('storage', NS.olderBookmarks, {}, ...rooms.map(room => el('conference', undefined, { jid: room }))));

async function begin(scene: Scene) {
  const { bookmarks, session, published, removed } = await open(scene);
  await bookmarks.fetch(session);
  return { published, removed };
}

test('a room that another device has taken out of the list is not kept here either', async () => {
  expect(await begin({ there: [TOMB], here: [TOMB, ORCHARD] })).toEqual({ published: [], removed: [ORCHARD] });
  expect(await begin({ there: [], here: [ORCHARD] })).toEqual({ published: [], removed: [ORCHARD] });
});

test('where the account has no list at all, nobody took a room out of it: those that are kept here make its beginning', async () => {
  expect(await begin({ there: undefined, here: [TOMB, ORCHARD] })).toEqual({ published: [TOMB, ORCHARD], removed: [] });
});

test('a room that the server would not take into the list is here after the next start too, and goes into it then', async () => {
  const store = disk();
  const first = await open({ there: [TOMB], here: [TOMB], store, refuses: true });
  await first.bookmarks.fetch(first.session);
  await first.bookmarks.publish(ACCOUNT, kept(ORCHARD));
  expect(await begin({ there: [TOMB], here: [TOMB, ORCHARD], store })).toEqual({ published: [ORCHARD], removed: [] });
  // Once it stands there, whoever takes it out is believed.
  expect(await begin({ there: [TOMB], here: [TOMB, ORCHARD], store })).toEqual({ published: [], removed: [ORCHARD] });
});

test('a room that was forgotten without a connection does not come back with the next start', async () => {
  const store = disk();
  const first = await open({ there: [TOMB, ORCHARD], here: [TOMB], store });
  await first.bookmarks.retract(ACCOUNT, ORCHARD);
  const next = await open({ there: [TOMB, ORCHARD], here: [TOMB], store });
  await next.bookmarks.heard(ACCOUNT, { changed: [kept(ORCHARD)], removed: [], all: false });
  await next.bookmarks.fetch(next.session);
  expect(next).toMatchObject({ news: [TOMB], retracted: [ORCHARD], published: [] });
});

test('rooms out of the older list that the server would not take into the newer one are taken there at the next start', async () => {
  const store = disk();
  const first = await open({ there: [], older: [TOMB, ORCHARD], here: [], store, refuses: true });
  await first.bookmarks.fetch(first.session);
  expect(first.news).toEqual([TOMB, ORCHARD]);
  expect(await begin({ there: [TOMB], here: [TOMB, ORCHARD], store })).toEqual({ published: [TOMB, ORCHARD], removed: [] });
});
