import { expect, test } from 'vitest';
import { el } from '../../element.ts';
import { Refusal } from '../../feature.ts';
import { NS } from '../../ns.ts';
import { allFeatures } from '../all.ts';
import { CONTEXT, iqOf } from '../incoming.fixture.ts';
import { jingle } from './jingle.ts';
import { refusals } from './refusals.ts';

const hangUp = `<jingle xmlns='urn:xmpp:jingle:1' action='session-terminate' sid='s1'><reason><success/></reason></jingle>`;
const malformed = `<jingle xmlns='urn:xmpp:jingle:1' action='session-accept' sid='s1'/>`;
const ask = (xml: string, over: Parameters<typeof iqOf>[1] = {}) => jingle.iq!(iqOf(xml, { type: 'set', ...over }), CONTEXT);

test('a word of a session is handed on with who said it, and answered by an empty result', () => {
  expect(ask(hangUp, { from: 'mallory@example.net/x', sharesPresence: false })).toEqual({
    result: undefined,
    effects: [
      {
        do: 'jingle',
        from: 'mallory@example.net/x',
        sharesPresence: false,
        said: { action: 'session-terminate', sid: 's1', reason: { reason: 'success', text: undefined } },
      },
    ],
  });
});

test('what is malformed is refused to those who may know that we are here, and to nobody else', () => {
  expect(ask(malformed)).toEqual({ error: 'bad-request', type: 'modify' });
  expect(ask(malformed, { sharesPresence: false })).toBeUndefined();
});

test('a question in its language is none', () => {
  expect(ask(hangUp, { type: 'get' })).toBeUndefined();
  expect(ask(`<query xmlns='urn:xmpp:jingle:1'/>`)).toBeUndefined();
});

test('calls are announced, but not that all candidates are wanted at once', () => {
  const announced = allFeatures.flatMap(feature => feature.advertises);
  for (const one of [NS.jingle, NS.rtp, NS.rtpAudio, NS.rtpVideo, NS.iceUdp, NS.dtls, NS.callMessages]) expect(announced).toContain(one);
  expect(announced).not.toContain('urn:ietf:rfc:3264');
});

test.each([
  ['unknownSession', 'item-not-found', 'unknown-session'],
  ['outOfOrder', 'unexpected-request', 'out-of-order'],
  ['tieBreak', 'conflict', 'tie-break'],
  ['unsupportedInfo', 'feature-not-implemented', 'unsupported-info'],
] as const)('the refusal %s says %s, and in Jingle’s own words %s', (name, condition, specific) => {
  const { answer } = new Refusal(refusals[name]());
  expect(answer.error).toBe(condition);
  expect(answer.application?.is(specific, NS.jingleErrors)).toBe(true);
  // One element, one stanza.
  expect(refusals[name]().application).not.toBe(answer.application);
  expect(el('error', NS.client, {}, answer.application).toString()).toContain(`<${specific} xmlns="urn:xmpp:jingle:errors:1"/>`);
});
