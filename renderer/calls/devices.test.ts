import { expect, test } from 'vitest';
import { FIRST_CHOICE, type DeviceChoice } from './device-memory.ts';
import { DevicesModel } from './devices.ts';

const info = (kind: MediaDeviceKind, deviceId: string, label: string) => ({ kind, deviceId, label, groupId: '', toJSON: () => ({}) });
const HEADSET = info('audioinput', 'h1', 'Headset');
const BUILT_IN = info('audioinput', 'b1', 'Built-in');
const settled = (): Promise<void> => new Promise(resolve => void setTimeout(resolve));

async function start(kept: DeviceChoice['chosen'] = {}, refuses = false) {
  const page = new EventTarget();
  let list = [info('audioinput', 'default', 'Default'), HEADSET, BUILT_IN];
  const written: DeviceChoice[] = [];
  const devices = {
    enumerateDevices: async () => list,
    getUserMedia: async () => {
      if (refuses) throw new DOMException('no', 'NotAllowedError');
      return new MediaStream();
    },
    addEventListener: page.addEventListener.bind(page),
    removeEventListener: page.removeEventListener.bind(page),
  };
  const model = new DevicesModel(
    { devices, permission: async () => 'denied' },
    { read: async () => ({ ...FIRST_CHOICE, chosen: kept }), write: choice => void written.push(choice) },
  );
  model.subscribe(() => undefined);
  await settled();
  const plug = async (now: typeof list): Promise<void> => {
    list = now;
    page.dispatchEvent(new Event('devicechange'));
    await settled();
  };
  return { model, plug, written };
}

test('what was chosen is found again by its name, whatever the browser calls it now', async () => {
  const { model } = await start({ microphone: { id: '', label: 'Headset' } });
  expect(model.idOf('microphone')).toBe('h1');
  expect(model.snapshot().microphones.map(({ label }) => label)).toEqual(['Headset', 'Built-in']);
});

test('a device that is pulled out is told of, and taken again when it is back', async () => {
  const { model, plug } = await start({ microphone: { id: '', label: 'Headset' } });
  await plug([BUILT_IN]);
  expect(model.idOf('microphone')).toBeUndefined();
  expect(model.snapshot().lost).toEqual({ kind: 'microphone', label: 'Headset', now: undefined });
  await plug([BUILT_IN, { ...HEADSET, deviceId: 'h2' }]);
  expect(model.idOf('microphone')).toBe('h2');
});

test('a choice is kept, and so is the system’s', async () => {
  const { model, written } = await start();
  model.choose('microphone', 'b1');
  model.choose('microphone', undefined);
  model.setVoice({ noiseSuppression: false });
  expect(written.map(({ chosen, voice }) => [chosen.microphone?.label, voice.noiseSuppression])).toEqual([
    ['Built-in', true],
    [undefined, true],
    [undefined, false],
  ]);
});

test('not yet asked is no refusal, a no is one', async () => {
  const { model } = await start({}, true);
  expect(model.snapshot().access.microphone).toBe('prompt');
  await model.ask('microphone');
  expect(model.snapshot().access).toEqual({ microphone: 'denied', camera: 'none' });
});
