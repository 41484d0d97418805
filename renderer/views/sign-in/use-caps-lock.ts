import { useState, type KeyboardEvent } from 'react';

/** Whether caps lock is on, as far as keys pressed inside have told. Spread `watch` over the element around the field. */
export function useCapsLock(): { readonly on: boolean; readonly watch: { readonly onKeyUpCapture: (event: KeyboardEvent) => void } } {
  const [on, setOn] = useState(false);
  return { on, watch: { onKeyUpCapture: event => setOn(event.getModifierState('CapsLock')) } };
}
