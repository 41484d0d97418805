import { randomBytes, randomUUID } from 'node:crypto';
import xml, { type Element } from '@xmpp/xml';
import { openBareStream, type BareStream, type BareStreamOptions } from './bare-stream.ts';
import type { Prosody } from './prosody.ts';

type Server = Pick<BareStreamOptions, 'domain' | 'host' | 'tlsPort' | 'ca'>;
/** Who has an account on the demo's server, and what they are called in the room. */
export interface Guest {
  readonly user: string;
  readonly password: string;
  readonly nickname: string;
}
export interface Orchard {
  readonly address: string;
  /** Those who only stand around go home. */
  readonly leave: () => void;
}

const NS = {
  muc: 'http://jabber.org/protocol/muc',
  owner: 'http://jabber.org/protocol/muc#owner',
  pubsub: 'http://jabber.org/protocol/pubsub',
  options: 'http://jabber.org/protocol/pubsub#publish-options',
  bookmarks: 'urn:xmpp:bookmarks:1',
  form: 'jabber:x:data',
} as const;
const NAME = 'The Orchard';
const TOPIC = 'Tonight: who brings the ladder?';
/** What they say, one after the other. */
const TALK: readonly (readonly [nickname: 'Juliet' | 'Romeo' | 'Mercutio' | 'Benvolio', text: string])[] = [
  ['Mercutio', 'Who is for the feast? I have four masks and a drum.'],
  ['Benvolio', '/me looks under the bed for the fifth'],
  ['Romeo', 'I am too heavy for dancing. Give me a torch.'],
  ['Mercutio', 'Nay, gentle Romeo, we must have you dance 💃'],
  ['Juliet', 'The wall is high. Who has the ladder?'],
  ['Benvolio', 'It stands behind the cypress.'],
  ['Mercutio', '@Juliet and @Romeo: the nurse is coming. Not a word!'],
];

/**
 * A room with some talk in it, which Juliet owns and both of the demo keep in their accounts; Mercutio and Benvolio are there too.
 * @throws when the server does not let them in
 */
export async function plantOrchard(server: Pick<Prosody, 'register'> & Server, juliet: Guest, romeo: Guest): Promise<Orchard> {
  const { domain, host, tlsPort, ca } = server;
  const address = `orchard@rooms.${domain}`;
  const others: Guest[] = [];
  for (const nickname of ['Mercutio', 'Benvolio']) {
    const guest = { user: nickname.toLowerCase(), password: randomBytes(18).toString('base64url'), nickname };
    await server.register(guest);
    others.push(guest);
  }
  const there = new Map<string, Visit>();
  // The first one makes the room, and owns it.
  for (const guest of [juliet, romeo, ...others]) there.set(guest.nickname, await enter({ domain, host, tlsPort, ca }, guest, address, guest === juliet));
  await there.get('Juliet')?.says(xml('subject', {}, TOPIC));
  for (const [nickname, text] of TALK) await there.get(nickname)?.says(xml('body', {}, text));
  for (const { nickname } of [juliet, romeo]) {
    const visit = there.get(nickname);
    await visit?.ask(undefined, kept(address, nickname));
    visit?.close();
    there.delete(nickname);
  }
  return { address, leave: () => there.forEach(visit => visit.close()) };
}

interface Visit {
  /** Resolves when the room has told it to everybody. */
  readonly says: (what: Element) => Promise<void>;
  readonly ask: (to: string | undefined, payload: Element) => Promise<void>;
  readonly close: () => void;
}

async function enter(server: Server, { user, password, nickname }: Guest, room: string, makes: boolean): Promise<Visit> {
  const awaited = new Map<string, PromiseWithResolvers<void>>();
  const stream: BareStream = await openBareStream({ ...server, user, password }, stanza => {
    const isOwn = stanza.is('presence') && stanza.getChildren('x').some(x => x.getChildren('status').some(({ attrs }) => attrs['code'] === '110'));
    // Prosody tells a topic without its id.
    const waiting = awaited.get(isOwn ? 'in' : (stanza.getChildText('subject') ?? String(stanza.attrs['id'] ?? '')));
    if (stanza.attrs['type'] === 'error') waiting?.reject(new Error(`${nickname} got an error of ${room}`));
    else waiting?.resolve();
  });
  const told = async (id: string, stanza: Element): Promise<void> => {
    const waiting = Promise.withResolvers<void>();
    awaited.set(id, waiting);
    stream.send(stanza);
    await waiting.promise;
  };
  const ask = (to: string | undefined, payload: Element): Promise<void> => {
    const id = randomUUID();
    return told(id, xml('iq', { type: 'set', id, ...(to === undefined ? {} : { to }) }, payload));
  };
  await told('in', xml('presence', { to: `${room}/${nickname}` }, xml('x', { xmlns: NS.muc }, xml('history', { maxstanzas: '0' }))));
  if (makes) await ask(room, xml('query', { xmlns: NS.owner }, form(`${NS.muc}#roomconfig`, SETTINGS)));
  const says = (what: Element): Promise<void> => {
    const id = randomUUID();
    return told(what.is('subject') ? what.text() : id, xml('message', { to: room, type: 'groupchat', id }, what));
  };
  return { says, ask, close: stream.close };
}

const SETTINGS = {
  'muc#roomconfig_roomname': NAME,
  'muc#roomconfig_roomdesc': 'Everything about walls, moonlight and how to climb them.',
  'muc#roomconfig_persistentroom': '1',
  'muc#roomconfig_publicroom': '1',
};

const form = (type: string, values: Readonly<Record<string, string>>): Element =>
  xml(
    'x',
    { xmlns: NS.form, type: 'submit' },
    ...Object.entries({ FORM_TYPE: type, ...values }).map(([name, value]) => xml('field', { var: name }, xml('value', {}, value))),
  );

/** In an account's own list of rooms (XEP-0402). */
const kept = (room: string, nickname: string): Element =>
  xml(
    'pubsub',
    { xmlns: NS.pubsub },
    xml(
      'publish',
      { node: NS.bookmarks },
      xml('item', { id: room }, xml('conference', { xmlns: NS.bookmarks, autojoin: 'true', name: NAME }, xml('nick', {}, nickname))),
    ),
    xml(
      'publish-options',
      {},
      form(NS.options, {
        'pubsub#persist_items': 'true',
        'pubsub#max_items': 'max',
        'pubsub#send_last_published_item': 'never',
        'pubsub#access_model': 'whitelist',
      }),
    ),
  );
