// What may be asked of this client, and by whom.
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import type { IqAnswer } from '../feature.ts';
import { clientCaps, discoAnswer } from '../own-disco.ts';
import { allFeatures } from './all.ts';
import { readDiscoInfo } from './disco/disco.codec.ts';
import { CONTEXT, iqOf } from './incoming.fixture.ts';
import { isVerified, readCaps } from './caps/caps.codec.ts';
import { el, type Element } from '../element.ts';
import { NS } from '../ns.ts';

const sha1 = (text: string): string => createHash('sha1').update(text, 'utf8').digest('base64');
const context = { ...CONTEXT, disco: discoAnswer(allFeatures, CONTEXT.software, sha1) };
const ask = (xml: string, over: Parameters<typeof iqOf>[1] = {}): IqAnswer | undefined => {
  const answers = allFeatures.flatMap(feature => feature.iq?.(iqOf(xml, over), context) ?? []);
  expect(answers.length).toBeLessThan(2);
  return answers[0];
};

const resultOf = (answer: IqAnswer | undefined): Element => {
  if (!answer || !('result' in answer) || !answer.result) throw new Error('no result');
  return answer.result;
};

const QUESTIONS = [
  `<ping xmlns='urn:xmpp:ping'/>`,
  `<query xmlns='jabber:iq:version'/>`,
  `<time xmlns='urn:xmpp:time'/>`,
  `<query xmlns='http://jabber.org/protocol/disco#info'/>`,
  `<query xmlns='http://jabber.org/protocol/disco#items'/>`,
];

test.each(QUESTIONS)('%s is answered to a contact and to our server', xml => {
  expect(ask(xml)).toHaveProperty('result');
  expect(ask(xml, { from: 'capulet.lit', trusted: true, sharesPresence: false })).toHaveProperty('result');
});

test.each(QUESTIONS)('%s of a stranger is not answered: we are not here', xml => {
  expect(ask(xml, { from: 'mallory@example.net/x', sharesPresence: false })).toBeUndefined();
});

test.each([...QUESTIONS, `<query xmlns='jabber:iq:roster'/>`, `<query xmlns='jabber:iq:register'/>`, `<command xmlns='${NS.commands}' node='x'/>`])(
  '%s is no order',
  xml => {
    expect(ask(xml, { type: 'set' })).toBeUndefined();
  },
);

test('the version is told without the operating system, unless that is allowed', () => {
  const answer = ask(`<query xmlns='jabber:iq:version'/>`);
  expect(resultOf(answer).toString()).toBe('<query xmlns="jabber:iq:version"><name>Balcony</name><version>1.2.3</version></query>');
});

test('the time is told with its zone', () => {
  const answer = ask(`<time xmlns='urn:xmpp:time'/>`);
  expect(resultOf(answer).toString()).toBe('<time xmlns="urn:xmpp:time"><tzo>-06:00</tzo><utc>2006-12-19T17:58:35Z</utc></time>');
});

test('what we say of ourselves is what our caps promise', () => {
  const caps = readCaps(el('presence', NS.client, {}, clientCaps(allFeatures, CONTEXT.software, sha1)))!;
  const answer = ask(`<query xmlns='http://jabber.org/protocol/disco#info' node='${caps.node}#${caps.ver}'/>`);
  const info = readDiscoInfo(resultOf(answer))!;
  expect(isVerified(info, caps, sha1)).toBe(true);
  expect(info.features).toContain(NS.receipts);
  expect(info.features).toContain(`${NS.mds}+notify`);
  expect(info.identities).toEqual([{ category: 'client', type: 'pc', lang: undefined, name: 'Balcony' }]);
});

test('a node that is not ours is not found', () => {
  expect(ask(`<query xmlns='http://jabber.org/protocol/disco#info' node='https://balcony.im#older'/>`)).toEqual({ error: 'item-not-found' });
  expect(ask(`<query xmlns='http://jabber.org/protocol/disco#items' node='http://jabber.org/protocol/commands'/>`)).toEqual({ error: 'item-not-found' });
});
