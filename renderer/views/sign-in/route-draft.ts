import type { Route } from '../../../preload/contract/accounts.ts';

/** A route as its fields hold it while somebody types. */
export interface RouteDraft {
  readonly host: string;
  readonly port: string;
  readonly directTls: boolean;
  readonly proxy: 'none' | 'socks5' | 'http';
  readonly proxyHost: string;
  readonly proxyPort: string;
  readonly proxyUser: string;
  readonly proxyPassword: string;
}

export const NO_ROUTE: RouteDraft = {
  host: '',
  port: '',
  directTls: false,
  proxy: 'none',
  proxyHost: '',
  proxyPort: '',
  proxyUser: '',
  proxyPassword: '',
};

export const draftOf = ({ host = '', port, directTls = false, proxy }: Route): RouteDraft => ({
  ...NO_ROUTE,
  host,
  port: port === undefined ? '' : String(port),
  directTls,
  ...(proxy ? proxyDraft(proxy) : {}),
});
const proxyDraft = ({ kind, host, port, user = '', password = '' }: NonNullable<Route['proxy']>): Partial<RouteDraft> => ({
  proxy: kind,
  proxyHost: host,
  proxyPort: String(port),
  proxyUser: user,
  proxyPassword: password,
});

/** 1 to 65535, or undefined for what is no port. */
export function portOf(text: string): number | undefined {
  const number = /^\d{1,5}$/.test(text.trim()) ? Number(text.trim()) : 0;
  return number >= 1 && number <= 65_535 ? number : undefined;
}

export type RouteFault = 'port' | 'proxy-host' | 'proxy-port';
export function faultsOf(draft: RouteDraft): ReadonlySet<RouteFault> {
  const faults = new Set<RouteFault>();
  if (draft.port.trim() !== '' && portOf(draft.port) === undefined) faults.add('port');
  if (draft.proxy !== 'none' && draft.proxyHost.trim() === '') faults.add('proxy-host');
  if (draft.proxy !== 'none' && portOf(draft.proxyPort) === undefined) faults.add('proxy-port');
  return faults;
}

/** Undefined: by the domain's own records, without a proxy. */
export function routeOf(draft: RouteDraft): Route | undefined {
  const port = portOf(draft.port);
  const proxyPort = portOf(draft.proxyPort);
  const host = draft.host.trim();
  const { proxyUser: user, proxyPassword: password } = draft;
  const proxy =
    draft.proxy === 'none' || proxyPort === undefined
      ? undefined
      : {
          kind: draft.proxy,
          host: draft.proxyHost.trim(),
          port: proxyPort,
          ...(user === '' ? {} : { user }),
          ...(password === '' ? {} : { password }),
        };
  const route: Route = {
    ...(host === '' ? {} : { host }),
    ...(port === undefined ? {} : { port }),
    ...(draft.directTls ? { directTls: true } : {}),
    ...(proxy ? { proxy } : {}),
  };
  return Object.keys(route).length === 0 ? undefined : route;
}
