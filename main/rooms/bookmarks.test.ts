import { expect, test } from 'vitest';
import { silentLog } from '../base/log.ts';
import { accountId, bareJid, type BareJid } from '../../preload/contract/ids.ts';
import { FailureError } from '../../preload/contract/wire.ts';
import { el, type Element } from '../xmpp/element.ts';
import { bookmarkItem } from '../xmpp/features/bookmarks/bookmarks.codec.ts';
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

/** An account that keeps these; undefined: that never kept any. */
async function begin(there: readonly BareJid[] | undefined, here: readonly BareJid[]) {
  const published: string[] = [];
  const removed: BareJid[] = [];
  const iq = async (type: 'get' | 'set', _to: string | undefined, payload: Element): Promise<Element> => {
    const items = payload.getChild('items');
    if (type === 'set') published.push(String(payload.getChild('publish')!.getChild('item')!.attrs['id']));
    else if (!items) return el('iq', undefined, {}, el('query', NS.privateStorage, {}, el('storage', NS.olderBookmarks)));
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
    log: silentLog,
    session: () => session,
    kept: () => here.map(kept),
    apply: async (_account, _changed, gone) => void removed.push(...gone),
  });
  await bookmarks.fetch(session);
  return { published, removed };
}

test('a room that another device has taken out of the list is not kept here either', async () => {
  expect(await begin([TOMB], [TOMB, ORCHARD])).toEqual({ published: [], removed: [ORCHARD] });
  expect(await begin([], [ORCHARD])).toEqual({ published: [], removed: [ORCHARD] });
});

test('where the account has no list at all, nobody took a room out of it: those that are kept here make its beginning', async () => {
  expect(await begin(undefined, [TOMB, ORCHARD])).toEqual({ published: [TOMB, ORCHARD], removed: [] });
});
