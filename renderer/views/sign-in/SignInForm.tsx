import { useState, type ReactElement, type SyntheticEvent } from 'react';
import { useText } from '../../i18n/text.tsx';
import { useViewModel } from '../../model/view-model.ts';
import { Button } from '../../ui/Button.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { describeHint } from '../problem/describe-failure.ts';
import { Problem } from '../problem/Problem.tsx';
import { CapsHint } from './CapsHint.tsx';
import { Disclosure } from './Disclosure.tsx';
import styles from './Entry.module.css';
import { faultsOf, NO_ROUTE, routeOf } from './route-draft.ts';
import { RouteFields } from './RouteFields.tsx';
import type { SignInModel } from './sign-in.model.ts';
import { useCapsLock } from './use-caps-lock.ts';
import { Working } from './Working.tsx';

/** Address, password, and for the few who need it the way to the server. What was typed stays after an error. */
export function SignInForm({ model, address: first = '' }: { readonly model: SignInModel; readonly address?: string }): ReactElement {
  const say = useText();
  const { phase, work, failure } = useViewModel(model);
  const [address, setAddress] = useState(first);
  const [password, setPassword] = useState('');
  const [route, setRoute] = useState(NO_ROUTE);
  const caps = useCapsLock();
  const working = phase === 'working' && work === 'sign-in';
  const server = address.split('@').at(-1)?.trim() ?? '';
  const badAddress = failure?.code === 'bad-address' ? describeHint(say, failure.hint) : undefined;

  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (phase !== 'working' && faultsOf(route).size === 0) void model.signIn({ address, password, route: routeOf(route) });
  };
  return (
    <form className={styles['form']} onSubmit={submit} aria-busy={working}>
      <TextField
        label={say('signIn.address')}
        name="address"
        value={address}
        onChange={setAddress}
        placeholder="name@example.org"
        autoComplete="username"
        inputMode="email"
        spellCheck="false"
        isRequired
        isReadOnly={working}
        autoFocus={first === ''}
        error={badAddress}
      />
      <div className={styles['fields']} {...caps.watch}>
        <TextField
          label={say('signIn.password')}
          name="password"
          type="password"
          value={password}
          onChange={setPassword}
          autoComplete="current-password"
          isRequired
          isReadOnly={working}
          autoFocus={first !== ''}
        />
        <CapsHint on={caps.on} />
      </div>
      <Disclosure label={say('signIn.advanced')}>
        <RouteFields draft={route} onChange={setRoute} />
      </Disclosure>
      <Problem failure={badAddress === undefined && work !== 'try-here' ? failure : undefined} server={server} />
      <Button type="submit" kind="primary" size="large" wide isPending={working} isDisabled={phase === 'working' && !working}>
        {say('signIn.signIn')}
      </Button>
      {working && <Working text={say('signIn.connecting', { server })} onCancel={model.cancel} />}
    </form>
  );
}
