import { useCallback, useState, type ReactElement, type SyntheticEvent } from 'react';
import { useText } from '../../i18n/text.tsx';
import { useServices } from '../../services.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Skeleton } from '../../ui/Spinner.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { describeHint } from '../problem/describe-failure.ts';
import { Problem } from '../problem/Problem.tsx';
import { useAction } from '../problem/use-action.ts';
import { useAnswer } from '../problem/use-answer.ts';
import styles from './Account.module.css';
import type { AccountDialogProps } from './ChangePasswordDialog.tsx';

/** Who is blocked, and how to free them; also addresses that are no contacts. */
export function BlockedDialog({ account, isOpen, onClose }: AccountDialogProps): ReactElement {
  const say = useText();
  return (
    <Dialog title={say('account.blockedTitle')} isOpen={isOpen} onClose={onClose} size="small">
      <List account={account} />
    </Dialog>
  );
}

function List({ account: { id: account } }: Pick<AccountDialogProps, 'account'>): ReactElement {
  const say = useText();
  const { contacts } = useServices();
  const { value, failure, again } = useAnswer(useCallback(() => contacts.blocked({ account }), [contacts, account]));
  const action = useAction();
  const [typed, setTyped] = useState('');
  const hint = action.failure?.code === 'bad-address' ? describeHint(say, action.failure.hint) : undefined;
  const change = async (work: () => Promise<unknown>): Promise<boolean> => {
    const done = await action.run(work);
    if (done) again();
    return done;
  };
  const submit = async (event: SyntheticEvent): Promise<void> => {
    event.preventDefault();
    const block = async (): Promise<void> => {
      const { address } = await contacts.checkAddress({ text: typed.trim() });
      await contacts.block({ account, address });
    };
    if (!action.busy && (await change(block))) setTyped('');
  };
  return (
    <div className={styles['form']}>
      {!value && !failure && <Skeleton rows={3} />}
      {value?.length === 0 && <p className={styles['quiet']}>{say('account.blockedNone')}</p>}
      {value && value.length > 0 && (
        <ul className={styles['blocked']}>
          {value.map(address => (
            <li key={address} className={styles['do']}>
              <p className={styles['address']} dir="ltr">
                {address}
              </p>
              <Button
                size="small"
                isDisabled={action.busy}
                aria-label={say('account.unblock', { address })}
                onPress={() => void change(() => contacts.unblock({ account, address }))}
              >
                {say('contacts.unblock')}
              </Button>
            </li>
          ))}
        </ul>
      )}
      <form className={styles['inline']} onSubmit={event => void submit(event)}>
        <TextField label={say('account.blockAddress')} value={typed} onChange={setTyped} placeholder="name@example.org" spellCheck="false" error={hint} />
        <Button type="submit" isPending={action.busy} isDisabled={typed.trim() === ''}>
          {say('contacts.block')}
        </Button>
      </form>
      <Problem failure={failure ?? (hint === undefined ? action.failure : undefined)} />
    </div>
  );
}
