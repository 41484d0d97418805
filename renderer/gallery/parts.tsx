import type { ReactElement } from 'react';
import type { FormField, SignUpForm } from '../../preload/contract/accounts.ts';
import type { CertificateInfo, Failure } from '../../preload/contract/wire.ts';
import { AddContactDialog } from '../views/contacts/AddContactDialog.tsx';
import { ContactPage } from '../views/contacts/ContactPage.tsx';
import { ContactsModel } from '../views/contacts/contacts.model.ts';
import { ConsoleModel } from '../views/console/console.model.ts';
import { StanzaConsole } from '../views/console/StanzaConsole.tsx';
import { BlockedDialog } from '../views/account/BlockedDialog.tsx';
import { ChangePasswordDialog } from '../views/account/ChangePasswordDialog.tsx';
import { AccountPage } from '../views/account/AccountPage.tsx';
import { InviteDialog } from '../views/account/InviteDialog.tsx';
import { RemoveAccountDialog } from '../views/account/RemoveAccountDialog.tsx';
import { RouteDialog } from '../views/account/RouteDialog.tsx';
import { FirstRun } from '../views/first-run/FirstRun.tsx';
import { SignInModel } from '../views/sign-in/sign-in.model.ts';
import { SignInForm } from '../views/sign-in/SignInForm.tsx';
import { Entry } from '../views/sign-in/Entry.tsx';
import { SignUp } from '../views/sign-up/SignUp.tsx';
import { SignUpModel } from '../views/sign-up/sign-up.model.ts';
import { Damaged } from '../views/store-trouble/Damaged.tsx';
import { fakeAccounts } from './fake-accounts.ts';
import { fakeContacts } from './fake-contacts.ts';
import { fakeDesk } from './fake-desk.ts';
import { roomParts } from './room-parts.tsx';
import type { Services } from '../services.ts';
import { aContact, ACCOUNT, anAccount, NOW } from './people.ts';

const nothing = (): void => undefined;
const CERTIFICATE: CertificateInfo = {
  subject: 'CN=mallory.example, O=The Other House',
  names: ['mallory.example', '*.mallory.example', 'a-very-long-name-that-nobody-would-type.mallory.example'],
  issuer: 'CN=Cheap Certificates R3, O=Cheap Certificates',
  validFrom: Date.UTC(2024, 0, 1),
  validTo: Date.UTC(2025, 0, 1),
  sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
};

function signInAfter(failure: Failure | 'hangs'): SignInModel {
  const model = new SignInModel(fakeAccounts({ signIn: failure }).service, nothing);
  void model.signIn({ address: 'romeo@montague.lit', password: 'wherefore', route: undefined });
  return model;
}
const SignInPart = ({ after }: { readonly after: Failure | 'hangs' }): ReactElement => (
  <Entry title="Balcony">
    <SignInForm model={signInAfter(after)} address="romeo@montague.lit" />
  </Entry>
);

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
/** One grey dot: a picture as far as the page is concerned. */
const DOT = 'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNsaGj4DwAFhAKAjM1mJgAAAABJRU5ErkJggg==';
const FORM: SignUpForm = {
  id: 'form',
  domain: 'capulet.lit',
  instructions: 'Choose a name and a password. Be kind to each other.',
  fields: [
    field('username'),
    field('password', { type: 'password' }),
    field('email', { required: false }),
    field('house', {
      type: 'list-single',
      label: 'House',
      options: [
        { value: 'c', label: 'Capulet' },
        { value: 'm', label: 'Montague' },
      ],
      value: ['c'],
    }),
    field('feasts', {
      type: 'list-multi',
      label: 'Feasts',
      options: [
        { value: 'l', label: 'Lammas Eve' },
        { value: 'm', label: 'Michaelmas' },
      ],
      value: ['l'],
      required: false,
    }),
    field('about', { type: 'text-multi', label: 'About you', required: false }),
    field('rules', { type: 'boolean', label: 'I have read the rules of this house' }),
    field('note', { type: 'fixed', value: ['Accounts that nobody uses for a year are removed.'] }),
    field('ocr', { picture: DOT }),
  ],
  layout: undefined,
  url: undefined,
};

function SignUpPart({ form, refused }: { readonly form?: SignUpForm | Failure; readonly refused?: Failure }): ReactElement {
  const model = new SignUpModel(fakeAccounts({ ...(form ? { form } : {}), ...(refused ? { signUp: refused } : {}) }).service, nothing, {
    domain: 'capulet.lit',
  });
  if (form) void model.chooseServer('capulet.lit').then(() => refused && model.submit({ username: ['juliet'] }));
  return (
    <Entry title="Balcony">
      <SignUp model={model} onBack={nothing} />
    </Entry>
  );
}

const people = (over: Parameters<typeof fakeContacts>[0] = {}): ContactsModel => new ContactsModel(fakeContacts(over).service);
const line = (direction: 'in' | 'out', xml: string, ago: number) => ({ account: ACCOUNT, at: NOW - ago * 1000, direction, xml });
const LINES = [
  line('out', '<iq type="get" id="b1" to="montague.lit"><query xmlns="http://jabber.org/protocol/disco#info"/></iq>', 5),
  line(
    'in',
    '<iq type="result" id="b1" from="montague.lit"><query xmlns="http://jabber.org/protocol/disco#info"><identity category="server" type="im" name="Prosody"/><feature var="urn:xmpp:carbons:2"/></query></iq>',
    4,
  ),
  line('in', '<message from="juliet@capulet.lit/balcony" to="romeo@montague.lit" type="chat"><body>Art thou not Romeo, and a Montague?</body></message>', 1),
];

const everything = anAccount({ features: ['archive', 'blocking', 'carbons', 'change-password', 'delete-account', 'invite', 'profile', 'read-sync'] });
const troubled = anAccount({ connection: { state: 'problem', problem: 'certificate-other-name', certificate: CERTIFICATE } });
const dialog = { account: everything, isOpen: true, onClose: nothing } as const;

export interface Part {
  readonly services?: () => Partial<Services>;
  readonly view: () => ReactElement;
}
const accountsWith = (account: typeof everything) => () => ({ accounts: fakeAccounts({ list: [account] }).service });

/** Views in states that the whole app reaches only by somebody using it. */
export const parts: Readonly<Record<string, Part | undefined>> = {
  ...roomParts,
  'sign-in-connecting': { view: () => <SignInPart after="hangs" /> },
  'sign-in-wrong-password': { view: () => <SignInPart after={{ code: 'connection', problem: 'not-authorized' }} /> },
  'sign-in-certificate': { view: () => <SignInPart after={{ code: 'connection', problem: 'certificate-other-name', certificate: CERTIFICATE }} /> },
  'sign-in-refused': { view: () => <SignInPart after={{ code: 'connection', problem: 'policy', detail: 'Too many attempts from this address' }} /> },
  'first-run-no-demo': { view: () => <FirstRun demo={false} onDone={nothing} /> },
  'sign-up-server': { view: () => <SignUpPart /> },
  'sign-up-form': { view: () => <SignUpPart form={FORM} /> },
  'sign-up-taken': {
    view: () => (
      <SignUpPart form={{ ...FORM, fields: FORM.fields.slice(0, 2) }} refused={{ code: 'stanza-error', condition: 'conflict', text: 'juliet is taken' }} />
    ),
  },
  'sign-up-refused': { view: () => <SignUpPart form={{ code: 'stanza-error', condition: 'not-allowed' }} /> },
  'sign-up-browser': { view: () => <SignUpPart form={{ ...FORM, fields: [], url: 'https://capulet.lit/register' }} /> },
  'account-problem': { services: accountsWith(troubled), view: () => <AccountPage id={ACCOUNT} onLeave={nothing} /> },
  'account-password-again': {
    services: accountsWith(anAccount({ connection: { state: 'problem', problem: 'not-authorized' } })),
    view: () => <AccountPage id={ACCOUNT} onLeave={nothing} />,
  },
  'account-everything': { services: accountsWith(everything), view: () => <AccountPage id={ACCOUNT} onLeave={nothing} /> },
  'account-change-password': { view: () => <ChangePasswordDialog {...dialog} /> },
  'account-route': { view: () => <RouteDialog {...dialog} /> },
  'account-blocked': {
    services: () => ({ contacts: fakeContacts({ blocked: ['mallory@evil.example', 'tybalt@capulet.lit'] }).service }),
    view: () => <BlockedDialog {...dialog} />,
  },
  'account-invite': { view: () => <InviteDialog {...dialog} /> },
  'account-remove': { view: () => <RemoveAccountDialog {...dialog} onRemoved={nothing} /> },
  'contact-blocked': {
    view: () => (
      <ContactPage
        model={people()}
        contact={aContact('mallory@evil.example', 'Mallory', { blocked: true })}
        onMessage={async () => undefined}
        onLeave={nothing}
      />
    ),
  },
  'contact-not-seen': {
    view: () => (
      <ContactPage
        model={people()}
        contact={aContact('paris@verona.lit', 'County Paris', { subscription: 'none', pending: true })}
        onMessage={async () => undefined}
        onLeave={nothing}
      />
    ),
  },
  'add-contact-filled': {
    services: accountsWith(everything),
    view: () => <AddContactDialog isOpen model={people()} first={{ address: 'nurse@capulet.lit', name: 'The Nurse' }} onClose={nothing} onAdded={nothing} />,
  },
  console: { services: accountsWith(everything), view: () => <StanzaConsole model={new ConsoleModel(fakeDesk({ lines: LINES }).service)} /> },
  'store-nothing-readable': { view: () => <Damaged model={{ rescue: () => new Promise(() => undefined), startAnew: async () => undefined }} readable={0} /> },
};
