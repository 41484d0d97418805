import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { freePorts } from '../../main/demo/keeper.ts';
import { startComponent } from './component.ts';
import { xml, type Element, type Peer } from './peer.ts';
import { startProsody, type Prosody, type ProsodyOptions } from './prosody.ts';

const SECRET = 'montague';
const MUC = 'http://jabber.org/protocol/muc';
const DISCO = 'http://jabber.org/protocol/disco#info';
const MAM = 'urn:xmpp:mam:2';
const FEATURES = [MUC, 'muc_open', 'muc_persistent', 'muc_public', 'muc_semianonymous', 'muc_unmoderated', MAM, 'urn:xmpp:sid:0', 'urn:xmpp:occupant-id:0'];
/** What is written in one go, so that a minute's worth is not said at once. */
const TICK_MS = 20;
const MOST_ON_PAGE = 250;

export interface Talking {
  readonly messagesPerSecond: number;
  readonly presencesPerSecond: number;
  readonly seconds: number;
}
export interface CrowdRoom {
  readonly server: Prosody;
  /** Of the room. */
  readonly address: string;
  /** Everything that the crowd has said, oldest first. */
  readonly said: readonly string[];
  /** Who is there now, those who came from outside too. */
  readonly nicknames: () => readonly string[];
  /** How often somebody has asked what kind of room it is. */
  readonly asked: () => number;
  /** Messages and changes of presence at this rate; resolves when the last is written. */
  talk(talking: Talking): Promise<void>;
  /** What happens when the next one comes from outside, before anybody is told of it. */
  atTheDoor(happens: () => void): void;
  /** One message of somebody there. */
  say(body: string): void;
  /** Everybody of the crowd takes another name, one after the other without a pause. */
  renameAll(): void;
  stop(): Promise<void>;
}

interface Person {
  nickname: string;
  readonly id: string;
  isAway: boolean;
}

/** A private server with a room on it that plays its own service (XEP-0045, XEP-0313), full of people who are not there. */
export async function startCrowdRoom(count: number, options: ProsodyOptions = {}): Promise<CrowdRoom> {
  const [port = 0] = await freePorts(1);
  const domain = `crowd.${options.domain ?? 'verona.test'}`;
  const server = await startProsody({
    ...options,
    settings: { component_ports: [port], ...options.settings },
    lua: `Component "${domain}"\n  component_secret = "${SECRET}"`,
  });
  try {
    const peer = await startComponent(server, { address: domain, password: SECRET, componentPort: port });
    return new Crowd(server, peer, `piazza@${domain}`, count);
  } catch (error) {
    await server.stop();
    throw error;
  }
}

class Crowd implements CrowdRoom {
  readonly server: Prosody;
  readonly address: string;
  readonly said: string[] = [];
  readonly #peer: Peer;
  /** By nickname. */
  readonly #people = new Map<string, Person>();
  readonly #names: string[] = [];
  /** Nicknames of those who came from outside, by their full address. */
  readonly #visitors = new Map<string, Person>();
  readonly #archive: Archived[] = [];
  #count = 0;
  #asked = 0;
  #atTheDoor: (() => void) | undefined;

  constructor(server: Prosody, peer: Peer, address: string, count: number) {
    this.server = server;
    this.address = address;
    this.#peer = peer;
    for (let number = 0; number < count; number += 1) this.#enters(`Citizen ${number}`);
    peer.onHeard(element => this.#hear(element));
  }

  readonly nicknames = (): readonly string[] => [...this.#names, ...[...this.#visitors.values()].map(({ nickname }) => nickname)];

  readonly asked = (): number => this.#asked;

  async talk({ messagesPerSecond, presencesPerSecond, seconds }: Talking): Promise<void> {
    const begun = performance.now();
    const [messages, presences] = [messagesPerSecond * seconds, presencesPerSecond * seconds];
    for (let [said, changed] = [0, 0]; said < messages || changed < presences;) {
      const passed = Math.min(1, (performance.now() - begun) / (seconds * 1000));
      for (; said < messages * passed; said += 1) this.say(`word ${said} of the crowd, which goes on about this and that`);
      for (; changed < presences * passed; changed += 1) this.#change(changed);
      await pause(TICK_MS);
    }
  }

  say(body: string): void {
    const nickname = this.#names[(this.#count * 7) % this.#names.length] ?? '';
    this.#spread(nickname, this.#people.get(nickname)?.id ?? '', randomUUID(), xml('body', {}, body));
    this.said.push(body);
  }

  atTheDoor(happens: () => void): void {
    this.#atTheDoor = happens;
  }

  renameAll(): void {
    for (const nickname of this.#names.slice()) this.#rename(nickname, `${nickname}, Esquire`);
  }

  async stop(): Promise<void> {
    await this.#peer.stop();
    await this.server.stop();
  }

  #enters(nickname: string): void {
    this.#people.set(nickname, { nickname, id: randomUUID(), isAway: false });
    this.#names.push(nickname);
  }

  /** In turn: away and back, out and in, another name. */
  #change(number: number): void {
    const at = (number * 13) % this.#names.length;
    const nickname = this.#names[at] ?? '';
    const person = this.#people.get(nickname);
    if (!person) return;
    if (number % 10 === 8) return this.#rename(nickname, nickname.endsWith('*') ? nickname.slice(0, -1) : `${nickname}*`);
    if (number % 10 !== 9) {
      person.isAway = !person.isAway;
      return this.#tell(presenceOf(this.address, person));
    }
    this.#tell(goneOf(this.address, person));
    this.#tell(presenceOf(this.address, person));
  }

  #rename(from: string, to: string): void {
    const person = this.#people.get(from);
    if (!person) return;
    this.#tell(goneOf(this.address, person, xml('item', { affiliation: 'none', role: 'participant', nick: to }), xml('status', { code: '303' })));
    this.#people.delete(from);
    person.nickname = to;
    this.#people.set(to, person);
    this.#names[this.#names.indexOf(from)] = to;
    this.#tell(presenceOf(this.address, person));
  }

  /** To everybody who came from outside. */
  #tell(stanza: Element): void {
    for (const to of this.#visitors.keys()) this.#sendTo(to, stanza);
  }
  #sendTo(to: string, stanza: Element): void {
    stanza.attrs['to'] = to;
    this.#peer.send(stanza);
  }

  #spread(nickname: string, occupantId: string, id: string, ...payload: Element[]): void {
    this.#count += 1;
    const archiveId = String(this.#count).padStart(8, '0');
    const stanza = xml(
      'message',
      { from: `${this.address}/${nickname}`, type: 'groupchat', id },
      ...payload,
      xml('occupant-id', { xmlns: 'urn:xmpp:occupant-id:0', id: occupantId }),
      xml('stanza-id', { xmlns: 'urn:xmpp:sid:0', by: this.address, id: archiveId }),
    );
    stanza.attrs['xmlns'] = 'jabber:client';
    this.#archive.push({ id: archiveId, message: stanza.toString(), at: new Date().toISOString() });
    delete stanza.attrs['xmlns'];
    this.#tell(stanza);
  }

  #hear(element: Element): void {
    const [from, to, type] = ['from', 'to', 'type'].map(name => String(element.attrs[name] ?? ''));
    if (from === undefined || to === undefined || !to.startsWith(this.address)) return;
    if (element.is('presence')) this.#presence(element, from, to.slice(this.address.length + 1), type);
    else if (element.is('message') && type === 'groupchat') this.#message(element, from);
    else if (element.is('iq') && (type === 'get' || type === 'set')) this.#iq(element, from);
  }

  #presence(element: Element, from: string, nickname: string, type: string | undefined): void {
    const here = this.#visitors.get(from);
    if (type === 'unavailable' && here) {
      this.#sendTo(from, goneOf(this.address, here, ITEM, SELF));
      this.#visitors.delete(from);
    } else if (type === '' && here === undefined && element.getChild('x', MUC)) this.#letIn(from, nickname);
  }

  #letIn(from: string, nickname: string): void {
    this.#atTheDoor?.();
    this.#atTheDoor = undefined;
    for (const person of this.#people.values()) this.#sendTo(from, presenceOf(this.address, person));
    const visitor = { nickname, id: randomUUID(), isAway: false };
    this.#tell(presenceOf(this.address, visitor));
    this.#visitors.set(from, visitor);
    this.#sendTo(from, presenceOf(this.address, visitor, SELF));
    this.#sendTo(from, xml('message', { from: this.address, type: 'groupchat' }, xml('subject', {}, 'The square')));
  }

  #message(element: Element, from: string): void {
    const visitor = this.#visitors.get(from);
    if (!visitor) return;
    const payload = element.getChildElements().filter(one => !one.is('stanza-id') && !one.is('occupant-id'));
    this.#spread(visitor.nickname, visitor.id, String(element.attrs['id'] ?? ''), ...payload);
  }

  #iq(element: Element, from: string): void {
    const id = String(element.attrs['id'] ?? '');
    const answer = (...payload: Element[]): void => this.#sendTo(from, xml('iq', { from: String(element.attrs['to']), type: 'result', id }, ...payload));
    const query = element.getChild('query', MAM);
    if (element.getChild('query', DISCO)) {
      this.#asked += 1;
      const identity = xml('identity', { category: 'conference', type: 'text', name: 'The square' });
      answer(xml('query', { xmlns: DISCO }, identity, ...FEATURES.map(feature => xml('feature', { var: feature }))));
    } else if (element.getChild('ping')) answer();
    else if (query) answer(this.#page(query, from));
    else this.#sendTo(from, xml('iq', { from: String(element.attrs['to']), type: 'error', id }, UNAVAILABLE));
  }

  /** XEP-0313 §4, with the pages of XEP-0059; sends the results and answers with what ends them. */
  #page(query: Element, to: string): Element {
    const { all, page } = pageOf(this.#archive, query);
    for (const { id, message, at } of page) {
      // Written as text: an archive of thousands of elements would be all that this process does.
      this.#peer.write(
        `<message from="${this.address}" to="${to}"><result xmlns="${MAM}" queryid="${String(query.attrs['queryid'])}" id="${id}"><forwarded xmlns="urn:xmpp:forward:0"><delay xmlns="urn:xmpp:delay" stamp="${at}"/>${message}</forwarded></result></message>`,
      );
    }
    const [first, last] = [page[0], page.at(-1)];
    const ends = first && last ? [xml('first', {}, first.id), xml('last', {}, last.id)] : [];
    const complete = page.length === all.length ? { complete: 'true' } : {};
    return xml('fin', { xmlns: MAM, ...complete }, xml('set', { xmlns: 'http://jabber.org/protocol/rsm' }, ...ends));
  }
}

interface Archived {
  readonly id: string;
  readonly message: string;
  readonly at: string;
}
function pageOf(archive: readonly Archived[], query: Element): { readonly all: readonly Archived[]; readonly page: readonly Archived[] } {
  const set = query.getChild('set');
  const [most, before, after] = ['max', 'before', 'after'].map(name => set?.getChildText(name) ?? '');
  const all = archive.filter(({ id }) => (!before || id < before) && (!after || id > after));
  const size = Math.min(MOST_ON_PAGE, Number(most) || MOST_ON_PAGE);
  return { all, page: set?.getChild('before') ? all.slice(-size) : all.slice(0, size) };
}

const SELF = xml('status', { code: '110' });
const ITEM = xml('item', { affiliation: 'none', role: 'participant' });
const UNAVAILABLE = xml('error', { type: 'cancel' }, xml('service-unavailable', { xmlns: 'urn:ietf:params:xml:ns:xmpp-stanzas' }));

const presenceOf = (room: string, { nickname, id, isAway }: Person, ...statuses: Element[]): Element =>
  xml(
    'presence',
    { from: `${room}/${nickname}` },
    ...(isAway ? [xml('show', {}, 'away')] : []),
    xml('x', { xmlns: `${MUC}#user` }, clone(ITEM), ...statuses.map(clone)),
    xml('occupant-id', { xmlns: 'urn:xmpp:occupant-id:0', id }),
  );

const goneOf = (room: string, { nickname }: Person, item: Element = xml('item', { affiliation: 'none', role: 'none' }), ...statuses: Element[]): Element =>
  xml('presence', { from: `${room}/${nickname}`, type: 'unavailable' }, xml('x', { xmlns: `${MUC}#user` }, clone(item), ...statuses.map(clone)));

/** An element has one parent. */
const clone = ({ name, attrs }: Element): Element => xml(name, { ...attrs });
