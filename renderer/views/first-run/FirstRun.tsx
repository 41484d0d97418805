import { useEffect, useMemo, useState, type ReactElement } from 'react';
import type { Account } from '../../../preload/contract/accounts.ts';
import { useText } from '../../i18n/text.tsx';
import { useViewModel } from '../../model/view-model.ts';
import { useServices } from '../../services.ts';
import { Button } from '../../ui/Button.tsx';
import styles from '../sign-in/Entry.module.css';
import { Entry } from '../sign-in/Entry.tsx';
import { SignInForm } from '../sign-in/SignInForm.tsx';
import { SignInModel } from '../sign-in/sign-in.model.ts';
import { SignUp } from '../sign-up/SignUp.tsx';
import { invitationIn, SignUpModel, type Invitation } from '../sign-up/sign-up.model.ts';
import { SlowNote } from './SlowNote.tsx';
import { useLatest } from './use-latest.ts';

export interface FirstRunProps {
  /** This host can start a server of its own to look around with. */
  readonly demo: boolean;
  readonly onDone: (account: Account) => void;
}

/** The page before the first account: sign in at once, or one of the two other ways in. */
export function FirstRun({ demo, onDone }: FirstRunProps): ReactElement {
  const say = useText();
  const { accounts } = useServices();
  const [invitation, setInvitation] = useState<Invitation>();
  const [creating, setCreating] = useState(false);
  useEffect(
    () =>
      accounts.onLink(link => {
        const invited = invitationIn(link);
        if (invited?.token === undefined && link.kind !== 'register') return;
        setInvitation(invited);
        setCreating(true);
      }),
    [accounts],
  );
  const done = useLatest(onDone);
  const signIn = useMemo(() => new SignInModel(accounts, done), [accounts, done]);
  const signUp = useMemo(() => new SignUpModel(accounts, done, invitation), [accounts, done, invitation]);
  if (creating) {
    return (
      <Entry title={say('signUp.title')} text={say('signUp.text')}>
        <SignUp model={signUp} onBack={() => setCreating(false)} />
      </Entry>
    );
  }
  return (
    <Entry title={say('signIn.welcome')} text={say('signIn.welcomeText')}>
      <WaysIn model={signIn} demo={demo} onCreate={() => setCreating(true)} />
    </Entry>
  );
}

/** Also what `add account` shows in its dialog. */
export function WaysIn(props: { readonly model: SignInModel; readonly demo: boolean; readonly onCreate: () => void }): ReactElement {
  const say = useText();
  const { model, demo, onCreate } = props;
  const { phase, work } = useViewModel(model);
  const trying = phase === 'working' && work === 'try-here';
  return (
    <>
      <div className={styles['card']}>
        <SignInForm model={model} />
      </div>
      <p className={styles['or']}>{say('signIn.or')}</p>
      <div className={styles['others']}>
        <Button size="large" wide onPress={onCreate} isDisabled={phase === 'working'}>
          {say('signIn.createAccount')}
        </Button>
        {demo && (
          <>
            <Button size="large" wide onPress={() => void model.tryHere()} isPending={trying} isDisabled={phase === 'working' && !trying}>
              {say('signIn.tryHere')}
            </Button>
            <SlowNote model={model} trying={trying} />
          </>
        )}
      </div>
    </>
  );
}
