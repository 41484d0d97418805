import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseXml } from '../../xml.fixture.ts';
import { readDiscoInfo, type DiscoInfo } from '../disco/disco.codec.ts';
import { isIllFormed, isVerified, verificationHash, verificationText } from './caps.codec.ts';

const sha1 = (text: string): string => createHash('sha1').update(text, 'utf8').digest('base64');
const info = (xml: string): DiscoInfo => readDiscoInfo(parseXml(`<query xmlns='http://jabber.org/protocol/disco#info'>${xml}</query>`))!;
const exodus = `
  <identity category='client' name='Exodus 0.9.1' type='pc'/>
  <feature var='http://jabber.org/protocol/caps'/>
  <feature var='http://jabber.org/protocol/disco#items'/>
  <feature var='http://jabber.org/protocol/disco#info'/>
  <feature var='http://jabber.org/protocol/muc'/>`;
const form = (type: string, inside: string): string => `<x xmlns='jabber:x:data' type='result'><field var='FORM_TYPE' type='${type}'>${inside}</field></x>`;

test('the simple example of XEP-0115 §5.2', () => {
  expect(verificationHash(info(exodus), sha1)).toBe('QgayPKawpkPSDYmwT/WM94uAlu0=');
});

test('the complex example of XEP-0115 §5.3', () => {
  const complex = readDiscoInfo(parseXml(readFileSync(join(import.meta.dirname, '../disco/cases/info.extended.xml'), 'utf8')))!;
  expect(verificationHash(complex, sha1)).toBe('q07IKJEyjvHSyhy//CH0CxmKi8w=');
});

test('parts are sorted by the bytes of UTF-8', () => {
  expect(verificationText(info(`<feature var='\u{1F600}'/><feature var='\uFF5E'/><feature var='a'/>`))).toBe('a<\uFF5E<\u{1F600}<');
});

test.each([
  ['two equal identities', `<identity category='client' type='pc'/><identity category='client' type='pc'/>`],
  ['two equal features', `<feature var='a'/><feature var='a'/>`],
  ['two forms about the same', `${form('hidden', '<value>urn:a</value>')}${form('hidden', '<value>urn:a</value>')}`],
  ['a form about two things', form('hidden', '<value>urn:a</value><value>urn:b</value>')],
  ['a feature that pretends to be two', `<feature var='a&lt;b'/>`],
  ['an identity that pretends to be more', `<identity category='client' type='pc' name='x&lt;urn:feature'/>`],
])('an answer with %s counts for nothing, even when its hash fits', (_what, xml) => {
  const said = info(xml);
  expect(isIllFormed(said)).toBe(true);
  expect(isVerified(said, { node: 'n', hash: 'sha-1', ver: verificationHash(said, sha1) }, sha1)).toBe(false);
});

test('a form that is not marked as hidden is left out', () => {
  expect(verificationText(info(form('text-single', '<value>urn:a</value>')))).toBe('');
});

test('only the promised hash is the promised hash', () => {
  const ver = verificationHash(info(exodus), sha1);
  expect(isVerified(info(exodus), { node: 'n', hash: 'sha-1', ver }, sha1)).toBe(true);
  expect(isVerified(info(`${exodus}<feature var='x'/>`), { node: 'n', hash: 'sha-1', ver }, sha1)).toBe(false);
  expect(isVerified(info(exodus), { node: 'n', hash: 'md5', ver }, sha1)).toBe(false);
});
