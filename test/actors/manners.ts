// How other clients speak, and what they do not bear: one table of rules for each. docs/interop.md says where each is from.
import type { Manners } from './jingle-peer.ts';
import type { Element } from './peer.ts';

const ICE = 'urn:xmpp:jingle:transports:ice-udp:1';
const DTLS = 'urn:xmpp:jingle:apps:dtls:0';
const CALLS = [
  'urn:xmpp:jingle:1',
  'urn:xmpp:jingle:apps:rtp:1',
  'urn:xmpp:jingle:apps:rtp:audio',
  'urn:xmpp:jingle:transports:ice-udp:1',
  'urn:xmpp:jingle:apps:dtls:0',
  'urn:xmpp:jingle-message:0',
  'http://jabber.org/protocol/disco#info',
];
const VIDEO = 'urn:xmpp:jingle:apps:rtp:video';
const OFFER_ANSWER = 'urn:ietf:rfc:3264';

/** What is known of the call when a stanza of it comes. */
interface Call {
  readonly proposed: readonly string[];
  readonly contents: readonly string[];
}
/** Undefined: well said. */
type Rule = (jingle: Element, call: Call) => string | undefined;

const action = (jingle: Element): string => String(jingle.attrs['action']);
const contents = (jingle: Element): Element[] => jingle.getChildren('content');
const transports = (jingle: Element): Element[] => contents(jingle).flatMap(content => content.getChild('transport', ICE) ?? []);
const begins = (jingle: Element): boolean => ['session-initiate', 'session-accept'].includes(action(jingle));
const unless = (well: boolean, wrong: string): string | undefined => (well ? undefined : wrong);
const every = (jingle: Element, holds: (content: Element) => boolean): boolean => contents(jingle).every(holds);

const RULES = {
  'a fingerprint with its setup in every content': jingle =>
    unless(
      !begins(jingle) ||
        transports(jingle).every(transport => {
          const { hash, setup } = transport.getChild('fingerprint', DTLS)?.attrs ?? {};
          return hash === 'sha-256' && setup === (action(jingle) === 'session-initiate' ? 'actpass' : 'active');
        }),
      'security-error',
    ),
  'a name has no space and at most 16 characters': jingle =>
    unless(
      every(jingle, ({ attrs }) => /^\S{1,16}$/.test(String(attrs['name']))),
      'bad name',
    ),
  'the media of the session are those of the proposal': (jingle, { proposed }) =>
    unless(
      action(jingle) !== 'session-initiate' || proposed.toSorted().join() === contents(jingle).map(mediaOf).toSorted().join(),
      'other media than were proposed',
    ),
  'an answer has the contents of the offer': (jingle, call) =>
    unless(
      action(jingle) !== 'session-accept' || call.contents.toSorted().join() === contents(jingle).map(nameOf).toSorted().join(),
      'other contents than offered',
    ),
  'one transport for all contents': jingle =>
    unless(
      contents(jingle).length < 2 || !begins(jingle) || new Set(transports(jingle).map(({ attrs }) => `${attrs['ufrag']} ${attrs['pwd']}`)).size === 1,
      'content map does not have distinct credentials',
    ),
  'one candidate in each transport-info, with ufrag and pwd': jingle =>
    unless(
      action(jingle) !== 'transport-info' ||
        transports(jingle).every(({ attrs, children }) => attrs['ufrag'] && attrs['pwd'] && children.filter(child => typeof child !== 'string').length <= 1),
      'not-authorized',
    ),
  'one content in each action on contents': jingle =>
    unless(!/^(content|transport)-/.test(action(jingle)) || contents(jingle).length === 1, 'feature-not-implemented'),
  'candidates are whole, and are addresses': jingle =>
    unless(
      transports(jingle)
        .flatMap(transport => transport.getChildren('candidate'))
        .every(
          ({ attrs }) =>
            ['id', 'foundation', 'component', 'protocol', 'priority', 'ip', 'port', 'type', 'generation', 'network'].every(name => attrs[name] !== undefined) &&
            attrs['protocol'] === 'udp' &&
            /^[0-9a-f.:]+$/i.test(String(attrs['ip'])),
        ),
      'a candidate that hangs up',
    ),
  'senders are both': jingle =>
    unless(
      every(jingle, ({ attrs }) => [undefined, 'both'].includes(attrs['senders'])),
      'misread senders',
    ),
  'no content-modify, for mute or anything': jingle => unless(action(jingle) !== 'content-modify', 'unexpected content-modify'),
  'no content is removed or refused': jingle => unless(!['content-remove', 'content-reject'].includes(action(jingle)), 'failed-application'),
  'nothing is added': jingle => unless(action(jingle) !== 'content-add', 'nobody would answer'),
  'an added content names the group': jingle => unless(action(jingle) !== 'content-add' || jingle.getChild('group') !== undefined, 'null is not an object'),
  'the initiator is the creator': jingle =>
    unless(
      every(jingle, ({ attrs }) => attrs['creator'] === 'initiator'),
      'bad-request',
    ),
  'only what was there in the year of its last version': jingle =>
    unless(['session-initiate', 'session-accept', 'session-info', 'session-terminate', 'transport-info'].includes(action(jingle)), 'unsupported action'),
  'telephone keys and a plain codec are offered': jingle =>
    unless(
      action(jingle) !== 'session-initiate' ||
        (codecs(jingle).includes('telephone-event/8000') && codecs(jingle).some(codec => ['pcmu/8000', 'pcma/8000'].includes(codec))),
      'no keys, no codec',
    ),
} satisfies Readonly<Record<string, Rule>>;
type RuleName = keyof typeof RULES;

const mediaOf = (content: Element): string => String(content.getChild('description')?.attrs['media']);
const nameOf = (content: Element): string => String(content.attrs['name']);
const codecs = (jingle: Element): string[] =>
  contents(jingle).flatMap(content =>
    (content.getChild('description')?.getChildren('payload-type') ?? []).map(({ attrs }) => `${String(attrs['name']).toLowerCase()}/${attrs['clockrate']}`),
  );

/** The first rule that is broken, by its name. */
const refusing =
  (rules: readonly RuleName[]): Manners['refuses'] =>
  (heard, call) => {
    const said = heard.getChild('jingle');
    return said && rules.find(name => RULES[name](said, call) !== undefined);
  };

const SOUND = ['opus', 'telephone-event', 'pcmu', 'pcma'];
const PICTURE = ['vp8', 'vp9'];
const knows =
  (...names: readonly string[]) =>
  (codec: string): boolean =>
    names.includes(codec);

const ALL_BEAR = [
  'a name has no space and at most 16 characters',
  'a fingerprint with its setup in every content',
  'candidates are whole, and are addresses',
] as const;
export const STRICT = {
  conversations: [
    ...ALL_BEAR,
    'the media of the session are those of the proposal',
    'an answer has the contents of the offer',
    'one transport for all contents',
    'one candidate in each transport-info, with ufrag and pwd',
    'no content-modify, for mute or anything',
    'no content is removed or refused',
  ],
  movim: [...ALL_BEAR, 'senders are both', 'an added content names the group'],
  monal: [...ALL_BEAR, 'one candidate in each transport-info, with ufrag and pwd', 'nothing is added'],
  gateway: [
    ...ALL_BEAR,
    'only what was there in the year of its last version',
    'one candidate in each transport-info, with ufrag and pwd',
    'telephone keys and a plain codec are offered',
  ],
  dino: [...ALL_BEAR, 'one content in each action on contents', 'one candidate in each transport-info, with ufrag and pwd', 'the initiator is the creator'],
} as const satisfies Readonly<Record<string, readonly RuleName[]>>;
export type Kind = keyof typeof STRICT;

const CLIENT = { category: 'client', type: 'phone' };
const USUAL = { bundle: true, messageType: 'chat', saysRinging: true, saysAccept: true } as const;

export const MANNERS: Readonly<Record<Kind, Manners>> = {
  conversations: {
    ...USUAL,
    node: 'http://conversations.im',
    identity: { ...CLIENT, name: 'Conversations' },
    features: [...CALLS, VIDEO],
    saying: { payload: knows(...SOUND, ...PICTURE) },
    refuses: refusing(STRICT.conversations),
  },
  movim: {
    ...USUAL,
    node: 'https://movim.eu/',
    identity: { category: 'client', type: 'web', name: 'Movim' },
    features: [...CALLS, VIDEO, OFFER_ANSWER],
    saying: { payload: knows(...SOUND, ...PICTURE), nameOf: (_, index) => String(index) },
    saysAccept: false,
    acceptsWhole: true,
    initiatorIsSelf: true,
    refuses: refusing(STRICT.movim),
  },
  monal: {
    ...USUAL,
    node: 'http://monal-im.org/',
    identity: { ...CLIENT, name: 'Monal' },
    features: [...CALLS, VIDEO],
    saying: { payload: knows(...SOUND, ...PICTURE) },
    refuses: refusing(STRICT.monal),
  },
  dino: {
    ...USUAL,
    node: 'https://dino.im',
    identity: { category: 'client', type: 'pc', name: 'Dino' },
    features: [...CALLS, VIDEO],
    saying: { payload: knows('opus', 'vp8') },
    bundle: false,
    saysRinging: false,
    refuses: refusing(STRICT.dino),
  },
  gateway: {
    ...USUAL,
    node: 'https://cheogram.com',
    identity: { category: 'gateway', type: 'pstn', name: 'Telephone' },
    features: [...CALLS, OFFER_ANSWER],
    saying: { payload: knows('pcmu', 'telephone-event'), creator: 'responder', mux: false },
    bundle: false,
    muxOptional: true,
    messageType: 'normal',
    saysRinging: false,
    saysAccept: false,
    ringsInSession: true,
    proposalId: sid => `proposal%${sid}`,
    refuses: refusing(STRICT.gateway),
  },
};
