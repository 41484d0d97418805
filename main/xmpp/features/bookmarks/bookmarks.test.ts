import { expect, test } from 'vitest';
import { bareJid } from '../../../../preload/contract/ids.ts';
import { el } from '../../element.ts';
import { NS } from '../../ns.ts';
import { parseXml } from '../../xml.fixture.ts';
import { eventOf, JULIET } from '../incoming.fixture.ts';
import type { Bookmark } from '../muc/muc.types.ts';
import { bookmarkItem, BOOKMARKS_NODE, readBookmark, readBookmarks, retractBookmark } from './bookmarks.codec.ts';
import { bookmarks } from './bookmarks.ts';
import { pepBookmarksRequest, pepBookmarksSet, readPepBookmarks, readPrivateBookmarks, readStorage, storageElement } from './older-bookmarks.codec.ts';

const PLAY = bareJid('theplay@conference.shakespeare.lit');
const kept = (over: Partial<Bookmark> = {}): Bookmark => ({
  room: PLAY,
  name: 'The Play',
  autojoin: true,
  nickname: 'JC',
  password: undefined,
  pinned: false,
  notify: undefined,
  extensions: undefined,
  ...over,
});
const item = (inside = '', attrs = "autojoin='1'"): string =>
  `<item id='${PLAY}'><conference xmlns='${NS.bookmarks}' name='The Play' ${attrs}><nick>JC</nick>${inside}</conference></item>`;
const mine = { from: JULIET, own: true };
/** As it comes back from the server. */
const again = (bookmark: Bookmark): Bookmark | undefined => readBookmark(parseXml(bookmarkItem(bookmark).toString()));

test('another device of ours keeps a room, and another one no longer', () => {
  expect(bookmarks.event!(eventOf(NS.bookmarks, [item()], { ...mine, retracted: ['coven@chat.shakespeare.lit', 'nonsense'] }))).toEqual([
    { do: 'bookmarks', all: false, changed: [kept()], removed: ['coven@chat.shakespeare.lit'] },
  ]);
});

test.each([
  ['of somebody else', eventOf(NS.bookmarks, [item()])],
  ['of somebody else, of old', eventOf(NS.olderBookmarks, [`<item id='current'><storage xmlns='${NS.olderBookmarks}'/></item>`])],
  ['on another node', eventOf('urn:other', [item()], mine)],
  ['of a room that is none', eventOf(NS.bookmarks, [item().replaceAll(PLAY, 'conference.shakespeare.lit')], mine)],
  ['of another protocol', eventOf(NS.bookmarks, [item().replaceAll(NS.bookmarks, 'urn:other')], mine)],
  ['without anything', eventOf(NS.olderBookmarks, ['<item/>'], mine)],
])('bookmarks %s change nothing', (_why, event) => {
  expect(bookmarks.event!(event)).toEqual([]);
});

test('the older list replaces all', () => {
  const list = `<item id='current'><storage xmlns='${NS.olderBookmarks}'><conference jid='${PLAY}' name='The Play' autojoin='true'><nick>JC</nick></conference></storage></item>`;
  expect(bookmarks.event!(eventOf(NS.olderBookmarks, [list], mine))).toEqual([{ do: 'bookmarks', all: true, changed: [kept()], removed: [] }]);
});

test('what other apps keep in a bookmark comes back as it was, when we change the rest', () => {
  const theirs = `<extensions><state xmlns='http://myclient.example/bookmark/state' minimized='true'>a &lt; b</state></extensions>`;
  const before = readBookmark(parseXml(item(theirs)))!;
  const after = again({ ...before, name: 'Another name', pinned: true, notify: 'never' })!;
  expect(after).toMatchObject({ name: 'Another name', pinned: true, notify: 'never' });
  expect(after.extensions).toContain(`<state xmlns="http://myclient.example/bookmark/state" minimized="true">a &lt; b</state>`);
  expect(again({ ...after, pinned: false })).toMatchObject({ pinned: false, notify: 'never' });
});

test('a prefix that is declared around what other apps keep is kept with it', () => {
  const around = `<item id='${PLAY}' xmlns:s='urn:state'><conference xmlns='${NS.bookmarks}'><extensions><s:on/></extensions></conference></item>`;
  const before = readBookmark(parseXml(around))!;
  const extensions = parseXml(bookmarkItem(before).toString()).getChild('conference')!.getChild('extensions')!;
  expect(extensions.getChildElements()[0]!.getNS()).toBe('urn:state');
});

const settings = (inside: string): string => `<extensions><notify xmlns='${NS.notificationSettings}'>${inside}</notify></extensions>`;
const PC = `identity-category='client' identity-type='pc'`;
const FINE = `<advanced><when xmlns='custom:ns' day='monday'/></advanced>`;

test.each([
  ['the one for all', '<never/>', 'never'],
  ['the one for this kind of app', `<always/><never ${PC}/><on-mention identity-category='client'/>`, 'never'],
  ['the one for clients', `<always/><on-mention identity-category='client'/><never identity-category='client' identity-type='phone'/>`, 'on-mention'],
  ['none', `<never identity-category='gateway'/><never identity-type='pc'/><loud/>`, undefined],
])('of several levels counts %s', (_which, inside, level) => {
  expect(readBookmark(parseXml(item(settings(inside))))!.notify).toBe(level);
});

test.each([
  ['is added where there was none', '', '<never/>'],
  ['replaces the one for all', '<always/>', '<never/>'],
  ['leaves other kinds of apps alone', `<on-mention identity-category="gateway"/><always/>`, `<on-mention identity-category="gateway"/><never/>`],
  ['changes the one for this kind only', `<always ${PC.replaceAll("'", '"')}/><always/>`, `<never ${PC.replaceAll("'", '"')}/><always/>`],
  ['keeps what others have set more finely', `<always>${FINE}</always>`, `<never>${FINE.replaceAll("'", '"')}</never>`],
])('a new level %s', (_what, before, after) => {
  const bookmark = readBookmark(parseXml(item(settings(before))))!;
  expect(bookmarkItem({ ...bookmark, notify: 'never' }).toString()).toContain(`<notify xmlns="${NS.notificationSettings}">${after}</notify>`);
});

test('extensions that are none are dropped, and never stop a bookmark from being written', () => {
  for (const extensions of ['', '<a', '<other/>', `<extensions xmlns='${NS.bookmarks}'/><x/>`, '</kept>', 'x'.repeat(300_000)])
    expect(again(kept({ extensions }))).toEqual(kept());
});

test('a bookmark is kept where nobody else can read it', () => {
  expect(BOOKMARKS_NODE).toMatchObject({ 'pubsub#access_model': 'whitelist', 'pubsub#persist_items': 'true', 'pubsub#max_items': 'max' });
  expect(retractBookmark(PLAY).toString()).toBe(
    `<pubsub xmlns="${NS.pubsub}"><retract node="${NS.bookmarks}" notify="true"><item id="${PLAY}"/></retract></pubsub>`,
  );
});

test('the list of an answer, without what is none', () => {
  const answer = `<iq type='result'><pubsub xmlns='${NS.pubsub}'><items node='${NS.bookmarks}'>${item()}<item id='x@y'/><item id='@'><conference xmlns='${NS.bookmarks}'/></item></items></pubsub></iq>`;
  expect(readBookmarks(parseXml(answer))).toEqual([kept()]);
});

test('into the older list and out of it nothing of a room is lost, and nothing of what is no room', () => {
  const before = parseXml(
    `<storage xmlns='${NS.olderBookmarks}'><url name='Complete Works' url='http://the-tech.mit.edu/Shakespeare/'/><conference jid='${PLAY}' name='old'><theirs xmlns='urn:x'/></conference><conference jid='gone@chat.shakespeare.lit'/></storage>`,
  );
  const all = [
    kept({ password: 'p', pinned: true, notify: 'on-mention' }),
    kept({ room: bareJid('coven@chat.shakespeare.lit'), autojoin: false, name: undefined }),
  ];
  const storage = parseXml(storageElement(all, before).toString());
  expect(readStorage(storage)).toMatchObject(all.map(({ extensions: _kept, ...bookmark }) => bookmark));
  expect(storage.toString()).toContain('http://the-tech.mit.edu/Shakespeare/');
  expect(storage.toString()).toContain('<theirs xmlns="urn:x"/>');
  expect(storage.toString()).not.toContain('gone@');
});

test('the older list is found in private storage and in PEP', () => {
  const storage = storageElement([kept()]);
  const inPrivate = el('iq', NS.client, {}, el('query', NS.privateStorage, {}, storage));
  expect(readStorage(readPrivateBookmarks(inPrivate))).toEqual([kept()]);
  const published = pepBookmarksSet(storageElement([kept()]))
    .getChild('publish')!
    .getChild('item')!;
  const inPep = el('iq', NS.client, {}, el('pubsub', NS.pubsub, {}, el('items', undefined, { node: NS.olderBookmarks }, published)));
  expect(readStorage(readPepBookmarks(inPep))).toEqual([kept()]);
  expect(pepBookmarksRequest().toString()).toBe(`<pubsub xmlns="${NS.pubsub}"><items node="${NS.olderBookmarks}" max_items="1"/></pubsub>`);
  expect(readStorage(undefined)).toEqual([]);
});
