// From features to a session: sign in, then resume, or bind and enable stream management, inline where the server can
// (XEP-0388, XEP-0386 1.1.0, XEP-0198 1.6.3 §6), step by step else (RFC 6120 §7, XEP-0198 §3 and §5).
import { createHash } from 'node:crypto';
import { attr, child, el, textOf, type Element } from '../element.ts';
import { bareOf } from '../jid.ts';
import { authenticate, type Authenticated, type Who } from './authenticate.ts';
import type { Dialogue } from './dialogue.ts';
import { offersClientState, offersManagement, readFeatures, readOffer, type Inline } from './offers.ts';
import { conditionOf } from './sasl-failure.ts';
import { readCount } from './sent-queue.ts';
import { NS } from '../ns.ts';
import type { Credentials, StreamFeatures } from './stream.ts';
import { StreamProblem } from './transport.ts';

/** What lasts beyond one connection. */
export interface Session {
  readonly address: string;
  readonly features: StreamFeatures;
  readonly clientState: boolean;
  /** `id` undefined: acknowledgements, but no resumption. `location` is ignored: it names a host whose certificate we would have no name for. */
  readonly management: { readonly id: string | undefined; /** Seconds. */ readonly max: number | undefined } | undefined;
}
export interface Established {
  readonly credentials: Credentials;
  /** `resumed`: the old one goes on, and `h` is the server's count; else a new one, and `h` what it last counted in the old one, if it knows. */
  readonly session: Session | 'resumed';
  readonly h: number | undefined;
  /** What came on the way, in order. Counted: after stream management was enabled. */
  readonly early: readonly { readonly element: Element; readonly counted: boolean }[];
  /** The client state was told along with the bind. */
  readonly stateTold: boolean;
}
export interface EstablishInput {
  readonly dialogue: Dialogue;
  readonly features: Element;
  readonly address: string;
  readonly who: Omit<Who, 'inline'>;
  readonly resume: { readonly id: string; readonly handled: number } | undefined;
  readonly active: boolean;
  /** For the ids of the stream's own requests. */
  readonly freshId: () => string;
}

const SOFTWARE = 'Balcony';

export async function establish(input: EstablishInput): Promise<Established> {
  const offer = readOffer(input.features);
  if (!offer) throw new StreamProblem('server-error', 'the server offers no way to sign in');
  if (offer.profile === 'sasl2') {
    const done = await authenticate(input.dialogue, offer, { ...input.who, inline: askInline(offer.inline, input) });
    return afterSasl2(input, offer.inline, done);
  }
  const { credentials } = await authenticate(input.dialogue, offer, { ...input.who, inline: [] });
  const features = await input.dialogue.transport.open();
  return stepByStep(input, features, credentials, 'may resume', []);
}

const enable = (): Element => el('enable', NS.streamManagement, { resume: 'true' });
const resumption = (resume: NonNullable<EstablishInput['resume']>): Element =>
  el('resume', NS.streamManagement, { h: String(resume.handled), previd: resume.id });

/** A bind that would take the place of a resumption the server cannot do inline is not asked for. */
function askInline(inline: Inline, input: EstablishInput): readonly Element[] {
  if (input.resume && !inline.resume) return [];
  const resume = input.resume ? [resumption(input.resume)] : [];
  if (!inline.bind) return resume;
  const extras = [
    inline.bind.has(NS.carbons) ? el('enable', NS.carbons) : undefined,
    inline.bind.has(NS.streamManagement) ? enable() : undefined,
    inline.bind.has(NS.clientState) && !input.active ? el('inactive', NS.clientState) : undefined,
  ];
  return [...resume, el('bind', NS.bind2, {}, el('tag', undefined, {}, SOFTWARE), ...extras)];
}

async function afterSasl2(input: EstablishInput, inline: Inline, done: Authenticated): Promise<Established> {
  const { success, credentials } = done;
  const resumed = child(success, 'resumed', NS.streamManagement);
  if (resumed && input.resume) return { credentials, session: 'resumed', h: countOf(resumed, input.resume.id), early: [], stateTold: false };
  const bound = child(success, 'bound', NS.bind2);
  const enabled = child(bound, 'enabled', NS.streamManagement);
  const { found: features, before } = await input.dialogue.until(one => one.getName() === 'features' && one.getNS() === NS.streams);
  const early = before.map(element => ({ element, counted: enabled !== undefined }));
  // The count of a session that could not be resumed, where the server still knew it.
  const h = countOf(child(success, 'failed', NS.streamManagement));
  if (!bound) {
    const steps = await stepByStep(input, features, credentials, inline.resume ? 'tried' : 'may resume', early);
    return { ...steps, h: steps.h ?? h };
  }
  const address = ownAddress(textOf(success, 'authorization-identifier'), input.address);
  const offered = (feature: string): boolean => inline.bind?.has(feature) === true;
  const management = enabled ? readEnabled(enabled) : await enableNow(input.dialogue, features, early);
  const session: Session = {
    address,
    features: readFeatures(features, offered(NS.carbons), management !== undefined),
    clientState: offered(NS.clientState) || offersClientState(features),
    management,
  };
  return { credentials, session, h, early, stateTold: offered(NS.clientState) && !input.active };
}

interface Early {
  readonly element: Element;
  readonly counted: boolean;
}

async function stepByStep(
  input: EstablishInput,
  features: Element,
  credentials: Credentials,
  resume: 'may resume' | 'tried',
  before: readonly Early[],
): Promise<Established> {
  const { dialogue } = input;
  const early: Early[] = [...before];
  let h: number | undefined;
  if (input.resume && resume === 'may resume' && offersManagement(features)) {
    dialogue.send(resumption(input.resume));
    const answer = await dialogue.until(one => one.getNS() === NS.streamManagement && ['resumed', 'failed'].includes(one.getName()));
    for (const element of answer.before) early.push({ element, counted: false });
    if (answer.found.getName() === 'resumed') return { credentials, session: 'resumed', h: countOf(answer.found, input.resume.id), early, stateTold: false };
    h = countOf(answer.found);
  }
  const address = await bind(input, early);
  // Trap: nothing may be sent, and nothing is counted, before <enabled/> (XEP-0198 §4).
  const management = await enableNow(dialogue, features, early);
  const session = { address, features: readFeatures(features, false, management !== undefined), clientState: offersClientState(features), management };
  return { credentials, session, h, early, stateTold: false };
}

async function bind(input: EstablishInput, early: Early[]): Promise<string> {
  // Stable for one installation: a session of ours that the server still holds for alive gives way to the new one.
  const own = `${SOFTWARE}.${createHash('sha256').update(input.who.device.id).digest('hex').slice(0, 10)}`;
  for (const resource of [own, undefined]) {
    const id = input.freshId();
    const request = el(
      'iq',
      NS.client,
      { type: 'set', id },
      el('bind', NS.bind, {}, resource === undefined ? undefined : el('resource', undefined, {}, resource)),
    );
    input.dialogue.send(request);
    const { found, before } = await input.dialogue.until(one => one.getName() === 'iq' && attr(one, 'id') === id);
    for (const element of before) early.push({ element, counted: false });
    if (attr(found, 'type') === 'result') return ownAddress(textOf(child(found, 'bind', NS.bind), 'jid'), input.address);
    const error = child(found, 'error');
    const condition = (error && conditionOf(error, NS.stanzaErrors)) ?? 'undefined-condition';
    if (condition !== 'conflict') throw new StreamProblem('policy', `no resource: ${condition}`);
  }
  throw new StreamProblem('conflict', 'no resource: conflict');
}

async function enableNow(dialogue: Dialogue, features: Element, early: Early[]): Promise<Session['management']> {
  if (!offersManagement(features)) return undefined;
  dialogue.send(enable());
  const { found, before } = await dialogue.until(one => one.getNS() === NS.streamManagement && ['enabled', 'failed'].includes(one.getName()));
  for (const element of before) early.push({ element, counted: false });
  return found.getName() === 'enabled' ? readEnabled(found) : undefined;
}

function readEnabled(enabled: Element): NonNullable<Session['management']> {
  const id = attr(enabled, 'id');
  const may = ['true', '1'].includes(attr(enabled, 'resume') ?? '');
  return { id: may && id !== '' ? id : undefined, max: readCount(attr(enabled, 'max')) };
}

/** The server's count; of a resumption it must be there, and of the session that was asked for. */
function countOf(answer: Element | undefined, id?: string): number | undefined {
  const h = readCount(attr(answer, 'h'));
  if (id !== undefined && (h === undefined || attr(answer, 'previd') !== id)) throw new StreamProblem('bad-stream', 'the server resumed another session');
  return h;
}

function ownAddress(full: string | undefined, own: string): string {
  if (full === undefined || full.length > 3071 || bareOf(full) !== own) throw new StreamProblem('bad-stream', 'the server bound another address');
  return full;
}
