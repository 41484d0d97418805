import { useState, type ReactElement, type SyntheticEvent } from 'react';
import { useText } from '../../i18n/text.tsx';
import { Button } from '../../ui/Button.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { Problem } from '../problem/Problem.tsx';
import { useAction } from '../problem/use-action.ts';
import styles from '../sign-in/Entry.module.css';
import { CapsHint } from '../sign-in/CapsHint.tsx';
import { Entry } from '../sign-in/Entry.tsx';
import { useCapsLock } from '../sign-in/use-caps-lock.ts';
import { StrengthHint } from '../sign-up/FormFieldInput.tsx';
import type { StoreStateModel } from './store-state.model.ts';

/** Asks for the passphrase that opens the history; the first time, lets the user choose one, twice. */
export function Locked({ model, first }: { readonly model: Pick<StoreStateModel, 'unlock'>; readonly first: boolean }): ReactElement {
  const say = useText();
  const { busy, failure, run } = useAction();
  const [passphrase, setPassphrase] = useState('');
  const [again, setAgain] = useState('');
  const [notSame, setNotSame] = useState(false);
  const caps = useCapsLock();
  const kind = first ? 'choose' : 'locked';
  const wrong = failure?.code === 'storage' && failure.problem === 'locked';

  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    setNotSame(first && passphrase !== again);
    if (busy || passphrase === '' || (first && passphrase !== again)) return;
    void run(() => model.unlock(passphrase));
  };
  return (
    <Entry title={say(`trouble.${kind}.title`)} text={say(`trouble.${kind}.text`)}>
      <form className={`${styles['card']} ${styles['form']}`} onSubmit={submit} {...caps.watch}>
        <TextField
          label={say('trouble.passphrase')}
          type="password"
          value={passphrase}
          onChange={setPassphrase}
          autoComplete={first ? 'new-password' : 'current-password'}
          isRequired
          autoFocus
          error={wrong ? say('trouble.locked.wrong') : undefined}
        />
        {first && passphrase !== '' && <StrengthHint password={passphrase} address="" />}
        {first && (
          <TextField
            label={say('signUp.again')}
            type="password"
            value={again}
            onChange={setAgain}
            autoComplete="new-password"
            isRequired
            error={notSame ? say('signUp.notSame') : undefined}
          />
        )}
        <CapsHint on={caps.on} />
        <Problem failure={wrong ? undefined : failure} />
        <Button type="submit" kind="primary" size="large" wide isPending={busy}>
          {say(`trouble.${kind}.action`)}
        </Button>
      </form>
      <p className={styles['quiet']}>{say('trouble.noReset')}</p>
    </Entry>
  );
}
