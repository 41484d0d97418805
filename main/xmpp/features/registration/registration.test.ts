import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { formIn, valueOf, fieldOf } from '../../form.ts';
import { NS } from '../../ns.ts';
import { parseXml } from '../../xml.fixture.ts';
import { changePassword, offersRegistration, readRegistration, registrationSubmit, removeRegistration, shownFields } from './registration.codec.ts';

const given = (name: string) => readRegistration(parseXml(readFileSync(join(import.meta.dirname, `cases/registration.${name}.xml`), 'utf8')))!;

test('a form goes back with its hidden fields as they came, and nothing that was not asked', () => {
  const sent = formIn(
    registrationSubmit(given('captcha'), { username: ['juliet'], password: ['R0m30'], ocr: ['7nHL3'], challenge: ['changed'], role: ['admin'] }),
  );
  expect(sent?.type).toBe('submit');
  expect(valueOf(sent, 'username')).toBe('juliet');
  expect(valueOf(sent, 'challenge')).toBe('F3A6292C');
  expect(fieldOf(sent, 'role')).toBeUndefined();
  expect(sent?.fields.every(field => field.name !== undefined)).toBe(true);
});

test('where there is no form, the old fields are sent', () => {
  const sent = registrationSubmit(given('legacy'), { username: ['juliet'], password: ['R0m30'] });
  expect(sent.toString()).toBe('<query xmlns="jabber:iq:register"><username>juliet</username><password>R0m30</password><email/></query>');
});

test('what a field is called cannot be confused with what objects have', () => {
  const form = parseXml(`<query xmlns='jabber:iq:register'><x xmlns='jabber:x:data' type='form'><field var='constructor' type='text-single'/></x></query>`);
  const registration = readRegistration(form)!;
  expect(formIn(registrationSubmit(registration, {}))?.fields).toEqual([]);
  expect(shownFields(registration)[0]?.name).toBe('constructor');
});

test('a picture from anywhere but the form itself is not shown', () => {
  const from = (uri: string): string =>
    `<query xmlns='jabber:iq:register'><x xmlns='jabber:x:data' type='form'><field var='ocr'><media xmlns='urn:xmpp:media-element'><uri type='image/png'>${uri}</uri></media></field></x><data xmlns='urn:xmpp:bob' cid='c' type='text/html'>AAAA</data></query>`;
  for (const uri of ['http://www.victim.com/challenges/ocr.jpeg', 'cid:c', 'javascript:alert(1)'])
    expect(shownFields(readRegistration(parseXml(from(uri)))!)[0]?.picture).toBeUndefined();
});

test('password and farewell', () => {
  expect(changePassword('juliet', 'n3w<').toString()).toBe('<query xmlns="jabber:iq:register"><username>juliet</username><password>n3w&lt;</password></query>');
  expect(removeRegistration().toString()).toBe('<query xmlns="jabber:iq:register"><remove/></query>');
  expect(offersRegistration(parseXml(`<features><register xmlns='${NS.registerFeature}'/></features>`))).toBe(true);
});
