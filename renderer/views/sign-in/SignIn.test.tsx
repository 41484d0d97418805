import { act, StrictMode } from 'react';
import { expect, test, vi } from 'vitest';
import type { Account } from '../../../preload/contract/accounts.ts';
import type { CertificateInfo, ConnectionProblem } from '../../../preload/contract/wire.ts';
import { Around } from '../../gallery/Around.tsx';
import { fakeAccounts, type FakeAccountsOptions } from '../../gallery/fake-accounts.ts';
import { onPage } from '../../gallery/on-page.tsx';
import { FirstRun } from '../first-run/FirstRun.tsx';

const CERTIFICATE: CertificateInfo = {
  subject: 'CN=mallory.lit',
  names: ['mallory.lit', '*.mallory.lit'],
  issuer: 'CN=Cheap Certificates',
  validFrom: Date.UTC(2020, 0, 1),
  validTo: Date.UTC(2021, 0, 1),
  sha256: 'ab12'.repeat(16),
};

async function start(options: FakeAccountsOptions = {}, demo = true) {
  const accounts = fakeAccounts(options);
  const done = vi.fn<(account: Account) => void>();
  const page = await onPage(
    <StrictMode>
      <Around services={{ accounts: accounts.service }}>
        <FirstRun demo={demo} onDone={done} />
      </Around>
    </StrictMode>,
  );
  const signIn = async (): Promise<void> => {
    await page.type('XMPP address', ' romeo@montague.lit ');
    await page.type('Password', 'wherefore');
    await page.press('Sign in');
  };
  return { ...accounts, page, done, signIn };
}

test('the first page has exactly one way to sign in, and both others', async () => {
  const { page } = await start();
  expect(page.get('textbox', 'XMPP address')).toBeDefined();
  expect(page.field('Password').type).toBe('password');
  for (const name of ['Sign in', 'Create account', 'Try it on this computer']) expect(page.get('button', name)).toBeDefined();
  await page.end();
});

test('without a server to try there is nothing to try', async () => {
  const { page } = await start({}, false);
  expect(page.all('button').map(button => button.textContent)).not.toContain('Try it on this computer');
  await page.end();
});

test('only the password field is labelled Password, for tools that look for it by a part of its label', async () => {
  const { page } = await start();
  const labelled = [...page.body.querySelectorAll('[aria-label], label')].filter(one => /password/i.test(one.getAttribute('aria-label') ?? one.textContent));
  expect(labelled).toHaveLength(1);
  await page.end();
});

test('signing in sends the address without the spaces around it, and hands over the account', async () => {
  const { page, calls, done, signIn } = await start();
  await signIn();
  expect(calls).toEqual([['signIn', { address: 'romeo@montague.lit', password: 'wherefore', route: undefined }]]);
  expect(done).toHaveBeenCalledOnce();
  await page.end();
});

test('while it connects it says so, and Cancel ends it without a word of failure', async () => {
  const { page, calls, signIn } = await start({ signIn: 'hangs' });
  await signIn();
  expect(page.text()).toContain('Connecting to montague.lit');
  await page.press('Cancel');
  expect(calls.at(-1)).toEqual(['cancel', {}]);
  expect(page.all('alert')).toEqual([]);
  expect(page.field('XMPP address').value).toBe(' romeo@montague.lit ');
  await page.end();
});

const PROBLEMS: Record<ConnectionProblem, string> = {
  'not-found': 'montague.lit was not found',
  refused: 'montague.lit did not answer',
  timeout: 'montague.lit took too long',
  'no-encryption': 'montague.lit offers no encryption',
  'certificate-expired': 'The certificate of montague.lit is out of date',
  'certificate-other-name': 'The certificate is not for montague.lit',
  'certificate-unknown-issuer': 'Nobody known vouches for montague.lit',
  'certificate-invalid': 'The certificate of montague.lit is not valid',
  'not-authorized': 'The address or the password is wrong',
  'weak-mechanism': 'montague.lit asks for a weaker sign-in than before',
  'server-not-proven': 'montague.lit could not prove that it is your server',
  'account-disabled': 'This account is disabled',
  conflict: 'Another app took over this connection',
  policy: 'montague.lit does not allow this',
  proxy: 'The proxy could not be used',
  'bad-stream': 'montague.lit did not speak XMPP',
  'server-error': 'montague.lit has a problem',
};
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys of a record that names every problem
test.each(Object.entries(PROBLEMS) as [ConnectionProblem, string][])('a sign-in that failed by %s says "%s"', async (problem, title) => {
  const { page, signIn } = await start({ signIn: { code: 'connection', problem } });
  await signIn();
  expect(page.get('alert').textContent).toContain(title);
  expect(page.field('Password').value).toBe('wherefore');
  await page.end();
});

test('the certificate that was shown can be read, with the fingerprint in pairs', async () => {
  const { page, signIn } = await start({ signIn: { code: 'connection', problem: 'certificate-other-name', certificate: CERTIFICATE } });
  await signIn();
  await page.press('Show the certificate');
  for (const text of ['CN=mallory.lit', '*.mallory.lit', 'CN=Cheap Certificates', 'January 1, 2021', 'AB 12 AB 12']) expect(page.text()).toContain(text);
  await page.end();
});

test('a malformed address is told at its field, and does not hold back the next attempt', async () => {
  const { page, calls, signIn } = await start({ signIn: { code: 'bad-address', hint: 'no-at' } });
  await signIn();
  expect(page.text()).toContain('Something is missing around the @');
  expect(page.field('XMPP address').getAttribute('aria-invalid')).toBe('true');
  await page.type('XMPP address', 'romeo@montague.lit');
  await page.press('Sign in');
  expect(calls).toHaveLength(2);
  await page.end();
});

test('what the server says is quoted as its words, as text', async () => {
  const { page, signIn } = await start({ signIn: { code: 'connection', problem: 'policy', detail: '<img src=x onerror=alert(1)>' } });
  await signIn();
  expect(page.text()).toContain('The server says: <img src=x onerror=alert(1)>');
  expect(page.body.querySelector('img')).toBeNull();
  await page.end();
});

test('the password can be looked at, and caps lock is told', async () => {
  const { page } = await start();
  await page.press('Show what is typed');
  expect(page.field('Password').type).toBe('text');
  await act(async () => void page.field('Password').dispatchEvent(capsKey()));
  expect(page.text()).toContain('Caps lock is on');
  await page.end();
});

function capsKey(): KeyboardEvent {
  const event = new KeyboardEvent('keyup', { key: 'a', bubbles: true });
  Object.defineProperty(event, 'getModifierState', { value: (name: string) => name === 'CapsLock' });
  return event;
}

test('host and port by hand go along; a port that is none holds the form back', async () => {
  const { page, calls, signIn } = await start();
  await page.press('Advanced');
  await page.type('Host', 'xmpp.montague.lit');
  await page.type('Port', '99999');
  await signIn();
  expect(calls).toEqual([]);
  await page.type('Port', '5223');
  await page.press('Sign in');
  expect(calls).toMatchObject([['signIn', { route: { host: 'xmpp.montague.lit', port: 5223 } }]]);
  await page.end();
});

test('trying it here starts the demo; where that cannot be had, it says so beside the button', async () => {
  const { page, calls } = await start({ signIn: { code: 'unsupported' } });
  await page.press('Try it on this computer');
  expect(calls).toEqual([['tryHere', {}]]);
  expect(page.text()).toContain('cannot do this');
  await page.end();
});
