// A stranger's Jingle: whatever stands in it, nothing fails, no line of SDP is of their making, and no packet goes where nobody was called.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { clone, mutate } from '../../../test/actors/mutate.ts';
import { seeded } from '../../../test/actors/seeded.ts';
import { childrenOf, type Element } from '../../xmpp/element.ts';
import { decodeJingle } from '../../xmpp/features/jingle/jingle.codec.ts';
import { parseXml } from '../../xmpp/xml.fixture.ts';
import { localAnswer, localOffer } from './local-side.ts';
import { remoteAction } from './remote-side.ts';
import { beginSession, type Outcome, type SessionView, type Step } from './session-view.ts';
import { JULIET, KINDS, profileFor, ROMEO } from './two-sides.fixture.ts';

const here = join(import.meta.dirname, 'cases');
const seeds = readdirSync(here)
  .filter(name => name.endsWith('.xml'))
  .map(name => parseXml(readFileSync(join(here, name), 'utf8')));
const browser = readFileSync(join(here, 'browser.video.sdp'), 'utf8');

const begin = (role: 'initiator' | 'responder', kind: (typeof KINDS)[number]): SessionView =>
  beginSession({ sid: 's1', role, own: JULIET, peer: ROMEO, profile: profileFor(kind), relayOnly: false, ownAddresses: ['192.0.2.2'] });
const viewOf = (outcome: Outcome, before: SessionView): SessionView => (outcome.go ? outcome.view : before);
const named = (name: string) => decodeJingle(parseXml(readFileSync(join(here, `${name}.xml`), 'utf8')))!;

/** Sessions at every stage, which the words of strangers meet. */
const VIEWS: readonly SessionView[] = KINDS.flatMap(kind => {
  const [calling, called] = [begin('initiator', kind), begin('responder', kind)];
  const offered = viewOf(localOffer(calling, browser), calling);
  const accepted = viewOf(remoteAction(offered, named('movim.accept-picture')), offered);
  const initiated = viewOf(remoteAction(called, named('conversations.initiate')), called);
  const answered = viewOf(localAnswer(initiated, browser.replaceAll('actpass', 'active')), initiated);
  const adding = viewOf(localOffer(answered, browser.replaceAll('jlt1', 'jlt2')), answered);
  return [called, offered, accepted, initiated, answered, adding];
});

/** What we write, and nothing else. */
const LINE =
  /^(?:v=0|o=- 1 \d+ IN IP4 0\.0\.0\.0|s=-|t=0 0|c=IN IP4 0\.0\.0\.0|m=(?:audio|video) [09] UDP\/TLS\/RTP\/SAVPF \d+(?: \d+)*|a=(?:sendrecv|sendonly|recvonly|inactive|rtcp-mux|extmap-allow-mixed|msid-semantic: WMS \*|rtcp:9 IN IP4 0\.0\.0\.0|group:BUNDLE [^ ]+(?: [^ ]+)*|(?:rtpmap|fmtp|extmap|ssrc):\d+(?:\/[a-z]+)? [^\0-\x20]+|ssrc:\d+ (?:cname|msid):[^\0-\x20]+(?: [^\0-\x20]+)?|rtcp-fb:(?:\*|\d+) [\w-]+(?: [\w-]+)?|(?:setup|mid|content|ice-ufrag|ice-pwd):[^\0-\x20]+|ice-options:[^ ]+(?: [^ ]+)*|fingerprint:sha-\d+ [0-9A-F:]+|msid:[^\0-\x20]+(?: [^\0-\x20]+)?|ssrc-group:[^ ]+(?: \d+)+))$/;
const CANDIDATE =
  /^candidate:[^\0-\x20]+ [12] udp \d+ [0-9A-Fa-f.:]+ \d+ typ (?:host|srflx|prflx|relay)(?: raddr [\w.:-]+ rport \d+)?(?: tcptype [^\0-\x20]+)? generation \d+$/;

function check(step: Step): void {
  if (step.do === 'candidate') {
    expect(step.candidate).toMatch(CANDIDATE);
    expect(step.candidate).not.toMatch(/ (?:127\.|0\.|169\.254\.|::1 |fe[89ab])/);
    expect(step.mid).toMatch(/^[^\0-\x20]{1,16}$/);
  }
  if (step.do !== 'remote') return;
  const lines = step.sdp.split('\r\n');
  expect(lines.pop()).toBe('');
  for (const line of lines) {
    if (!LINE.test(line)) throw new Error(line);
  }
  const mids = lines.filter(line => line.startsWith('a=mid:'));
  expect(mids).toHaveLength(lines.filter(line => line.startsWith('m=')).length);
  expect(new Set(mids).size).toBe(mids.length);
}

let met = 0;
/** Every word meets a seventh of the sessions, each time another one. */
function meet(jingle: Element, counts: Record<string, number>): void {
  const said = decodeJingle(jingle);
  if (!said) return;
  met += 1;
  for (const view of VIEWS.filter((_, at) => (at + met) % 7 === 0)) {
    const outcome = remoteAction(view, said);
    const kind = outcome.go ? 'go' : 'refuse' in outcome ? 'refuse' : 'end';
    counts[kind] = (counts[kind] ?? 0) + 1;
    if (outcome.go) for (const step of outcome.steps) check(step);
  }
}

test('5,000 mutated words meet sessions at every stage: nothing fails, and every line written is ours', () => {
  const random = seeded(20_261_122);
  const counts: Record<string, number> = {};
  for (let round = 0; round < 5000; round += 1) {
    const seed = seeds[Math.floor(random() * seeds.length)]!;
    meet(mutate(seed, seeds, random), counts);
  }
  // Mutants that nobody listens to would prove nothing.
  for (const kind of ['go', 'refuse', 'end']) expect(counts[kind]).toBeGreaterThan(500);
});

const INJECTED = ['x\r\na=evil:1', 'x\na=evil:1', '1\r\na=evil:1', 'x a=evil:1', 'x\u2028a=evil:1', 'x\u0000', '', ' ', 'x'.repeat(4000), '-1', '1e3', '%s%d'];

const everything = (element: Element): readonly Element[] => [element, ...childrenOf(element).flatMap(everything)];

test('no value of any attribute, and no text, becomes a line of its own', () => {
  const counts: Record<string, number> = {};
  for (const seed of seeds) {
    for (const [at, place] of everything(seed).entries()) {
      for (const name of [...Object.keys(place.attrs).filter(one => one !== 'xmlns'), undefined]) {
        const twin = clone(seed);
        const target = everything(twin)[at]!;
        const value = INJECTED[(at + (name?.length ?? 0)) % INJECTED.length]!;
        if (name !== undefined) target.attrs[name] = value;
        else if (childrenOf(target).length === 0) target.children = [value];
        meet(twin, counts);
      }
    }
  }
  expect(counts['go']).toBeGreaterThan(1000);
});
