import type { parseArgs } from 'node:util';
import type { SettingsValues } from '../preload/contract/settings.ts';
import { Greeting } from './calls/phone/greeting.ts';
import { httpPut } from './calls/phone/http-put.ts';
import { HeadlessPhone, type PhonePlan } from './calls/phone/phone.ts';
import type { Core } from './services/core.ts';
import { bareOf } from './xmpp/jid.ts';

/** What the command line of the Node host takes for a phone that answers by itself; docs/headless-phone.md says it to its owner. */
export const PHONE_OPTIONS = {
  phone: { type: 'string' },
  'phone-answers': { type: 'string' },
  'phone-after': { type: 'string' },
  'phone-greeting': { type: 'string' },
  'phone-owner': { type: 'string' },
} as const;
type Given = ReturnType<typeof parseArgs<{ options: typeof PHONE_OPTIONS }>>['values'];

/** What the command line says of the phone, in the place of the settings. */
export interface FixedPhone extends PhonePlan {
  /** A WAV file that is played first, in the place of what the owner recorded. */
  readonly greeting: string | undefined;
}

const USUAL_SECONDS = { echo: 0, machine: 20 } as const;

/** Undefined: nobody asked for one. @throws Error that says which option is wrong, and what it takes */
export function fixedPhone(given: Given): FixedPhone | undefined {
  const does = given.phone;
  if (does === undefined) return undefined;
  if (does !== 'echo' && does !== 'machine') throw new Error('--phone takes "echo" or "machine"');
  const seconds = given['phone-after'] === undefined ? USUAL_SECONDS[does] : Number(given['phone-after']);
  if (!Number.isFinite(seconds) || seconds < 0 || seconds > 120) throw new Error('--phone-after takes seconds, from 0 to 120');
  const list = given['phone-answers'];
  return {
    does,
    answers: list === undefined || list === 'contacts' ? 'contacts' : new Set(list.split(',').map(address => addressOf(address, '--phone-answers'))),
    afterMs: seconds * 1000,
    greeting: given['phone-greeting'],
    owner: given['phone-owner'] === undefined ? undefined : addressOf(given['phone-owner'], '--phone-owner'),
  };
}

function addressOf(text: string, option: string): NonNullable<ReturnType<typeof bareOf>> {
  const address = bareOf(text.trim());
  if (address === undefined) throw new Error(`${option}: "${text}" is no address like name@server`);
  return address;
}

/** What the owner has set in the app. */
export function phonePlan({ phone, phoneAnswers, phoneListed, phoneAfterSeconds }: SettingsValues): PhonePlan | undefined {
  if (phone === 'off') return undefined;
  const listed = phoneListed.flatMap(text => bareOf(text) ?? []);
  return { does: phone, answers: phoneAnswers === 'contacts' ? 'contacts' : new Set(listed), afterMs: phoneAfterSeconds * 1000, owner: undefined };
}

const NOTES = { echo: 'Calls are answered with their own echo', machine: 'Calls are taken by an answering machine' } as const;

/** Makes the phone of an open app, and says in presence when it is there. Without `fixed` it does what the settings say, and at once what they say anew. */
export const headlessPhone =
  (fixed?: FixedPhone) =>
  async (core: Core, authorities: (domain: string) => readonly string[]): Promise<HeadlessPhone> => {
    const plan = (): PhonePlan | undefined => fixed ?? phonePlan(core.settings.values);
    const phone = new HeadlessPhone({
      log: core.log.named('phone'),
      plan,
      fixed: fixed !== undefined,
      greeting: await Greeting.open(core.host.dataFolder, fixed?.greeting),
      session: account => core.accounts.session(account),
      sharesPresence: (account, peer) => core.people.sharesPresence(account, peer),
      nameOf: (account, peer) => core.people.title(account, peer),
      hangUp: call => core.calls.hangUp(call),
      put: account => httpPut(authorities(core.accounts.row(account).address.split('@')[1] ?? '')),
    });
    let noted: PhonePlan['does'] | undefined;
    const note = (): void => {
      const does = plan()?.does;
      if (does === noted) return;
      noted = does;
      core.availabilities.setNote(does === undefined ? '' : NOTES[does]);
    };
    core.settings.onChanged(note);
    note();
    return phone;
  };
