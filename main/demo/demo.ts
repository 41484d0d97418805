import { randomBytes } from 'node:crypto';
import { startCompanion } from './companion.ts';
import { plantOrchard } from './orchard.ts';
import { startProsody, type PastMessage, type Prosody } from './prosody.ts';

/** What an app needs to sign in to an account of the demo without being asked. */
export interface DemoAccount {
  readonly address: string;
  readonly name: string;
  readonly password: string;
  readonly route: { readonly host: string; readonly port: number };
  /** PEM of the throw-away authority: trusted for this account alone. */
  readonly authorities: readonly string[];
}
export interface Demo {
  readonly accounts: readonly [DemoAccount, DemoAccount];
  /** Ends the server and removes everything it has written. */
  stop(): Promise<void>;
}

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** What they have said before: who, when (minutes into the day before yesterday, or yesterday), what. */
const PAST: readonly (readonly [who: 0 | 1, daysAgo: 2 | 1, minute: number, text: string])[] = [
  [1, 2, 1260, 'But soft, what light through yonder window breaks?'],
  [0, 2, 1262, 'My desk lamp. I am still at work.'],
  [1, 2, 1263, 'Then I shall wait in the orchard. The one behind the wall.'],
  [0, 2, 1265, 'The wall is high, and hard to climb.'],
  [1, 2, 1266, 'With love’s light wings. And a ladder 🪜'],
  [0, 1, 545, 'Good morning! Did you get home in one piece?'],
  [1, 1, 551, 'Mostly. Here is what I found out about the friar: https://en.wikipedia.org/wiki/Friar_Laurence'],
  [0, 1, 553, 'He keeps *very* odd plants.'],
  [1, 1, 560, '/me reads it twice'],
  [0, 1, 1140, 'What’s in a name?'],
  [1, 1, 1141, 'An address, mostly.'],
  [0, 1, 1144, 'Tonight, on the balcony, at nine? ❤️'],
];

/** Where the server of "Try it on this computer" is: a name that is never anybody's (RFC 6761 §6.3), by which its accounts are known again. */
export const TRIAL_DOMAIN = 'verona.localhost';

export interface DemoOptions {
  /** Is made, and removed by `stop`; a folder for temporary files by default. */
  readonly folder?: string;
  readonly domain?: string;
  readonly now?: number;
  /** The second of the two is there and answers, so that one window is enough. */
  readonly company?: boolean;
}

/**
 * A private server on this computer with two people on it who know each other, have a short past, and meet others in a room.
 * @throws when Prosody is not installed or does not come up
 */
export async function startDemo({ folder, domain, now = Date.now(), company = false }: DemoOptions = {}): Promise<Demo> {
  const server = await startProsody({ registration: 'closed', ...(folder === undefined ? {} : { folder }), ...(domain === undefined ? {} : { domain }) });
  try {
    const account = async (user: string, name: string): Promise<DemoAccount> => {
      const { address, password } = await server.register({ user, password: randomBytes(18).toString('base64url') });
      await server.nick(user, name);
      return { address, name, password, route: server.route, authorities: [server.ca] };
    };
    const accounts = [await account('juliet', 'Juliet'), await account('romeo', 'Romeo')] as const;
    await server.contact('juliet', accounts[1].address, accounts[1].name);
    await server.contact('romeo', accounts[0].address, accounts[0].name);
    await server.archive(past(accounts, now));
    const [juliet, romeo] = accounts.map(({ name, address: own, password }) => ({ user: own.slice(0, own.indexOf('@')), password, nickname: name }));
    const orchard = juliet && romeo && (await plantOrchard(server, juliet, romeo));
    const companion = company ? await startCompanion({ ...pick(server), user: 'romeo', password: accounts[1].password }) : undefined;
    return {
      accounts,
      stop: () => {
        companion?.leave();
        orchard?.leave();
        return server.stop();
      },
    };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

const pick = ({ domain, host, tlsPort, ca }: Prosody): Pick<Prosody, 'domain' | 'host' | 'tlsPort' | 'ca'> => ({ domain, host, tlsPort, ca });

function past(accounts: readonly [DemoAccount, DemoAccount], now: number): readonly PastMessage[] {
  const midnight = new Date(now).setHours(0, 0, 0, 0);
  return PAST.map(([who, daysAgo, minute, body]) => ({
    from: accounts[who].address,
    to: accounts[who === 0 ? 1 : 0].address,
    body,
    at: midnight - daysAgo * DAY + minute * MINUTE,
  }));
}
