import type { Account, Accounts, SignUpForm, XmppLink } from '../../../preload/contract/accounts.ts';
import type { Failure } from '../../../preload/contract/wire.ts';
import { ViewModel } from '../../model/view-model.ts';
import { failureOf } from '../problem/failure.ts';

export interface SignUpSnapshot {
  readonly step: 'server' | 'form' | 'browser';
  readonly phase: 'idle' | 'working';
  readonly domain: string;
  /** The address that an invitation proposes. */
  readonly proposed: string | undefined;
  readonly invited: boolean;
  readonly form: SignUpForm | undefined;
  readonly failure: Failure | undefined;
}
export interface Invitation {
  readonly domain: string;
  readonly address?: string | undefined;
  readonly token?: string | undefined;
}
/** A link to somebody may carry a token that makes an account on their server (XEP-0445 §2.3). */
export function invitationIn(link: XmppLink): Invitation | undefined {
  if (link.kind === 'register') return link;
  if (link.kind !== 'contact') return undefined;
  return { domain: link.address.split('@').at(-1) ?? '', ...(link.mayRegister && link.token !== undefined ? { token: link.token } : {}) };
}

type SignUpAccounts = Pick<Accounts, 'signUpForm' | 'signUp' | 'cancel' | 'readLink'>;

/** Chooses a server, fills in the form it asks for, sends it. A refused form is asked for anew: most servers accept each only once. */
export class SignUpModel extends ViewModel<SignUpSnapshot> {
  readonly #accounts: SignUpAccounts;
  readonly #done: (account: Account) => void;
  #token: string | undefined;
  #attempt = 0;

  constructor(accounts: SignUpAccounts, done: (account: Account) => void, invitation?: Invitation) {
    super({
      step: 'server',
      phase: 'idle',
      domain: invitation?.domain ?? '',
      proposed: invitation?.address,
      invited: invitation?.token !== undefined,
      form: undefined,
      failure: undefined,
    });
    this.#accounts = accounts;
    this.#done = done;
    this.#token = invitation?.token;
  }

  /** Takes a domain, or an invitation link that was pasted in its place. */
  readonly chooseServer = (typed: string): Promise<void> =>
    this.#attemptTo(async current => {
      const text = typed.trim();
      const invitation = /^xmpp:/i.test(text) ? invitationIn(await this.#accounts.readLink({ link: text })) : { domain: text };
      if (!current()) return;
      if (!invitation) return this.set({ failure: { code: 'bad-address' } });
      this.#follow(invitation);
      await this.#ask(current);
    });

  readonly submit = (values: Readonly<Record<string, string[]>>): Promise<void> =>
    this.#attemptTo(async current => {
      const { form } = this.snapshot();
      if (!form) return;
      try {
        const account = await this.#accounts.signUp({ form: form.id, values });
        if (current()) this.#done(account);
      } catch (error) {
        if (!current()) return;
        const failure = failureOf(error);
        // A name that is taken or a picture that was misread: same form, asked for again, what was typed stays.
        await this.#ask(current).catch(() => current() && this.set({ step: 'server', form: undefined }));
        if (current()) this.set({ failure });
      }
    });

  readonly back = (): void => {
    this.cancel();
    this.set({ step: 'server', form: undefined, failure: undefined });
  };

  readonly cancel = (): void => {
    this.#attempt++;
    if (this.snapshot().phase === 'idle') return;
    this.set({ phase: 'idle' });
    void this.#accounts.cancel({}).catch(() => undefined); // it was over already
  };

  protected override start(): () => void {
    return this.cancel;
  }

  #follow({ domain, address, token }: Invitation): void {
    const { domain: before, proposed } = this.snapshot();
    // A token is its own server's; it is never told to another one.
    if (token !== undefined || domain !== before) this.#token = token;
    this.set({ domain, proposed: address ?? proposed, invited: this.#token !== undefined });
  }

  async #ask(current: () => boolean): Promise<void> {
    const { domain } = this.snapshot();
    const form = await this.#accounts.signUpForm({ domain, ...(this.#token === undefined ? {} : { token: this.#token }) });
    if (current()) this.set({ form, step: form.url !== undefined && form.fields.length === 0 ? 'browser' : 'form' });
  }

  async #attemptTo(work: (current: () => boolean) => Promise<void>): Promise<void> {
    const attempt = ++this.#attempt;
    const current = (): boolean => attempt === this.#attempt;
    this.set({ phase: 'working', failure: undefined });
    try {
      await work(current);
    } catch (error) {
      if (current()) this.set({ failure: failureOf(error) });
    }
    if (current()) this.set({ phase: 'idle' });
  }
}
