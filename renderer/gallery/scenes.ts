import type { Hit } from '../../preload/contract/search.ts';
import { accountId, bareJid, messageId } from '../../preload/contract/ids.ts';
import type { LinkState } from '../rpc/reconnecting.ts';
import type { Route } from '../views/shell/routes.ts';
import type { FakeOptions } from './fake-services.ts';
import { ACCOUNT, aContact, aConversation, aMessage, anAccount, DAY, HOUR, JULIET, MINUTE, NOW } from './people.ts';
import { callScenes } from './call-scenes.ts';
import { roomScenes } from './room-scenes.ts';
import { deliveries, fromStranger, hardTexts, talk, WITH_JULIET } from './talk.ts';

export interface Scene {
  readonly fakes: FakeOptions;
  /** So many messages instead of those of the fakes: made only when the scene is opened. */
  readonly many?: number;
  readonly route?: Partial<Route>;
  readonly link?: LinkState;
}

const LONG = 'Bartholomew Featherstonehaugh-Cholmondeley of the Lower Orchard and the Upper Wall';

const contacts = [
  aContact('juliet@capulet.lit', 'Juliet Capulet', { status: 'on the balcony', groups: ['Verona', 'Feast'] }),
  aContact('nurse@capulet.lit', 'the Nurse', { availability: 'dnd', status: 'at the market', groups: ['Verona'] }),
  aContact('benvolio@montague.lit', 'Benvolio', { availability: 'away', idleSince: NOW - 40 * MINUTE, groups: ['Family'] }),
  aContact('mercutio@verona.lit', 'Mercutio', { availability: 'offline' }),
  aContact('lawrence@friars.lit', 'Friar Lawrence', { groups: ['Verona'] }),
  aContact('long@verona.lit', LONG),
  aContact('paris@verona.lit', 'County Paris', { subscription: 'from', availability: 'offline', pending: true }),
];

const last = (ago: number, text: string, mine = false) => ({ text, at: NOW - ago, mine });
const conversations = [
  aConversation(1, 'juliet@capulet.lit', 'Juliet Capulet', { pinned: true, last: last(8 * MINUTE, 'See you at the balcony', true) }),
  aConversation(2, 'nurse@capulet.lit', 'the Nurse', { unread: 3, last: last(21 * MINUTE, 'She asks whether you have found the gate, and so do I') }),
  aConversation(3, 'mercutio@verona.lit', 'Mercutio', { typing: true, last: last(55 * MINUTE, 'Nay, gentle Romeo, we must have you dance') }),
  aConversation(4, 'benvolio@montague.lit', 'Benvolio', { muted: 'always', unread: 128, last: last(4 * HOUR, 'Part, fools') }),
  aConversation(5, 'lawrence@friars.lit', 'Friar Lawrence', { draft: 'Father, I need an hour of', last: last(DAY, 'Wisely and slow') }),
  aConversation(6, 'long@verona.lit', LONG, {
    last: last(3 * DAY, 'A preview that is far too long for the line that it stands on, so it has to end somewhere', true),
  }),
  aConversation(7, 'paris@verona.lit', 'County Paris', { last: last(30 * DAY, 'These times of woe afford no time to woo') }),
  aConversation(8, 'שלומית@example.org', 'שלומית', { last: last(400 * DAY, 'מה שלומך?') }),
];
const stranger = aConversation(9, 'mallory@evil.example', 'mallory@evil.example', {
  kind: 'request',
  unread: 1,
  last: last(30 * MINUTE, 'Good day. I am a friend of the County'),
});

const base: FakeOptions = {
  accounts: [anAccount()],
  conversations,
  contacts,
  messages: talk,
  profile: { fullName: 'Juliet Capulet', organisation: 'House of Capulet', location: 'Verona' },
};
const open: Partial<Route> = { conversation: WITH_JULIET };

const hit = (row: number, title: string, before: string, match: string, after: string): Hit => ({
  title,
  message: aMessage(WITH_JULIET, before + match + after, { id: messageId(5000 + row), position: row, at: NOW - row * DAY }),
  snippet: [
    { text: before, match: false },
    { text: match, match: true },
    { text: after, match: false },
  ],
});
const hits = [
  hit(1, 'Juliet Capulet', 'See you at the ', 'balcony', ''),
  hit(2, 'the Nurse', 'She waits on the ', 'balcony', ' and the hour is late, so make haste and bring what you promised'),
  hit(3, LONG, 'Is that a ', 'balcony', ' or a bookshelf?'),
];

/** Every view in every state, by name. */
export const scenes: Readonly<Record<string, Scene | undefined>> = {
  conversation: { fakes: base, route: open },
  details: { fakes: base, route: { ...open, details: true } },
  many: { fakes: base, route: open, many: 100_000 },
  'unread-line': {
    fakes: { ...base, conversations: conversations.map(one => (one.id === WITH_JULIET ? { ...one, unread: 2, readUpTo: talk[12]?.id } : one)) },
    route: open,
  },
  'hard-texts': { fakes: { ...base, messages: hardTexts }, route: open },
  deliveries: { fakes: { ...base, messages: deliveries }, route: open },
  typing: {
    fakes: { ...base, conversations: conversations.map(one => (one.id === WITH_JULIET ? { ...one, typing: true, draft: 'A draft\nof two lines' } : one)) },
    route: open,
  },
  'empty-conversation': { fakes: { ...base, messages: [] }, route: open },
  'conversation-loading': { fakes: { ...base, hangs: true }, route: open },
  'conversation-failed': { fakes: { ...base, fails: true }, route: open },
  'older-failed': { fakes: { ...base, serverFails: true }, route: open },
  request: { fakes: { ...base, conversations: [...conversations, stranger], messages: fromStranger(9) }, route: { conversation: stranger.id } },
  'long-names': { fakes: { ...base, messages: [] }, route: { conversation: conversations[5]!.id, details: true } },
  'nothing-open': { fakes: base },
  'empty-list': { fakes: { accounts: [anAccount()], conversations: [] } },
  'list-loading': { fakes: { accounts: [anAccount()], conversations: 'hangs' } },
  'list-failed': { fakes: { accounts: [anAccount()], conversations: 'fails' } },
  connecting: { fakes: { ...base, accounts: [anAccount({ connection: { state: 'connecting' } })] } },
  offline: { fakes: { ...base, accounts: [anAccount({ connection: { state: 'offline', retryAt: NOW + 25_000 } })] }, route: open },
  problem: {
    fakes: {
      ...base,
      accounts: [
        anAccount(),
        anAccount({ id: accountId(2), address: bareJid('romeo@banished.mantua.lit'), connection: { state: 'problem', problem: 'not-authorized' } }),
      ],
    },
  },
  filling: { fakes: { ...base, progress: [{ account: ACCOUNT, done: false, fetched: 1240, reached: NOW - 12 * DAY }] }, route: open },
  switcher: { fakes: base, route: { ...open, dialog: { kind: 'switcher' } } },
  'new-conversation': { fakes: base, route: { dialog: { kind: 'new-conversation' } } },
  shortcuts: { fakes: base, route: { dialog: { kind: 'shortcuts' } } },
  'title-bar': { fakes: { ...base, capabilities: { ownTitleBar: true } }, route: open },
  search: { fakes: { ...base, hits }, route: { ...open, main: 'search', search: { text: 'balcony' } } },
  'search-empty': { fakes: { ...base, hits: [] }, route: { main: 'search', search: { text: '' } } },
  'search-people': { fakes: { ...base, hits: hits.slice(1, 2) }, route: { main: 'search', search: { text: 'nurse' } } },
  'search-nothing': { fakes: { ...base, hits: [] }, route: { main: 'search', search: { text: 'wherefore' } } },
  contacts: {
    fakes: { ...base, requests: [{ account: ACCOUNT, address: bareJid('tybalt@capulet.lit'), name: 'Tybalt', text: 'A word with you', at: NOW - HOUR }] },
    route: { main: 'contacts' },
  },
  contact: { fakes: base, route: { main: 'contacts', contact: { account: ACCOUNT, address: JULIET } } },
  'contacts-empty': { fakes: { accounts: [anAccount()], contacts: [] }, route: { main: 'contacts' } },
  'add-contact': { fakes: base, route: { main: 'contacts', dialog: { kind: 'add-contact' } } },
  'own-presence': { fakes: base, route: { dialog: { kind: 'own-presence' } } },
  'own-profile': { fakes: base, route: { dialog: { kind: 'own-profile', account: ACCOUNT } } },
  'settings-accounts': { fakes: base, route: { main: 'settings', settingsSection: 'accounts' } },
  'settings-account': { fakes: base, route: { main: 'settings', settingsSection: 'account:1' } },
  'settings-appearance': { fakes: base, route: { main: 'settings', settingsSection: 'appearance' } },
  'settings-notifications': { fakes: base, route: { main: 'settings', settingsSection: 'notifications' } },
  'settings-sound': {
    fakes: { ...base, capabilities: { phone: true }, phone: { greetingMs: 4200 }, settings: { phone: 'machine', phoneAnswers: 'listed' } },
    route: { main: 'settings', settingsSection: 'sound' },
  },
  'settings-privacy': { fakes: base, route: { main: 'settings', settingsSection: 'privacy' } },
  'settings-advanced': { fakes: base, route: { main: 'settings', settingsSection: 'advanced' } },
  'add-account': { fakes: base, route: { main: 'settings', dialog: { kind: 'add-account' } } },
  ...callScenes(base),
  ...roomScenes({ ...base, conversations }),
  'first-run': { fakes: {} },
  'store-locked': { fakes: { store: { state: 'locked' } } },
  'store-first': { fakes: { store: { state: 'locked', first: true } } },
  'store-full': { fakes: { store: { state: 'full' } } },
  'store-damaged': { fakes: { store: { state: 'damaged', readable: 9120 } } },
  'engine-gone': { fakes: {}, link: { state: 'down', opened: 1 } },
};
