import type { Account, Accounts, Route } from '../../../preload/contract/accounts.ts';
import type { Failure } from '../../../preload/contract/wire.ts';
import { ViewModel } from '../../model/view-model.ts';
import { failureOf } from '../problem/failure.ts';

export interface SignInSnapshot {
  readonly phase: 'idle' | 'working' | 'done';
  /** What is being worked on, or was last: progress and failure are shown where it was asked for. */
  readonly work: 'sign-in' | 'try-here' | undefined;
  readonly failure: Failure | undefined;
}
export interface SignInInput {
  readonly address: string;
  readonly password: string;
  readonly route: Route | undefined;
}
type SignInAccounts = Pick<Accounts, 'signIn' | 'cancel' | 'tryHere'>;

export class SignInModel extends ViewModel<SignInSnapshot> {
  readonly #accounts: SignInAccounts;
  readonly #done: (account: Account) => void;
  #attempt = 0;

  constructor(accounts: SignInAccounts, done: (account: Account) => void) {
    super({ phase: 'idle', work: undefined, failure: undefined });
    this.#accounts = accounts;
    this.#done = done;
  }

  readonly signIn = ({ address, password, route }: SignInInput): Promise<void> =>
    this.#work('sign-in', () => this.#accounts.signIn({ address: address.trim(), password, route }));

  readonly tryHere = (): Promise<void> => this.#work('try-here', () => this.#accounts.tryHere({}));

  readonly cancel = (): void => {
    this.#attempt++;
    this.set({ phase: 'idle', work: undefined });
    void this.#accounts.cancel({}).catch(() => undefined); // it was over already
  };

  protected override start(): () => void {
    return () => {
      if (this.snapshot().phase === 'working') this.cancel();
    };
  }

  async #work(work: 'sign-in' | 'try-here', ask: () => Promise<Account>): Promise<void> {
    const attempt = ++this.#attempt;
    this.set({ phase: 'working', work, failure: undefined });
    try {
      const account = await ask();
      if (attempt !== this.#attempt) return;
      this.set({ phase: 'done', work: undefined });
      this.#done(account);
    } catch (error) {
      // An attempt that the user ended has nothing to report.
      if (attempt === this.#attempt) this.set({ phase: 'idle', failure: failureOf(error) });
    }
  }
}
