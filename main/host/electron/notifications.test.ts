import { expect, test, vi } from 'vitest';
import { asPlainText } from './notifications.ts';

vi.mock('electron', () => ({ Notification: {} }));

test('markup in a message stays text where the desktop would read it', () => {
  expect(asPlainText('<img src="http://x"> & <b>', 'linux')).toBe('&lt;img src="http://x"&gt; &amp; &lt;b&gt;');
  expect(asPlainText('a < b', 'win32')).toBe('a < b');
});
