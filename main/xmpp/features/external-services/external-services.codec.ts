// XEP-0215: External Service Discovery, version 1.0.0 (2022-08-23)
import { attr, childrenOf, el, numberAttr, timeAttr, type Element } from '../../element.ts';
import { NS } from '../../ns.ts';
import { ipWords } from '../jingle/values.ts';

const KINDS = ['stun', 'stuns', 'turn', 'turns'] as const;
const TRANSPORTS = ['udp', 'tcp'] as const;

/** A service that helps a call to find its way. */
export interface ExternalService {
  readonly kind: (typeof KINDS)[number];
  /** A name, or an address in figures. */
  readonly host: string;
  readonly port: number | undefined;
  readonly transport: (typeof TRANSPORTS)[number] | undefined;
  readonly username: string | undefined;
  readonly password: string | undefined;
  /** Milliseconds since 1970; afterwards the credentials are worth nothing. */
  readonly expiresAt: number | undefined;
  /** It takes credentials, which are to be asked for where there are none here. */
  readonly restricted: boolean;
}

const MOST_SERVICES = 32;
const MOST_SECRET = 512;
const HOST = /^(?=.{1,253}$)[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,62})(?:\.[A-Za-z0-9_-]{1,63}){0,30}\.?$/;
// oxlint-disable-next-line no-control-regex -- exactly these are refused
const BAD_SECRET = /[\0-\x1f\x7f]/;
const secret = (text: string | undefined): string | undefined =>
  text !== undefined && text !== '' && text.length <= MOST_SECRET && !BAD_SECRET.test(text) ? text : undefined;

/** §3.1: what the server has, of all kinds. */
export const servicesQuery = (): Element => el('services', NS.externalServices);

/** §3.3: fresh credentials for one. */
export const credentialsQuery = ({ kind, host, port }: Pick<ExternalService, 'kind' | 'host' | 'port'>): Element =>
  el('credentials', NS.externalServices, {}, el('service', undefined, { type: kind, host, port: port?.toString() }));

/** Out of the answer to either request; what is no service for calls is left out. */
export function readServices(iq: Element): readonly ExternalService[] {
  const list = childrenOf(iq).find(isList);
  return list ? servicesIn(list) : [];
}

/** §3.2: the server says unasked that something changed. */
export const isServicesPush = (payload: Element): boolean => payload.is('services', NS.externalServices);

const isList = (element: Element): boolean => isServicesPush(element) || element.is('credentials', NS.externalServices);

const servicesIn = (list: Element): readonly ExternalService[] =>
  list
    .getChildren('service', NS.externalServices)
    .slice(0, MOST_SERVICES)
    .flatMap(one => decodeService(one) ?? []);

function decodeService(service: Element): ExternalService | undefined {
  const kind = KINDS.find(one => one === attr(service, 'type'));
  const host = attr(service, 'host')?.replace(/^\[(.*)\]$/, '$1');
  const port = numberAttr(service, 'port');
  if (!kind || host === undefined || !(HOST.test(host) || ipWords(host)) || (port !== undefined && (port < 1 || port > 65_535))) return undefined;
  const flag = attr(service, 'restricted');
  return {
    kind,
    host,
    port,
    transport: TRANSPORTS.find(one => one === attr(service, 'transport')?.toLowerCase()),
    username: secret(attr(service, 'username')),
    password: secret(attr(service, 'password')),
    expiresAt: timeAttr(service, 'expires'),
    restricted: flag === 'true' || flag === '1',
  };
}

/** What browsers take for it (RFC 7064, RFC 7065); undefined for a relay without credentials, or TLS over datagrams, which none speaks. */
export function serviceUrl({ kind, host, port, transport, username, password }: ExternalService): string | undefined {
  const place = `${host.includes(':') ? `[${host}]` : host}${port === undefined ? '' : `:${port}`}`;
  if (kind === 'stun' || kind === 'stuns') return transport === 'tcp' && kind === 'stun' ? undefined : `${kind}:${place}`;
  if (username === undefined || password === undefined || (kind === 'turns' && transport === 'udp')) return undefined;
  return `${kind}:${place}${transport === undefined ? '' : `?transport=${transport}`}`;
}
