import { expect, test, vi } from 'vitest';
import type { Account, FormField, SignUpForm } from '../../../preload/contract/accounts.ts';
import { bareJid } from '../../../preload/contract/ids.ts';
import { Around } from '../../gallery/Around.tsx';
import { fakeAccounts, type FakeAccountsOptions } from '../../gallery/fake-accounts.ts';
import { fakeDesk } from '../../gallery/fake-desk.ts';
import { onPage } from '../../gallery/on-page.tsx';
import { answerOf, faultOf, firstValues, pictureOf } from './form-values.ts';
import { passwordStrength } from './password-strength.ts';
import { SignUp } from './SignUp.tsx';
import { SignUpModel, type Invitation } from './sign-up.model.ts';

const field = (name: string, over: Partial<FormField> = {}): FormField => ({
  name,
  type: 'text',
  label: undefined,
  description: undefined,
  required: true,
  rule: undefined,
  value: [],
  options: [],
  picture: undefined,
  ...over,
});
const FORM: SignUpForm = {
  id: 'form',
  domain: 'capulet.lit',
  instructions: 'Choose a name.',
  fields: [field('FORM_TYPE', { type: 'hidden', value: ['jabber:iq:register'] }), field('username'), field('password', { type: 'password' })],
  layout: undefined,
  url: undefined,
};

async function start(options: FakeAccountsOptions = {}, invitation?: Invitation) {
  const accounts = fakeAccounts({ form: FORM, ...options });
  const desk = fakeDesk();
  const done = vi.fn<(account: Account) => void>();
  const model = new SignUpModel(accounts.service, done, invitation);
  const page = await onPage(
    <Around services={{ accounts: accounts.service, desk: desk.service }}>
      <SignUp model={model} onBack={() => undefined} />
    </Around>,
  );
  const toForm = async (server = 'capulet.lit'): Promise<void> => {
    if (server !== '') await page.type('Server or invitation link', server);
    await page.press('Continue');
  };
  const fill = async (again = 'a rose by any other name'): Promise<void> => {
    await page.type('Name', 'juliet');
    await page.type('Password', 'a rose by any other name');
    await page.type('Once more', again);
    await page.press('Create');
  };
  return { ...accounts, desk, page, done, toForm, fill };
}

test('a new account: the server, its form with the password twice, and in', async () => {
  const { page, calls, done, toForm, fill } = await start();
  await toForm(' capulet.lit ');
  expect(page.text()).toContain('Choose a name.');
  expect(page.text()).toContain('@capulet.lit');
  await fill();
  expect(calls).toEqual([
    ['signUpForm', { domain: 'capulet.lit' }],
    ['signUp', { form: 'form 1', values: { FORM_TYPE: ['jabber:iq:register'], username: ['juliet'], password: ['a rose by any other name'] } }],
  ]);
  expect(done).toHaveBeenCalledOnce();
  await page.end();
});

test('two passwords that differ are not sent', async () => {
  const { page, calls, toForm, fill } = await start();
  await toForm();
  await fill('a rose by another name');
  expect(page.text()).toContain('not the same');
  expect(calls.map(([method]) => method)).toEqual(['signUpForm']);
  await page.end();
});

test('a name that is taken says so over a fresh form, and keeps what was typed', async () => {
  const { page, calls, toForm, fill } = await start({ signUp: { code: 'stanza-error', condition: 'conflict' } });
  await toForm();
  await fill();
  expect(page.get('alert').textContent).toContain('This name is taken');
  expect(page.field('Name').value).toBe('juliet');
  expect(calls.map(([method]) => method)).toEqual(['signUpForm', 'signUp', 'signUpForm']);
  await page.end();
});

test('an invitation link in place of the server goes to its server with its token', async () => {
  const link = 'xmpp:nurse@capulet.lit?roster;preauth=abc;ibr=y';
  const { page, calls, toForm } = await start({ link: { kind: 'contact', address: bareJid('nurse@capulet.lit'), token: 'abc', mayRegister: true } });
  await toForm(link);
  expect(calls).toEqual([
    ['readLink', { link }],
    ['signUpForm', { domain: 'capulet.lit', token: 'abc' }],
  ]);
  await page.end();
});

test('an invitation that was followed fills in the server and the name, and its token stays with its server', async () => {
  const { page, calls, toForm } = await start({}, { domain: 'capulet.lit', address: 'juliet@capulet.lit', token: 'abc' });
  expect(page.text()).toContain('You are invited to capulet.lit');
  await toForm('');
  expect(page.field('Name').value).toBe('juliet');
  await page.press('Another server');
  await toForm('montague.lit');
  expect(calls).toEqual([
    ['signUpForm', { domain: 'capulet.lit', token: 'abc' }],
    ['signUpForm', { domain: 'montague.lit' }],
  ]);
  await page.end();
});

test('a server that makes accounts on its web page opens that page outside', async () => {
  const { page, desk, toForm } = await start({ form: { ...FORM, fields: [], url: 'https://capulet.lit/register' } });
  await toForm();
  await page.press('Open the page');
  expect(desk.calls).toContainEqual(['openLink', { url: 'https://capulet.lit/register' }]);
  await page.end();
});

test('a server that takes no accounts says so', async () => {
  const { page, toForm } = await start({ form: { code: 'stanza-error', condition: 'feature-not-implemented' } });
  await toForm();
  expect(page.get('alert').textContent).toContain('The server cannot do this');
  await page.end();
});

test('every type of field can be filled in', async () => {
  const fields = [
    field('note', { type: 'fixed', value: ['Be kind.'] }),
    field('house', { type: 'list-single', label: 'House', options: [{ value: 'c', label: 'Capulet' }] }),
    field('friends', {
      type: 'list-multi',
      label: 'Friends',
      options: [
        { value: 'n', label: 'The Nurse' },
        { value: 'l', label: undefined },
      ],
    }),
    field('rules', { type: 'boolean', label: 'I agree' }),
    field('about', { type: 'text-multi', label: 'About' }),
    field('ocr', { picture: 'data:image/png;base64,iVBORw0KGgo=' }),
  ];
  const { page, toForm } = await start({ form: { ...FORM, fields } });
  await toForm();
  for (const text of ['Be kind.', 'House', 'Friends', 'The Nurse', 'I agree', 'About', 'What the picture shows']) expect(page.text()).toContain(text);
  expect(page.body.querySelector('img')?.src).toMatch(/^blob:/);
  await page.end();
});

test('a picture is shown only when it is one', () => {
  expect(pictureOf('data:image/png;base64,iVBORw0KGgo=')?.type).toBe('image/png');
  for (const no of ['data:image/svg+xml;base64,PHN2Zz4=', 'data:text/html;base64,PGI+', 'https://mallory.lit/x.png', 'data:image/png;base64,%%%']) {
    expect(pictureOf(no)).toBeUndefined();
  }
});

test('hidden values and answers to pictures belong to their own copy of a form', () => {
  const form: SignUpForm = { ...FORM, fields: [field('sid', { type: 'hidden', value: ['2'] }), field('ocr', { picture: 'data:,' }), field('username')] };
  expect(firstValues(form, { sid: ['1'], ocr: ['old'], username: ['juliet'] }, undefined)).toEqual({ sid: ['2'], ocr: [], username: ['juliet'] });
});

test('what is only text to read is not sent back', () => {
  const form: SignUpForm = { ...FORM, fields: [field('note', { type: 'fixed', value: ['hello'] }), field('username')] };
  expect(answerOf(form, { note: ['hello'], username: ['juliet'] })).toEqual({ username: ['juliet'] });
});

test('a required field that is empty is told, a switch is not', () => {
  expect(faultOf(field('username'), [' '], undefined)).toBe('required');
  expect(faultOf(field('rules', { type: 'boolean' }), [], undefined)).toBeUndefined();
});

test.each([
  ['password1', 'weak'],
  ['12345678901', 'weak'],
  ['abcdefghijkl', 'weak'],
  ['juliet1', 'weak'],
  ['aaaaaaaaaaaaaaaa', 'weak'],
  ['Kx7%pq2!', 'fair'],
  ['a rose by any other name', 'good'],
])('%s is a %s password', (password, strength) => {
  expect(passwordStrength(password, 'juliet@capulet.lit')).toBe(strength);
});
