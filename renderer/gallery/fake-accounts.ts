import type { Account, Accounts, SignUpForm, XmppLink } from '../../preload/contract/accounts.ts';
import { FailureError, type Failure } from '../../preload/contract/wire.ts';
import { source } from './events.ts';
import { anAccount } from './people.ts';

export interface FakeAccountsOptions {
  readonly list?: readonly Account[];
  /** What signing in and up answers; `hangs` never does. */
  readonly signIn?: Failure | 'hangs';
  readonly form?: SignUpForm | Failure;
  readonly signUp?: Failure | 'hangs';
  readonly link?: XmppLink;
}

/** The accounts service over an array; every call is noted in `calls` as `[method, input]`. */
export function fakeAccounts(options: FakeAccountsOptions = {}) {
  let list = [...(options.list ?? [])];
  const calls: (readonly [string, unknown])[] = [];
  const changed = source<readonly Account[]>();
  const link = source<XmppLink>();
  const note = (method: string, input: unknown): void => void calls.push([method, input]);
  const put = (accounts: readonly Account[]): void => {
    list = [...accounts];
    changed.emit(list);
  };
  const entered = async (method: string, input: unknown, outcome: Failure | 'hangs' | undefined): Promise<Account> => {
    note(method, input);
    if (outcome === 'hangs') return new Promise(() => undefined);
    if (outcome) throw new FailureError(outcome);
    return anAccount();
  };
  const silent =
    (method: string) =>
    async (input: unknown): Promise<void> =>
      note(method, input);
  const service: Accounts = {
    list: async () => list,
    signIn: input => entered('signIn', input, options.signIn),
    tryHere: input => entered('tryHere', input, options.signIn),
    cancel: silent('cancel'),
    signUpForm: async input => {
      note('signUpForm', input);
      if (!options.form) throw new FailureError({ code: 'unsupported' });
      if ('code' in options.form) throw new FailureError(options.form);
      return { ...options.form, id: `${options.form.id} ${calls.length}` };
    },
    signUp: input => entered('signUp', input, options.signUp),
    setEnabled: async ({ account, enabled }) => put(list.map(one => (one.id === account ? { ...one, enabled } : one))),
    reconnect: silent('reconnect'),
    setPassword: silent('setPassword'),
    changePassword: silent('changePassword'),
    route: async () => ({}),
    setRoute: silent('setRoute'),
    remove: async input => {
      note('remove', input);
      put(list.filter(({ id }) => id !== input.account));
    },
    invite: async () => ({ link: 'xmpp:romeo@montague.lit?roster;preauth=VGhpc2JlYXV0eQ;ibr=y', landing: 'https://montague.lit/invite/VGhpc2JlYXV0eQ' }),
    readLink: async input => {
      note('readLink', input);
      if (!options.link) throw new FailureError({ code: 'bad-address' });
      return options.link;
    },
    onChanged: changed.on,
    onLink: link.on,
  };
  return { service, calls, put, link: link.emit, listenerCount: () => changed.listeners.size + link.listeners.size };
}
