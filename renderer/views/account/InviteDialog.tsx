import { Check, Copy } from 'lucide-react';
import { useCallback, useState, type ReactElement } from 'react';
import { useText } from '../../i18n/text.tsx';
import { useServices } from '../../services.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Skeleton } from '../../ui/Spinner.tsx';
import { Problem } from '../problem/Problem.tsx';
import { useAnswer } from '../problem/use-answer.ts';
import styles from './Account.module.css';
import type { AccountDialogProps } from './ChangePasswordDialog.tsx';
import { serverOf } from './connection-words.ts';

/** A link for somebody who is to become a contact, with or without an account of their own. */
export function InviteDialog({ account, isOpen, onClose }: AccountDialogProps): ReactElement {
  const say = useText();
  return (
    <Dialog title={say('account.invite')} isOpen={isOpen} onClose={onClose} size="small">
      <Link account={account} />
    </Dialog>
  );
}

function Link({ account }: Pick<AccountDialogProps, 'account'>): ReactElement {
  const say = useText();
  const { accounts } = useServices();
  const { value, failure } = useAnswer(useCallback(() => accounts.invite({ account: account.id }), [accounts, account.id]));
  const [copied, setCopied] = useState<'yes' | 'failed'>();
  // The page on the web, where there is one, helps somebody who has no client yet.
  const link = value?.landing ?? value?.link;
  const copy = (text: string): void =>
    void navigator.clipboard.writeText(text).then(
      () => setCopied('yes'),
      () => setCopied('failed'),
    );
  return (
    <div className={styles['form']}>
      {!value && !failure && <Skeleton rows={2} />}
      <Problem failure={failure} server={serverOf(account.address)} />
      {link !== undefined && (
        <>
          <p>{say('account.inviteText')}</p>
          <p className={styles['link']} dir="ltr">
            {link}
          </p>
          <div className={styles['actions']}>
            <span className={styles['quiet']} role="status">
              {copied && say(copied === 'yes' ? 'account.copied' : 'account.notCopied')}
            </span>
            <Button kind="primary" icon={copied === 'yes' ? Check : Copy} onPress={() => copy(link)}>
              {say('account.copy')}
            </Button>
          </div>
        </>
      )}
    </div>
  );
}
