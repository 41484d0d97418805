import { expect, test } from 'vitest';
import { NS } from '../../ns.ts';
import { parseXml } from '../../xml.fixture.ts';
import { eventOf, ROMEO } from '../incoming.fixture.ts';
import { cleanBase64, MOST_AVATAR_BYTES, publishAvatarData, publishAvatarMetadata, readAvatarData, withdrawAvatar } from './avatars.codec.ts';
import { avatars } from './avatars.ts';

const HASH = '111f4b3c50d7b0df729d299bc6f8e9ef9066971f';
const OTHER = 'e279f80c38f99c1e7e53e262b440993b2f7eea57';
const item = (infos: string): string => `<item id='${HASH}'><metadata xmlns='${NS.avatarMetadata}'>${infos}</metadata></item>`;
const info = (type: string, hash = HASH, bytes = '99'): string => `<info id='${hash}' type='${type}' bytes='${bytes}'/>`;
const heard = (infos: string) => avatars.event!(eventOf(NS.avatarMetadata, [item(infos)]));

test('a new picture, of several the PNG', () => {
  expect(heard(info('image/jpeg', OTHER) + info('image/png'))).toEqual([{ do: 'avatar', peer: ROMEO, avatar: { hash: HASH, type: 'image/png', bytes: 99 } }]);
});

test('a picture that was taken away', () => {
  expect(heard('')).toEqual([{ do: 'avatar', peer: ROMEO, avatar: undefined }]);
});

test.each([
  ['behind a URL', `<info id='${HASH}' type='image/png' bytes='9' url='https://example.net/spy.png'/>`],
  ['that is huge', info('image/png', HASH, '999999999')],
  ['that is a document', info('image/svg+xml')],
  ['whose hash is a path', info('image/png', '../../x')],
  ['without bytes', info('image/png', HASH, '0')],
])('a picture %s is not fetched, and the old one stays', (_what, infos) => {
  expect(heard(infos)).toEqual([]);
});

test('the data belongs to the hash that was asked', () => {
  const answer = (node: string, id: string): ReturnType<typeof parseXml> =>
    parseXml(
      `<iq type='result'><pubsub xmlns='${NS.pubsub}'><items node='${node}'><item id='${id}'><data xmlns='${NS.avatarData}'>iVBO\nRw0KGgo=</data></item></items></pubsub></iq>`,
    );
  expect(readAvatarData(answer(NS.avatarData, HASH), HASH)).toBe('iVBORw0KGgo=');
  expect(readAvatarData(answer(NS.avatarData, OTHER), HASH)).toBeUndefined();
  expect(readAvatarData(answer('urn:other', HASH), HASH)).toBeUndefined();
});

test('base64 is base64, and not too much of it', () => {
  expect(cleanBase64('AAAA')).toBe('AAAA');
  for (const text of ['', 'A', '====', 'AA A', 'data:image/png;base64,AAAA', 'A'.repeat(MOST_AVATAR_BYTES * 2), undefined])
    expect(cleanBase64(text)).toBeUndefined();
});

test('publishing goes in two steps, for contacts by default', () => {
  expect(publishAvatarData(HASH, 'AAAA').toString()).toContain('<value>presence</value>');
  expect(publishAvatarMetadata({ hash: HASH, type: 'image/png', bytes: 3, width: 1, height: 1 }, true).toString()).toContain('<value>open</value>');
  expect(withdrawAvatar().toString()).toContain('<metadata xmlns="urn:xmpp:avatar:metadata"/>');
});
