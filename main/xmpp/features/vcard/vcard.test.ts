import { expect, test } from 'vitest';
import { parseXml } from '../../xml.fixture.ts';
import { EMPTY_PROFILE } from '../profile/profile.codec.ts';
import { encodeVcard, readVcard } from './vcard.codec.ts';

test('what another client keeps in the vCard stays there, what is ours is replaced', () => {
  const before = parseXml(`<vCard xmlns='vcard-temp'><FN>Old</FN><KEY><CRED>k</CRED></KEY><JABBERID>juliet@capulet.lit</JABBERID></vCard>`);
  const after = encodeVcard({ profile: { ...EMPTY_PROFILE, fullName: 'Juliet' }, photo: undefined }, before);
  expect(after.toString()).toBe('<vCard xmlns="vcard-temp"><FN>Juliet</FN><KEY><CRED>k</CRED></KEY><JABBERID>juliet@capulet.lit</JABBERID></vCard>');
  expect(before.getChild('KEY')).toBeDefined();
});

test('an empty vCard is none', () => {
  expect(readVcard(parseXml(`<iq type='result'><vCard xmlns='vcard-temp'/></iq>`))).toBeUndefined();
  expect(readVcard(parseXml(`<iq type='result'/>`))).toBeUndefined();
});

test('profiles are lines: nothing hides in them', () => {
  const vcard = readVcard(parseXml(`<iq><vCard xmlns='vcard-temp'><FN>a\nb\tc</FN><NICKNAME>${'x'.repeat(5000)}</NICKNAME></vCard></iq>`))!;
  expect(vcard.profile.fullName).toBe('a b c');
  expect(vcard.profile.nickname).toHaveLength(1023);
});
