import type { PhoneService, PhoneState } from '../../preload/contract/phone.ts';
import { source } from './events.ts';

/** The phone that answers by itself, in memory; `kept` is the last greeting that it was given. */
export function fakePhone(first: Partial<PhoneState> = {}) {
  let state: PhoneState = { fixed: false, greetingMs: undefined, ...first };
  let kept: string | undefined = state.greetingMs === undefined ? undefined : 'AQD+/ywB';
  const changed = source<PhoneState>();
  const become = (greetingMs: number | undefined, sound: string | undefined): void => {
    state = { ...state, greetingMs };
    kept = sound;
    changed.emit(state);
  };
  const service: PhoneService = {
    state: async () => state,
    greeting: async () => (kept === undefined ? undefined : { sound: kept }),
    keepGreeting: async ({ sound }) => become(4200, sound),
    removeGreeting: async () => become(undefined, undefined),
    onChanged: changed.on,
  };
  return { service, kept: () => kept };
}
