import { useRef, type ReactElement, type ReactNode } from 'react';
import { useLandmark } from 'react-aria/useLandmark';
import type { Call } from '../../../preload/contract/calls.ts';
import { useText } from '../../i18n/text.tsx';

/** The region of the call, on the stage or in the bar: F6 comes to it. */
export function CallPlace({ call, children }: { readonly call: Call; readonly children: ReactNode }): ReactElement {
  const say = useText();
  const place = useRef<HTMLElement>(null);
  const focus = (): void => place.current?.querySelector<HTMLElement>('button')?.focus();
  const { landmarkProps } = useLandmark({ role: 'region', 'aria-label': say('call.region'), focus }, place);
  return (
    <section ref={place} {...landmarkProps} data-call={call.id}>
      {children}
    </section>
  );
}
