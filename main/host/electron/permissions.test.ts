import { expect, test, vi } from 'vitest';
import { isForScreen, rightsFor } from './permissions.ts';

vi.mock('electron', () => ({ app: {}, dialog: {}, protocol: {}, systemPreferences: {} }));

const PAGE = 'app://messenger/';

test('a right to the microphone is not a right to the camera', () => {
  expect(rightsFor('media', PAGE, ['audio'])).toEqual(['microphone']);
  expect(rightsFor('media', PAGE, ['video'])).toEqual(['camera']);
  expect(rightsFor('media', PAGE, ['audio', 'video'])).toEqual(['microphone', 'camera']);
});

test('notifications are a right of their own', () => {
  expect(rightsFor('notifications', PAGE, undefined)).toEqual(['notifications']);
});

test.each(['clipboard-sanitized-write', 'fullscreen', 'display-capture', 'speaker-selection'])('%s needs no question', permission => {
  expect(rightsFor(permission, PAGE, undefined)).toEqual([]);
});

test('media of neither kind is a screen, for our page alone', () => {
  expect(isForScreen('media', PAGE, [])).toBe(true);
  expect(isForScreen('media', 'https://example.org/', [])).toBe(false);
  expect(isForScreen('media', PAGE, ['video'])).toBe(false);
  expect(isForScreen('media', PAGE, undefined)).toBe(false);
});

test.each([
  ['media of no kind', 'media', []],
  ['media of an unknown kind', 'media', ['audio', 'unknown']],
  ['media whose kind is a name of Object', 'media', ['constructor']],
  ['media of kinds left out', 'media', undefined],
  ['the clipboard', 'clipboard-read', undefined],
  ['where the user is', 'geolocation', undefined],
  ['other programs', 'openExternal', undefined],
  ['a device', 'hid', undefined],
  ['something new', 'mind-reading', undefined],
])('%s is refused whatever was granted', (_what, permission, types) => {
  expect(rightsFor(permission, PAGE, types)).toBeUndefined();
});

test.each(['https://example.org/', 'about:blank', 'app://elsewhere/', ''])('the page %s has no rights', url => {
  expect(rightsFor('media', url, ['audio'])).toBeUndefined();
  expect(rightsFor('fullscreen', url, undefined)).toBeUndefined();
});
