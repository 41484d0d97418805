import dns from 'node:dns';
import { isIP } from 'node:net';
import { domainToASCII } from 'node:url';
import type { Clock } from '../../base/clock.ts';
import { asProblem, codeOf } from './connection-problem.ts';
import { RESOLUTION_MS, type Lookup, type Target } from './happy-eyeballs.ts';
import { withLimit } from './time-limit.ts';

const LOOKUP_MS = 10_000;
/** More targets than this are somebody's joke. */
const RECORDS = 32;

export interface SrvRecord {
  readonly name: string;
  readonly port: number;
  readonly priority: number;
  readonly weight: number;
}
/** Rejects with the codes of node:dns: ENOTFOUND and ENODATA mean that there is none. */
export interface Resolver {
  srv(name: string): Promise<readonly SrvRecord[]>;
  addresses(host: string, family: 4 | 6): Promise<readonly string[]>;
}

/** Services over DNS proper; addresses as the system finds them, which also knows its hosts file. */
export const systemResolver: Resolver = {
  srv: name => new dns.promises.Resolver({ timeout: 3000, tries: 2 }).resolveSrv(name),
  addresses: async (host, family) => (await dns.promises.lookup(host, { family, all: true })).map(({ address }) => address),
};

/** ASCII for DNS, SNI and certificates (IDNA); brackets of an address literal gone. Undefined where it is no name. */
export function asciiName(domain: string): string | undefined {
  const bare = domain.replace(/^\[(.*)\]$/, '$1').replace(/\.$/, '');
  if (isIP(bare) !== 0) return bare;
  const ascii = domainToASCII(bare);
  return ascii === '' || ascii.length > 253 ? undefined : ascii;
}

interface Service extends Target {
  readonly priority: number;
  readonly weight: number;
}

/**
 * Where a domain's clients shall connect: targets by priority, each group in the order to try (RFC 6120 §3.2, XEP-0368 §4).
 * Both kinds of service are one list. Without any record it is the domain itself on port 5222; when all that was said is that there is no service, nothing.
 */
export async function discover(domain: string, resolver: Resolver, clock: Clock, random: () => number, log: (line: string) => void): Promise<Target[][]> {
  const itself: Target = { host: domain, port: 5222, directTls: false };
  if (isIP(domain) !== 0) return [[itself]];
  const ask = async (service: string): Promise<readonly SrvRecord[]> => {
    try {
      return await withLimit(clock, LOOKUP_MS, resolver.srv(`_${service}._tcp.${domain}`), 'no answer from the resolver');
    } catch (error) {
      if (!isNone(error)) log(`looking up ${service} of ${domain} failed (${asProblem(error).message})`);
      return [];
    }
  };
  const [direct, plain] = await Promise.all([ask('xmpps-client'), ask('xmpp-client')]);
  if (direct.length + plain.length === 0) return [[itself]];
  return ordered([...servicesOf(direct, true), ...servicesOf(plain, false)], random);
}

const isNone = (error: unknown): boolean => codeOf(error) === 'ENOTFOUND' || codeOf(error) === 'ENODATA';

/** RFC 2782: a target of "." (which resolvers hand on as an empty name) means that the service is decidedly not there. */
const servicesOf = (records: readonly SrvRecord[], directTls: boolean): Service[] =>
  records.slice(0, RECORDS).flatMap(({ name, port, priority, weight }) => {
    const host = asciiName(name);
    return host === undefined || host === '' || port < 1 || port > 65_535 ? [] : [{ host, port, directTls, priority, weight }];
  });

/** By priority, and within one priority by weighted chance (RFC 2782, "Usage rules"). */
export function ordered(services: readonly Service[], random: () => number): Target[][] {
  const groups = new Map<number, Service[]>();
  for (const one of services) groups.set(one.priority, [...(groups.get(one.priority) ?? []), one]);
  return [...groups].toSorted(([a], [b]) => a - b).map(([, group]) => shuffled(group, random));
}

function shuffled(group: readonly Service[], random: () => number): Target[] {
  // Those of weight 0 stand first, so that they have a small chance at all.
  const left = group.toSorted((a, b) => Math.min(a.weight, 1) - Math.min(b.weight, 1));
  const chosen: Target[] = [];
  while (left.length > 0) {
    const total = left.reduce((sum, one) => sum + one.weight, 0);
    let mark = Math.floor(random() * (total + 1));
    const at = left.findIndex(one => (mark -= one.weight) <= 0);
    for (const { host, port, directTls } of left.splice(Math.max(at, 0), 1)) chosen.push({ host, port, directTls });
  }
  return chosen;
}

/**
 * Addresses of a target, IPv6 and IPv4 by turns. IPv6 starts when it is known, IPv4 that is known first waits a moment for it (RFC 8305 §3 and §4).
 * An address needs no looking up.
 */
export const lookupWith =
  (resolver: Resolver, clock: Clock): Lookup =>
  async ({ host }, add) => {
    if (isIP(host) !== 0) return add([host]);
    const known: Record<4 | 6, readonly string[]> = { 4: [], 6: [] };
    const problems: unknown[] = [];
    const ask = async (family: 4 | 6): Promise<void> => {
      try {
        known[family] = await withLimit(clock, LOOKUP_MS, resolver.addresses(host, family), `${host} cannot be resolved`);
      } catch (error) {
        problems.push(error);
      }
    };
    const given = new Set<string>();
    const give = (most = Infinity): void => {
      const fresh = byTurns(known[6], known[4]).filter(address => !given.has(address)).slice(0, most); // prettier-ignore
      for (const address of fresh) given.add(address);
      if (fresh.length > 0) add(fresh);
    };
    const six = ask(6);
    const four = ask(4);
    const both = Promise.all([six, four]);
    await Promise.race([six.then(() => (known[6].length > 0 ? undefined : four)), four.then(() => pause(clock, RESOLUTION_MS)), both]);
    give(1);
    await Promise.race([both, pause(clock, RESOLUTION_MS)]);
    give();
    await both;
    give();
    if (given.size === 0) throw asProblem(problems.find(error => !isNone(error)) ?? problems[0] ?? missing(host));
  };

const byTurns = (first: readonly string[], second: readonly string[]): string[] =>
  Array.from({ length: Math.max(first.length, second.length) }, (_, at) => [first[at], second[at]].filter(one => one !== undefined)).flat();
const pause = (clock: Clock, delay: number): Promise<void> => new Promise(resolve => void clock.after(delay, resolve));
const missing = (host: string): Error => Object.assign(new Error(`${host} has no address`), { code: 'ENOTFOUND' });
