import { useMemo, useState, type ReactElement } from 'react';
import type { Account } from '../../../preload/contract/accounts.ts';
import { useText } from '../../i18n/text.tsx';
import { useServices } from '../../services.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import styles from '../sign-in/Entry.module.css';
import { SignInModel } from '../sign-in/sign-in.model.ts';
import { SignUp } from '../sign-up/SignUp.tsx';
import { SignUpModel, type Invitation } from '../sign-up/sign-up.model.ts';
import { WaysIn } from './FirstRun.tsx';
import { useLatest } from './use-latest.ts';

interface AddAccountProps {
  readonly demo: boolean;
  /** An invitation link was followed: begin with the account it is for. */
  readonly invitation?: Invitation | undefined;
  readonly onDone: (account: Account) => void;
  readonly onClose: () => void;
}

/** A further account beside those there are: the same ways in as on the first run. */
export function AddAccountDialog({ isOpen, ...props }: AddAccountProps & { readonly isOpen: boolean }): ReactElement {
  const say = useText();
  return (
    <Dialog title={say('account.add')} isOpen={isOpen} onClose={props.onClose} size="small">
      <Ways {...props} />
    </Dialog>
  );
}

function Ways({ demo, invitation: given, onDone }: AddAccountProps): ReactElement {
  const [invitation] = useState(given);
  const { accounts } = useServices();
  const done = useLatest(onDone);
  const signIn = useMemo(() => new SignInModel(accounts, done), [accounts, done]);
  const signUp = useMemo(() => new SignUpModel(accounts, done, invitation), [accounts, done, invitation]);
  const [creating, setCreating] = useState(invitation !== undefined);
  return (
    <div className={styles['inDialog']}>
      {creating ? <SignUp model={signUp} onBack={() => setCreating(false)} /> : <WaysIn model={signIn} demo={demo} onCreate={() => setCreating(true)} />}
    </div>
  );
}
