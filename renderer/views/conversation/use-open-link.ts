import { useCallback } from 'react';
import { useServices } from '../../services.ts';
import { useGateways } from '../call/use-gateways.ts';
import { useBeginCall } from '../call/use-call-actions.ts';
import { useLatest } from '../../model/use-latest.ts';

/** Follows a link of a message. A telephone number is called where an account knows the way out; everything else is the system's matter. */
export function useOpenLink(): (url: string) => void {
  const { desk } = useServices();
  const { dial } = useBeginCall();
  const gateways = useGateways();
  const latest = useLatest({ dial, gateways });
  return useCallback(
    url => {
      const number = numberOf(url);
      if (number !== undefined && latest.current.gateways.length > 0) void latest.current.dial(number);
      else void desk.openLink({ url }).catch(() => undefined); // refused by main: then it was no link to open
    },
    [desk, latest],
  );
}

/** RFC 3966: the number without its parameters, which say how to dial it from where. */
function numberOf(url: string): string | undefined {
  const number = /^tel:([+\d().*#-]{2,64})/i.exec(url)?.[1];
  return number !== undefined && /\d/.test(number) ? number : undefined;
}
