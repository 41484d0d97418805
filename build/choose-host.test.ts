import { expect, test } from 'vitest';
import { chooseHost, hasDisplay, type Facts } from './choose-host.ts';
import { appWindow, findBrowser } from './find-browser.ts';

const facts = (over: Partial<Facts> & { readonly here?: boolean } = {}): Facts => ({
  asked: undefined,
  display: true,
  browser: async () => '/usr/bin/chromium',
  electron: async () => ({ here: over.here ?? true, reason: 'github.com cannot be reached' }),
  ...over,
});

test('Electron is taken where it can be had', async () => {
  expect(await chooseHost(facts())).toMatchObject({ host: 'electron' });
});

test('where Electron cannot be had, the window is Chromium, and the line says why', async () => {
  const choice = await chooseHost(facts({ here: false }));
  expect(choice.host).toBe('node');
  expect(choice.why).toContain('github.com cannot be reached');
});

test('without Electron and without Chromium the launch URL is for any browser', async () => {
  expect(await chooseHost(facts({ here: false, browser: async () => undefined }))).toMatchObject({ host: 'serve' });
});

test('without a display nothing is downloaded and the window is served', async () => {
  const electron = () => Promise.reject(new Error('asked for Electron'));
  expect(await chooseHost(facts({ display: false, electron }))).toMatchObject({ host: 'serve' });
});

test('a host that was asked for is taken or refused, never replaced', async () => {
  const electron = () => Promise.reject(new Error('asked for Electron'));
  expect(await chooseHost(facts({ asked: 'node', electron }))).toMatchObject({ host: 'node' });
  await expect(chooseHost(facts({ asked: 'electron', here: false }))).rejects.toThrow('cannot be had');
  await expect(chooseHost(facts({ asked: 'elektron' }))).rejects.toThrow('electron or node');
});

test('a display is X or Wayland on Linux, and always there elsewhere', () => {
  expect([
    hasDisplay({}, 'linux'),
    hasDisplay({ DISPLAY: ':0' }, 'linux'),
    hasDisplay({ WAYLAND_DISPLAY: 'wayland-0' }, 'linux'),
    hasDisplay({}, 'darwin'),
  ]).toEqual([false, true, true, true]);
});

test('the browser named by hand comes first, then what the PATH holds', () => {
  const all = () => true;
  expect(findBrowser({ CHROMIUM: '/opt/mine' }, all, 'linux')).toBe('/opt/mine');
  expect(findBrowser({ PATH: '/bin' }, path => path === '/usr/bin/google-chrome', 'linux')).toBe('/usr/bin/google-chrome');
  expect(findBrowser({}, () => false, 'linux')).toBeUndefined();
});

test('a window of the app has a browser profile of its own', () => {
  expect(appWindow('http://127.0.0.1:1/', '/p/window')).toEqual(expect.arrayContaining(['--app=http://127.0.0.1:1/', '--user-data-dir=/p/window']));
});
