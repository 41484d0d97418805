import { phone, type PhoneState } from '../../preload/contract/phone.ts';
import { FailureError } from '../../preload/contract/wire.ts';
import type { Service } from '../base/service.ts';
import type { HeadlessPhone } from '../calls/phone/phone.ts';
import type { WhenReady } from './core.ts';
import { whenAttached } from './settings.ts';

/** The phone that answers by itself, for its owner. Whether there is one is known when there is a core. */
export function phoneService(ready: WhenReady, find: () => HeadlessPhone | undefined): Service<typeof phone> {
  const whole = async (): Promise<HeadlessPhone> => {
    await ready();
    const found = find();
    if (!found) throw new FailureError({ code: 'unsupported' });
    return found;
  };
  const stateOf = ({ fixed, greeting }: HeadlessPhone): PhoneState => ({ fixed, greetingMs: greeting.lengthMs });
  return {
    spec: phone,
    handlers: {
      state: async () => stateOf(await whole()),
      greeting: async () => {
        const sound = (await whole()).greeting.told();
        return sound && { sound: Buffer.from(sound.buffer, sound.byteOffset, sound.byteLength).toString('base64') };
      },
      keepGreeting: async ({ sound }) => {
        const bytes = Buffer.from(sound, 'base64');
        if (bytes.length % 2 !== 0) throw new FailureError({ code: 'bad-request', detail: 'half a sample' });
        const samples = Int16Array.from({ length: bytes.length / 2 }, (_, index) => bytes.readInt16LE(index * 2));
        await (await whole()).greeting.keep(samples);
      },
      removeGreeting: async () => (await whole()).greeting.remove(),
    },
    attach: emit =>
      whenAttached(ready, () => {
        const found = find();
        return found ? [found.greeting.onChanged(() => emit('changed', stateOf(found)))] : [];
      }),
  };
}
