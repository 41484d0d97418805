import type { Account, Accounts, SignUpForm } from '../../../preload/contract/accounts.ts';
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
      const isLink = /^xmpp:/i.test(text);
      const link = isLink ? await this.#accounts.readLink({ link: text }) : undefined;
      if (!current()) return;
      if (link?.kind === 'message') return this.set({ failure: { code: 'bad-address' } });
      if (link) this.#token = link.kind === 'register' || link.mayRegister ? link.token : undefined;
      else if (text !== this.snapshot().domain) this.#token = undefined;
      const domain = link?.kind === 'register' ? link.domain : (link?.address.split('@').at(-1) ?? text);
      const proposed = link?.kind === 'register' ? link.address : this.snapshot().proposed;
      this.set({ domain, proposed, invited: this.#token !== undefined });
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
