import { expect, test } from 'vitest';
import { parseDocument } from './parser.ts';
import { blanked } from './secrets.ts';
import { LIMITS } from './transport.ts';

const blank = (xml: string): string => blanked(parseDocument(Buffer.from(xml), LIMITS));
const SASL = 'urn:ietf:params:xml:ns:xmpp-sasl';

test.each([
  ['the start of SASL', `<auth xmlns="${SASL}" mechanism="PLAIN">S3CR3T</auth>`],
  ['a response', `<response xmlns="${SASL}">S3CR3T</response>`],
  ['a challenge', `<challenge xmlns="${SASL}">S3CR3T</challenge>`],
  ['the end of SASL', `<success xmlns="${SASL}">S3CR3T</success>`],
  [
    'SASL2 with a token asked for',
    `<authenticate xmlns="urn:xmpp:sasl:2" mechanism="PLAIN"><initial-response>S3CR3T</initial-response><user-agent id="d1"><software>Balcony</software></user-agent><fast xmlns="urn:xmpp:fast:0" count="1"/></authenticate>`,
  ],
  [
    'a token',
    `<success xmlns="urn:xmpp:sasl:2"><additional-data>S3CR3T</additional-data><token xmlns="urn:xmpp:fast:0" token="S3CR3T" expiry="2030-01-01T00:00:00Z"/></success>`,
  ],
  ['data of a task', `<task-data xmlns="urn:xmpp:sasl:2"><salt xmlns="urn:x">S3CR3T</salt></task-data>`],
  [
    'a new password',
    `<iq type="set" id="1" xmlns="jabber:client"><query xmlns="jabber:iq:register"><username>juliet</username><password>S3CR3T</password></query></iq>`,
  ],
  [
    'a form with a password',
    `<x xmlns="jabber:x:data" type="submit"><field var="password"><value>S3CR3T</value></field><field var="p" type="text-private"><value>S3CR3T</value></field></x>`,
  ],
  [
    'credentials of a TURN server',
    `<services xmlns="urn:xmpp:extdisco:2"><service host="turn.verona.test" type="turn" username="u" password="S3CR3T"/></services>`,
  ],
  [
    'what entitles to an upload',
    `<slot xmlns="urn:xmpp:http:upload:0"><put url="https://x/"><header name="Authorization">Basic S3CR3T</header><header name="Cookie">S3CR3T</header></put></slot>`,
  ],
  ['an invitation', `<preauth xmlns="urn:xmpp:pars:0" token="S3CR3T"/>`],
  ['the password of a room', `<x xmlns="http://jabber.org/protocol/muc"><password>S3CR3T</password></x>`],
  ['old sign-in', `<query xmlns="jabber:iq:auth"><username>juliet</username><digest>S3CR3T</digest></query>`],
])('%s is shown without its secret', (_what, xml) => {
  expect(blank(xml)).not.toContain('S3CR3T');
  expect(blank(xml)).toContain('…');
  // Everything else is as it was.
  expect(blank(xml).replaceAll('…', '')).toBe(String(parseDocument(Buffer.from(xml), LIMITS)).replaceAll(/(Basic )?S3CR3T/g, ''));
});

test.each([
  `<message xmlns="jabber:client"><body>my password is a token of trust</body></message>`,
  `<mechanisms xmlns="${SASL}"><mechanism>SCRAM-SHA-256</mechanism></mechanisms>`,
  `<failure xmlns="${SASL}"><not-authorized/><text>Wrong password</text></failure>`,
  `<success xmlns="urn:xmpp:sasl:2"><authorization-identifier>juliet@verona.test/x</authorization-identifier></success>`,
])('what holds no secret is shown as it is: %s', xml => {
  expect(blank(xml)).toBe(xml);
});
