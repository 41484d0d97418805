import { act } from 'react';
import { expect, test } from 'vitest';
import type { PhoneState } from '../../../preload/contract/phone.ts';
import type { SettingsValues } from '../../../preload/contract/settings.ts';
import { fromBase64 } from '../../calls/voice-recording.ts';
import { Around } from '../../gallery/Around.tsx';
import { fakeDesk, fakeSettings } from '../../gallery/fake-desk.ts';
import { fakeMedia } from '../../gallery/fake-media.ts';
import { fakePhone } from '../../gallery/fake-phone.ts';
import { onPage } from '../../gallery/on-page.tsx';
import { Answering } from './Answering.tsx';

interface Options {
  readonly here?: boolean;
  readonly phone?: Partial<PhoneState>;
  readonly settings?: Partial<SettingsValues>;
  readonly problem?: 'no-microphone';
}
async function start({ here = true, phone: first = {}, settings: values = {}, problem }: Options = {}) {
  const settings = fakeSettings(values);
  const phone = fakePhone(first);
  const media = fakeMedia({ recording: { problem } });
  const page = await onPage(
    <Around services={{ settings: settings.service, phone: phone.service, desk: fakeDesk({ capabilities: { phone: here } }).service }} media={media.media}>
      <Answering />
    </Around>,
  );
  return { settings, phone, media, page };
}
const MACHINE = { phone: 'machine' } as const;

test('where the host cannot answer by itself nothing is offered', async () => {
  const { page } = await start({ here: false });
  expect(page.text()).toBe('');
  await page.end();
});

test('it is off until it is chosen, and then nothing else is asked', async () => {
  const { page } = await start();
  expect(page.text()).toContain('By nobody but me');
  expect(page.text()).not.toContain('Whose calls');
  await page.end();
});

test('what was set at the start is said, and cannot be changed here', async () => {
  const { page } = await start({ phone: { fixed: true }, settings: MACHINE });
  expect(page.text()).toContain('can only be changed there');
  expect(page.text()).not.toContain('Record a greeting');
  await page.end();
});

test('what is recorded becomes the greeting', async () => {
  const { page, phone } = await start({ settings: MACHINE });
  expect(page.text()).toContain('the beep alone');
  await page.press('Record a greeting');
  expect(page.text()).toContain('4 seconds of 60');
  await page.press('Keep the recording');
  expect([...fromBase64(phone.kept() ?? '')]).toEqual([1, -2, 300]);
  expect(page.text()).toContain('Callers hear 4 seconds of yours');
  await page.end();
});

test('a recording that is discarded changes nothing', async () => {
  const { page, phone } = await start({ settings: MACHINE });
  await page.press('Record a greeting');
  await page.press('Discard it');
  expect(phone.kept()).toBeUndefined();
  await page.end();
});

test('a microphone that is missing is told, and the recording can be left', async () => {
  const { page } = await start({ settings: MACHINE, problem: 'no-microphone' });
  await page.press('Record a greeting');
  expect(page.get('alert').textContent).toContain('microphone');
  await page.press('Discard it');
  expect(page.text()).toContain('Record a greeting');
  await page.end();
});

test('the greeting is heard, stopped, and removed', async () => {
  const { page, phone, media } = await start({ settings: MACHINE, phone: { greetingMs: 3100 } });
  await page.press('Hear it');
  await page.press('Stop it');
  expect(media.asked).toEqual([
    ['play', 3],
    ['still', 'play'],
  ]);
  await page.press('Remove it');
  expect(phone.kept()).toBeUndefined();
  expect(page.text()).toContain('the beep alone');
  await page.end();
});

test('only addresses are kept as those whose calls are taken', async () => {
  const { page, settings } = await start({ settings: { ...MACHINE, phoneAnswers: 'listed' } });
  await page.type('Their addresses', 'romeo@montague.lit, nurse');
  expect(page.text()).toContain('This is no address: nurse');
  await page.type('Their addresses', 'romeo@montague.lit, nurse@capulet.lit');
  await act(async () => page.press('Keep these addresses'));
  expect(settings.values().phoneListed).toEqual(['romeo@montague.lit', 'nurse@capulet.lit']);
  await page.end();
});
