// The SASL exchange on the wire: SASL2 (XEP-0388 1.0.4 §2) or classic (RFC 6120 §6), with a token of FAST (XEP-0484 0.2.0), SCRAM or PLAIN.
import { attr, child, el, timeAttr, type Element } from '../element.ts';
import type { Dialogue } from './dialogue.ts';
import type { Inline } from './offers.ts';
import { conditionOf, saslProblem } from './sasl-failure.ts';
import { choose, offeredText, remember, type Offer } from './sasl/choose.ts';
import { unpackKeys, unproven, withKeys, withoutToken } from './sasl/credentials.ts';
import type { Exchange } from './sasl/exchange.ts';
import { HashedTokenExchange, strongestToken, tokenBinding } from './sasl/hashed-token.ts';
import { PlainExchange } from './sasl/plain.ts';
import { ScramExchange } from './sasl/scram.ts';
import { NS } from '../ns.ts';
import type { Credentials, StreamOptions } from './stream.ts';
import { StreamProblem, type BindingName, type Transport } from './transport.ts';

/** The server no longer takes the token: sign in again by other means, on a stream of its own (a refused token leaves some servers unable to go on). */
export class TokenRefused extends Error {
  override readonly name = 'TokenRefused';
}

export interface Who {
  readonly user: string;
  readonly credentials: Credentials;
  readonly device: StreamOptions['device'];
  readonly now: number;
  /** Printable, fresh, without a comma. */
  readonly nonce: string;
  /** What else to ask for within SASL2's <authenticate/>. */
  readonly inline: readonly Element[];
  /** XEP-0484 §4.6: the server is to forget the token it is shown, and gives no new one. */
  readonly invalidate?: boolean;
}
export interface Authenticated {
  readonly success: Element;
  readonly credentials: Credentials;
}
type FullOffer = Offer & { readonly inline: Inline };
type Token = NonNullable<Credentials['fast']>;

export async function authenticate(dialogue: Dialogue, offer: FullOffer, who: Who): Promise<Authenticated> {
  const token = usableToken(offer, dialogue.transport, who);
  return token ? byToken(dialogue, offer, who, token) : byPassword(dialogue, offer, who);
}

/** A token that is still good, that this server takes, and that this connection can bind as it must. */
function usableToken(offer: FullOffer, way: Transport, who: Who): Token | undefined {
  const { credentials } = who;
  const token = credentials.fast;
  if (!token || token.expiry <= who.now || unproven(credentials)) return undefined;
  if (!offer.inline.fast.includes(token.mechanism) || tokenBinding(token.mechanism, way.bindings) === undefined) return undefined;
  return weakToken(token.mechanism, way, credentials) ? undefined : token;
}

/** A token without channel binding can be replayed by who reads it: not where this server was seen to bind (XEP-0484 §7). */
const weakToken = (mechanism: string, way: Transport, credentials: Credentials): boolean =>
  mechanism.endsWith('-NONE') && way.kind !== 'websocket' && credentials.seen?.channelBinding === true;

async function byToken(dialogue: Dialogue, offer: FullOffer, who: Who, token: Token): Promise<Authenticated> {
  const exchange = new HashedTokenExchange(
    token.mechanism,
    who.user,
    token.token,
    tokenBinding(token.mechanism, dialogue.transport.bindings) ?? new Uint8Array(),
  );
  const count = token.count + 1;
  const used = el('fast', NS.fast, { count: String(count), invalidate: who.invalidate ? 'true' : undefined });
  const counted = { ...who.credentials, fast: { ...token, count } };
  const stronger = who.invalidate ? undefined : requestToken(offer, dialogue.transport, counted);
  const wish = stronger?.mechanism === token.mechanism ? undefined : stronger;
  const success = await run(dialogue, exchange, sasl2(who, [...who.inline, ...(wish?.elements ?? []), used]), tokenFailure);
  return { success, credentials: who.invalidate ? withoutToken(counted) : withNewToken(counted, success, wish?.mechanism ?? token.mechanism) };
}

async function byPassword(dialogue: Dialogue, offer: FullOffer, who: Who): Promise<Authenticated> {
  const { credentials } = who;
  const choice = choose(offer, dialogue.transport, credentials);
  const exchange =
    choice.kind === 'plain'
      ? new PlainExchange(who.user, choice.password)
      : new ScramExchange({
          hash: choice.hash,
          user: who.user,
          password: credentials.password,
          keys: unpackKeys(credentials.scram),
          nonce: who.nonce,
          binding: choice.binding,
          offered: { text: offeredText(offer), required: choice.proofRequired },
        });
  const wish = offer.profile === 'sasl2' ? requestToken(offer, dialogue.transport, credentials) : undefined;
  const success = await run(dialogue, exchange, offer.profile === 'sasl2' ? sasl2(who, [...who.inline, ...(wish?.elements ?? [])]) : classic, saslProblem);
  const bound = choice.kind === 'scram' && typeof choice.binding !== 'string' ? choice.binding.name : undefined;
  return { success, credentials: withNewToken(learned(credentials, offer, exchange, bound), success, wish?.mechanism) };
}

function learned(credentials: Credentials, offer: Offer, exchange: ScramExchange | PlainExchange, bound: BindingName | undefined): Credentials {
  if (exchange instanceof PlainExchange) return { ...credentials, seen: remember(credentials.seen, offer, undefined, false) };
  const seen = remember(credentials.seen, offer, bound, exchange.listProven);
  return { ...(exchange.keys ? withKeys(credentials, exchange.keys, exchange.fromStored) : credentials), seen };
}

/** A token is asked for where there is none, or where this connection allows a stronger one (XEP-0484 §4.2). */
function requestToken(
  offer: FullOffer,
  way: Transport,
  credentials: Credentials,
): { readonly elements: readonly Element[]; readonly mechanism: string } | undefined {
  const mechanism = strongestToken(offer.inline.fast, way.bindings);
  if (mechanism === undefined || weakToken(mechanism, way, credentials)) return undefined;
  return { mechanism, elements: [el('request-token', NS.fast, { mechanism })] };
}

/** Asked for, or rotated by the server (XEP-0484 §4.5). */
function withNewToken(credentials: Credentials, success: Element, mechanism: string | undefined): Credentials {
  const element = child(success, 'token', NS.fast);
  const [token, expiry] = [attr(element, 'token'), timeAttr(element, 'expiry')];
  if (token === undefined || token === '' || token.length > 4096 || expiry === undefined || mechanism === undefined) return credentials;
  return { ...credentials, fast: { mechanism, token, expiry, count: 0 } };
}

interface Wire {
  readonly ns: string;
  start(mechanism: string, first: Uint8Array): Element;
  data(success: Element): string | undefined;
}
const text = (message: Uint8Array): string => Buffer.from(message).toString('base64');

const classic: Wire = {
  ns: NS.sasl,
  // RFC 6120 §6.4.2: an empty initial response is an equals sign.
  start: (mechanism, first) => el('auth', NS.sasl, { mechanism }, text(first) || '='),
  data: success => success.text() || undefined,
};
function sasl2(who: Who, inline: readonly Element[]): Wire {
  const { id, software, name } = who.device;
  const agent = el('user-agent', undefined, { id }, el('software', undefined, {}, software), el('device', undefined, {}, name));
  return {
    ns: NS.sasl2,
    start: (mechanism, first) => el('authenticate', NS.sasl2, { mechanism }, el('initial-response', undefined, {}, text(first)), agent, ...inline),
    data: success => child(success, 'additional-data')?.text(),
  };
}

/** No mechanism here needs more than one challenge and a last one. */
const ROUNDS = 4;

async function run(dialogue: Dialogue, exchange: Exchange, wire: Wire, failed: (failure: Element) => Error): Promise<Element> {
  dialogue.send(wire.start(exchange.mechanism, exchange.first()));
  for (let round = 0; round < ROUNDS; round++) {
    const element = await dialogue.next();
    if (element.getNS() !== wire.ns) throw new StreamProblem('bad-stream', 'something else came during the sign-in');
    switch (element.getName()) {
      case 'challenge':
        dialogue.send(el('response', wire.ns, {}, text(await exchange.answer(bytes(element.text())))));
        break;
      case 'success': {
        const data = wire.data(element);
        exchange.finish(data === undefined ? undefined : bytes(data));
        return element;
      }
      case 'failure':
        throw failed(element);
      case 'continue':
        // XEP-0388 §2.6.3: a second factor, or a new password; none of these tasks is known here.
        throw new StreamProblem('policy', 'the server asks for a further step that is not supported');
      default:
        throw new StreamProblem('bad-stream', 'something else came during the sign-in');
    }
  }
  throw new StreamProblem('bad-stream', 'no end of challenges');
}

/** XEP-0388 §2.2: no white space in base64; the specifications' own examples have some. `=` is an empty message (RFC 6120 §6.4.5). */
function bytes(base64: string): Uint8Array {
  const packed = base64.replace(/\s+/g, '');
  if (packed === '=') return new Uint8Array();
  if (packed.length > 16_384 || packed.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(packed))
    throw new StreamProblem('bad-stream', 'broken base64 during the sign-in');
  return Buffer.from(packed, 'base64');
}

/** XEP-0484 §5.1: discard the token and sign in otherwise. A server in trouble says nothing about the token. */
function tokenFailure(failure: Element): Error {
  return conditionOf(failure, NS.sasl) === 'temporary-auth-failure' ? saslProblem(failure) : new TokenRefused(conditionOf(failure, NS.sasl));
}
