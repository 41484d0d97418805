// 10,000 stanzas, each a little wrong: whatever they hold, no feature may fail, and none may answer with more than it was sent.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { childrenOf, Element } from '../element.ts';
import type { BareJid } from '../../../preload/contract/ids.ts';
import type { Arrival, Effect, Feature } from '../feature.ts';
import { bareOf, resourceOf } from '../jid.ts';
import { filterLive } from '../pipeline.ts';
import { parseXml } from '../xml.fixture.ts';
import { allFeatures } from './all.ts';
import { CONTEXT, JULIET, ROMEO } from './incoming.fixture.ts';
import { readItems, readEvent } from './pubsub/pubsub.codec.ts';
import { readFin, readResult } from './archive/archive.codec.ts';
import { readAvatar, readAvatarData } from './avatars/avatars.codec.ts';
import { readBlockList } from './blocking/blocking.codec.ts';
import { isIllFormed, verificationText } from './caps/caps.codec.ts';
import { readCommand } from './commands/commands.codec.ts';
import { readDiscoInfo, readDiscoItems } from './disco/disco.codec.ts';
import { readEntityTime } from './entity-time/entity-time.codec.ts';
import { readError } from './errors/errors.codec.ts';
import { readServices } from './external-services/external-services.codec.ts';
import { readInvitation } from './invitations/invitations.codec.ts';
import { decodeVcard4, readProfile } from './profile/profile.codec.ts';
import { readRegistration, registrationSubmit, shownFields } from './registration/registration.codec.ts';
import { readRoster } from './roster/roster.codec.ts';
import { readSoftwareVersion } from './software-version/software-version.codec.ts';
import { readVcard } from './vcard/vcard.codec.ts';

const ROUNDS = 10_000;
const SEED = 20_250_714;

/** Mulberry32: the same stanzas at every run. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed;
  return below => {
    state = (state + 0x6d2b_79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4_294_967_296) * below);
  };
}
const random = randomFrom(SEED);
const pick = <T>(from: readonly T[]): T => from[random(from.length)]!;

const here = import.meta.dirname;
const WHOLE = [
  `<message id='m1' type='error'><body>x</body><error type='cancel'><gone xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'>xmpp:new@place.lit</gone></error></message>`,
  `<message type='headline'><event xmlns='http://jabber.org/protocol/pubsub#event'><items node='urn:xmpp:avatar:metadata'><item id='current'><metadata xmlns='urn:xmpp:avatar:metadata'><info bytes='9' id='111f4b3c50d7b0df729d299bc6f8e9ef9066971f' type='image/png'/></metadata></item></items></event></message>`,
  `<iq type='set'><query xmlns='jabber:iq:roster'><item jid='nurse@capulet.lit' subscription='both'/></query></iq>`,
];
const seeds = readdirSync(here, { withFileTypes: true })
  .filter(entry => entry.isDirectory() && readdirSync(join(here, entry.name)).includes('cases'))
  .flatMap(entry => readdirSync(join(here, entry.name, 'cases')).map(file => join(here, entry.name, 'cases', file)))
  .filter(file => file.endsWith('.xml'))
  .map(file => readFileSync(file, 'utf8'))
  .concat(WHOLE)
  .map(parseXml);

const NASTY = [
  '',
  ' ',
  '\u0000',
  '\ud800',
  '\u202e',
  '__proto__',
  'constructor',
  '-1',
  '1e400',
  '99999999999999999999',
  'NaN',
  '@',
  '/',
  'a@b/c/d@e',
  'x'.repeat(5000),
  '<body/>',
  '&amp;',
  'javascript:alert(1)',
  '9999-99-99T99:99:99Z',
  '+275760-09-13T00:00:00Z',
  JULIET,
  `${JULIET}/balcony`,
  'error',
  'groupchat',
  'subscribe',
];

function copy(element: Element): Element {
  const twin = new Element(element.name, { ...element.attrs });
  for (const child of element.children) twin.cnode(typeof child === 'string' ? (child as never) : copy(child));
  return twin;
}

const everything = (root: Element): readonly Element[] => [root, ...childrenOf(root).flatMap(everything)];

const MUTATIONS: readonly ((target: Element, root: Element) => void)[] = [
  target => void (target.attrs[pick(Object.keys(target.attrs).concat('id', 'type', 'jid', 'node', 'xmlns'))] = pick(NASTY)),
  target => void delete target.attrs[pick(Object.keys(target.attrs).concat('id'))],
  target => void (target.children = []),
  target => void target.t(pick(NASTY)),
  target => void (target.name = pick(['body', 'item', 'value', 'x', 'a:b', ':', pick(everything(pick(seeds))).name])),
  target => void target.cnode(copy(pick(everything(pick(seeds))))),
  (target, root) => void target.cnode(copy(root)),
  target => {
    for (let count = random(40); count > 0 && target.children[0] instanceof Element; count -= 1) target.cnode(copy(target.children[0]));
  },
  target => void (target.children = target.children.toReversed()),
];

function mutant(): Element {
  const seed = copy(pick(seeds));
  const wraps = ['message', 'presence', 'iq'].includes(seed.name) ? seed : new Element(pick(['message', 'presence', 'iq']), { xmlns: 'jabber:client' });
  if (wraps !== seed) wraps.cnode(seed);
  wraps.attrs['xmlns'] ??= 'jabber:client';
  wraps.attrs['from'] = pick([`${ROMEO}/orchard`, JULIET, 'mallory@example.net/x', 'capulet.lit', pick(NASTY)]);
  wraps.attrs['to'] = JULIET;
  for (let count = random(4); count > 0; count -= 1) pick(MUTATIONS)(pick(everything(wraps)), copy(wraps));
  return wraps;
}

/** Answers are read by these, whoever sent them. */
const READERS: readonly ((iq: Element) => unknown)[] = [
  readFin,
  iq => readResult(iq, { queryId: 'f27', archive: JULIET }),
  iq => readAvatarData(iq, '111f4b3c50d7b0df729d299bc6f8e9ef9066971f'),
  iq => readAvatar(childrenOf(iq)[0]),
  readBlockList,
  readCommand,
  readInvitation,
  readDiscoInfo,
  readDiscoItems,
  readEntityTime,
  readError,
  iq => readItems(iq, 'urn:xmpp:mds:displayed:0'),
  readProfile,
  readServices,
  readRoster,
  readSoftwareVersion,
  readVcard,
  iq => decodeVcard4(childrenOf(iq)[0] ?? iq),
  iq => {
    const registration = readRegistration(childrenOf(iq)[0] ?? iq);
    return registration && [shownFields(registration), registrationSubmit(registration, { username: ['juliet'] }).toString()];
  },
  iq => {
    const info = readDiscoInfo(childrenOf(iq)[0] ?? iq);
    return info && [isIllFormed(info), verificationText(info)];
  },
];

const ARRIVALS: readonly Arrival[] = ['live', 'catch-up', 'history', 'carbon-received', 'carbon-sent'];
const flip = (): boolean => random(2) === 0;

function fromEvents(feature: Feature, stanza: Element, peer: BareJid): readonly Effect[] {
  const event = readEvent(stanza);
  const node = feature.advertises.find(one => one.endsWith('+notify'))?.replace('+notify', '') ?? 'x';
  const items = everything(stanza).filter(one => one.getName() === 'item');
  const heard = [...(event ? [event] : []), { node, items, retracted: [] }];
  return heard.flatMap(one => feature.event?.({ from: peer, own: flip(), ...one }) ?? []);
}

function fromIq(feature: Feature, stanza: Element, from: string): readonly Effect[] {
  const [payload] = childrenOf(stanza);
  const answer = payload && feature.iq?.({ type: flip() ? 'get' : 'set', from, trusted: flip(), sharesPresence: flip(), payload }, CONTEXT);
  return answer && 'effects' in answer ? (answer.effects ?? []) : [];
}

function offer(stanza: Element): readonly Effect[] {
  const from = (stanza.attrs['from'] as string | undefined) ?? JULIET;
  const peer = bareOf(from) ?? ROMEO;
  filterLive(stanza, { own: JULIET, features: allFeatures, archiveIds: flip(), sharesPresence: flip });
  const message = { stanza, from, to: JULIET, peer, mine: flip(), arrival: pick(ARRIVALS), stamp: undefined, archiveId: undefined, sharesPresence: flip() };
  const presence = { stanza, from, peer, resource: resourceOf(from) ?? '' };
  return allFeatures.flatMap(feature => [
    ...(feature.message?.(message) ?? []),
    ...(feature.presence?.(presence) ?? []),
    ...fromEvents(feature, stanza, peer),
    ...fromIq(feature, stanza, from),
  ]);
}

function weigh(effect: Effect, size: number): void {
  const shown = effect.do === 'send' ? effect.stanza.toString() : JSON.stringify(effect);
  if (shown.length > size * 6 + 4096) throw new Error(`${shown.length} characters out of ${size}`);
  if (effect.do === 'send') parseXml(shown);
}

test(`${ROUNDS} mutated stanzas: no feature fails, and what comes of them is bounded`, () => {
  const kinds = new Set<string>();
  for (let round = 0; round < ROUNDS; round += 1) {
    const stanza = mutant();
    const text = stanza.toString();
    try {
      const effects = offer(stanza);
      for (const read of READERS) read(stanza);
      for (const effect of effects) {
        kinds.add(effect.do);
        weigh(effect, text.length);
      }
      expect(effects.filter(effect => effect.do === 'send').length).toBeLessThan(2);
    } catch (error) {
      throw new Error(`round ${round}: ${text.slice(0, 2000)}`, { cause: error });
    }
  }
  // Mutants that mean nothing at all would prove nothing.
  expect(kinds.size).toBeGreaterThanOrEqual(17);
});
