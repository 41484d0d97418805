import type { ReactElement } from 'react';
import type { Link } from '../../rpc/reconnecting.ts';
import { ServicesContext, type Services } from '../../services.ts';

/** The whole page. */
export function App({ services }: { readonly link: Link; readonly services: Services }): ReactElement {
  return <ServicesContext value={services}>{null}</ServicesContext>;
}
