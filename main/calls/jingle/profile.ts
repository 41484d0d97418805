// What each kind of peer can bear, in one table. Facts: docs/interop.md. Whatever is not named here is done as the XEPs say.

export type PeerKind = 'own' | 'dino' | 'conversations' | 'movim' | 'monal' | 'gateway' | 'unknown';

export interface Profile {
  readonly kind: PeerKind;
  /** Contents are promised to share one transport. Dino and gateways have one for each. */
  readonly bundle: boolean;
  /** It wants candidates in the first description (it advertises urn:ietf:rfc:3264): gather up to two seconds, then go on one by one. */
  readonly gatherFirst: boolean;
  /** New credentials for a path that failed; else a call that lost its path is over. */
  readonly restart: boolean;
  /** It offers them without candidates (Conversations); with one they answer ours. Else as XEP-0176 §5.9 has it, with one. */
  readonly restartIsBare: boolean;
  /** A picture in a running call. */
  readonly add: boolean;
  /** An added content comes with a transport of its own, or with an empty one: that of the bundle. */
  readonly addTransport: 'whole' | 'stub';
  /** How an added content is agreed to: Movim takes a whole session-accept, and says one itself. */
  readonly addAnswer: 'content-accept' | 'session-accept';
  /** `own-sending`: one may say only that oneself begins or stops to send. */
  readonly modify: 'any' | 'own-sending' | 'none';
  readonly remove: boolean;
  /** `both-only`: other senders are misread. `not-none`: nobody sending is refused as malformed. */
  readonly senders: 'any' | 'not-none' | 'both-only';
  /** `common`: what everybody decodes, so that a description stays small. */
  readonly codecs: 'all' | 'common';
  /** Silence may go unsent (RFC 6716 §2.1.9). */
  readonly dtx: boolean;
  /** session-info of mute and hold mean something there. */
  readonly mute: boolean;
  readonly hold: boolean;
  /** It may not multiplex RTCP (RFC 5761): candidates of both components are told until it agrees. */
  readonly muxOptional: boolean;
  /** `proceed` only says that it tries; it rings by session-info, and has answered with session-accept. */
  readonly proceedIsNoAnswer: boolean;
  /** It answers a proposal with `ringing`, so that silence means that nobody is there. */
  readonly saysRinging: boolean;
  /** It takes a second session with the same person for a continuation of the first, without ringing (XEP-0353 §4.2). */
  readonly migrates: boolean;
}

const PLAIN: Omit<Profile, 'kind' | 'gatherFirst'> = {
  bundle: true,
  restart: true,
  restartIsBare: true,
  add: true,
  addTransport: 'whole',
  addAnswer: 'content-accept',
  modify: 'any',
  remove: true,
  senders: 'any',
  codecs: 'common',
  dtx: true,
  mute: true,
  hold: true,
  muxOptional: false,
  proceedIsNoAnswer: false,
  saysRinging: false,
  migrates: false,
};

const TABLE: Readonly<Record<PeerKind, Omit<Profile, 'kind' | 'gatherFirst'>>> = {
  own: { ...PLAIN, codecs: 'all', saysRinging: true, migrates: true },
  dino: { ...PLAIN, bundle: false, restart: false, remove: false, senders: 'not-none', dtx: false },
  conversations: { ...PLAIN, addTransport: 'stub', modify: 'own-sending', remove: false, saysRinging: true },
  movim: { ...PLAIN, restart: false, addAnswer: 'session-accept', modify: 'none', senders: 'both-only', saysRinging: true },
  monal: { ...PLAIN, restart: false, add: false, modify: 'none', remove: false, saysRinging: true },
  gateway: {
    ...PLAIN,
    bundle: false,
    restart: false,
    add: false,
    modify: 'none',
    remove: false,
    dtx: false,
    mute: false,
    muxOptional: true,
    proceedIsNoAnswer: true,
  },
  unknown: { ...PLAIN, restartIsBare: false, senders: 'not-none', dtx: false },
};

export interface PeerInfo {
  /** Of its caps (XEP-0115); undefined where it sent none. */
  readonly node: string | undefined;
  readonly features: ReadonlySet<string>;
  readonly identities: readonly { readonly category: string; readonly type: string; readonly name: string | undefined }[];
}

const RFC_3264 = 'urn:ietf:rfc:3264';
/** The first that fits: host of the caps node, or the client's name. */
const MARKS: readonly (readonly [PeerKind, RegExp])[] = [
  ['own', /^(https?:\/\/)?balcony(\.im)?\b/i],
  ['dino', /^(https?:\/\/)?dino(-im|\.im)?\b/i],
  ['conversations', /^(https?:\/\/)?(www\.)?(conversations|snikket|cheogram|monocles|quicksy|blabber)\b/i],
  ['movim', /^(https?:\/\/)?movim\b/i],
  ['monal', /^(https?:\/\/)?monal(-im)?\b/i],
];

export function kindOf({ node, identities }: PeerInfo): PeerKind {
  if (identities.some(one => one.category === 'gateway')) return 'gateway';
  const names = [node, ...identities.filter(one => one.category === 'client').map(one => one.name)];
  return MARKS.find(([, mark]) => names.some(name => name !== undefined && mark.test(name)))?.[0] ?? 'unknown';
}

export function profileOf(peer: PeerInfo): Profile {
  const kind = kindOf(peer);
  return { kind, gatherFirst: peer.features.has(RFC_3264), ...TABLE[kind] };
}
