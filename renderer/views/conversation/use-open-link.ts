import { useCallback } from 'react';
import { useServices } from '../../services.ts';
import { useNavigation } from '../shell/routes.ts';

/** Follows a link of a message. A telephone number is looked at before anybody is called; everything else is main's matter. */
export function useOpenLink(): (url: string) => void {
  const { desk } = useServices();
  const navigation = useNavigation();
  return useCallback(
    url => {
      const number = numberOf(url);
      if (number !== undefined) navigation.openDialog({ kind: 'call', callee: { number, url } });
      else void desk.openLink({ url }).catch(() => undefined); // refused by main: then it was no link to open
    },
    [desk, navigation],
  );
}

/** RFC 3966: the number without its parameters, which say how to dial it from where. */
function numberOf(url: string): string | undefined {
  const number = /^tel:([+\d().*#-]{2,64})/i.exec(url)?.[1];
  return number !== undefined && /\d/.test(number) ? number : undefined;
}
