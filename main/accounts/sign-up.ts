import type { Account, Route, SignUpForm } from '../../preload/contract/accounts.ts';
import { FailureError } from '../../preload/contract/wire.ts';
import type { AccountDesk } from './account-desk.ts';
import { preauthElement } from '../xmpp/features/presence/presence.codec.ts';
import {
  readRegistration,
  registrationRequest,
  registrationSubmit,
  shownFields,
  type RegistrationForm,
} from '../xmpp/features/registration/registration.codec.ts';
import { takesTokens } from '../xmpp/features/invitations/invitations.codec.ts';
import { readError } from '../xmpp/features/errors/errors.codec.ts';
import { el, type Element } from '../xmpp/element.ts';
import { prepareDomain } from '../xmpp/jid.ts';
import { NS } from '../xmpp/ns.ts';
import type { PreAuthStream } from '../xmpp/stream/stream.ts';

export type OpenPreAuth = (wish: { readonly domain: string; readonly route: Route; readonly signal: AbortSignal }) => Promise<PreAuthStream>;

interface Attempt {
  readonly id: string;
  readonly domain: string;
  readonly route: Route;
  readonly stream: PreAuthStream;
  readonly registration: RegistrationForm;
}

/** A new account (XEP-0077): one form at a time, over one stream that stays open until it was sent or given up. */
export class SignUp {
  readonly #open: OpenPreAuth;
  readonly #desk: AccountDesk;
  #attempt: Attempt | undefined;
  #connecting: AbortController | undefined;

  constructor(open: OpenPreAuth, desk: AccountDesk) {
    this.#open = open;
    this.#desk = desk;
  }

  /** `token`: of an invitation, which opens servers that are closed otherwise (XEP-0445). */
  async form(wish: { readonly domain: string; readonly token?: string | undefined; readonly route?: Route | undefined }): Promise<SignUpForm> {
    await this.cancel();
    const domain = prepareDomain(wish.domain.trim());
    if (domain === undefined) throw new FailureError({ code: 'bad-address', hint: 'bad-domain' });
    const connecting = new AbortController();
    this.#connecting = connecting;
    const route = wish.route ?? {};
    const stream = await this.#open({ domain, route, signal: connecting.signal });
    try {
      if (wish.token !== undefined && takesTokens(stream.features)) answered(await stream.iq(iqSet(domain, preauthElement(wish.token))));
      const registration = readRegistration(
        answered(await stream.iq(el('iq', NS.client, { type: 'get', to: domain, id: crypto.randomUUID() }, registrationRequest()))),
      );
      if (!registration) throw new FailureError({ code: 'unsupported' });
      const attempt = { id: crypto.randomUUID(), domain, route, stream, registration };
      this.#attempt = attempt;
      const { instructions, form, url } = registration;
      return { id: attempt.id, domain, instructions, fields: shownFields(registration), layout: form?.layout, url };
    } catch (error) {
      await stream.close();
      throw error;
    }
  }

  async submit(id: string, values: Readonly<Record<string, readonly string[]>>): Promise<Account> {
    const attempt = this.#attempt;
    if (!attempt || attempt.id !== id) throw new FailureError({ code: 'not-found' });
    // The same form may be sent again after a refusal, as long as the server keeps the stream.
    answered(await attempt.stream.iq(iqSet(attempt.domain, registrationSubmit(attempt.registration, values))));
    await this.cancel();
    const given = (name: string): string => (Object.hasOwn(values, name) ? values[name]?.[0] : undefined) ?? '';
    return this.#desk.signIn({ address: `${given('username')}@${attempt.domain}`, password: given('password'), route: attempt.route });
  }

  async cancel(): Promise<void> {
    this.#connecting?.abort();
    this.#connecting = undefined;
    const attempt = this.#attempt;
    this.#attempt = undefined;
    await attempt?.stream.close();
  }
}

const iqSet = (to: string, payload: ReturnType<typeof el>) => el('iq', NS.client, { type: 'set', to, id: crypto.randomUUID() }, payload);

function answered(iq: Element): Element {
  const error = readError(iq);
  if (error) throw new FailureError({ code: 'stanza-error', condition: error.condition, ...(error.text ? { text: error.text } : {}) });
  return iq;
}
