import { expect, test } from 'vitest';
import { usualProfile } from './usual-profile.ts';

test('a start and a serve that name no profile meet in the same one, where the system keeps such things', () => {
  expect(usualProfile({}, 'linux', '/home/juliet')).toBe('/home/juliet/.local/share/balcony-node');
  expect(usualProfile({ XDG_DATA_HOME: '/data' }, 'linux', '/home/juliet')).toBe('/data/balcony-node');
  expect(usualProfile({}, 'darwin', '/Users/juliet')).toBe('/Users/juliet/Library/Application Support/balcony-node');
  expect(usualProfile({ APPDATA: '/roaming' }, 'win32', '/users/juliet')).toBe('/roaming/balcony-node');
});
