import { useCallback, useState, type ReactElement, type SyntheticEvent } from 'react';
import type { Route } from '../../../preload/contract/accounts.ts';
import { useText } from '../../i18n/text.tsx';
import { useServices } from '../../services.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Problem } from '../problem/Problem.tsx';
import { useAction } from '../problem/use-action.ts';
import { useAnswer } from '../problem/use-answer.ts';
import { draftOf, faultsOf, routeOf } from '../sign-in/route-draft.ts';
import { RouteFields } from '../sign-in/RouteFields.tsx';
import styles from './Account.module.css';
import type { AccountDialogProps } from './ChangePasswordDialog.tsx';

/** How a stored account reaches its server. */
export function RouteDialog({ account, isOpen, onClose }: AccountDialogProps): ReactElement {
  const say = useText();
  return (
    <Dialog title={say('account.route')} isOpen={isOpen} onClose={onClose} size="small">
      <Content account={account} onClose={onClose} />
    </Dialog>
  );
}

function Content({ account, onClose }: Omit<AccountDialogProps, 'isOpen'>): ReactElement {
  const { accounts } = useServices();
  const { value, failure } = useAnswer(useCallback(() => accounts.route({ account: account.id }), [accounts, account.id]));
  return (
    <>
      {value && <Form account={account} route={value} onClose={onClose} />}
      <Problem failure={failure} />
    </>
  );
}

function Form({ account, route, onClose }: Omit<AccountDialogProps, 'isOpen'> & { readonly route: Route }): ReactElement {
  const say = useText();
  const { accounts } = useServices();
  const { busy, failure, run } = useAction();
  const [draft, setDraft] = useState(() => draftOf(route));
  const submit = async (event: SyntheticEvent): Promise<void> => {
    event.preventDefault();
    if (busy || faultsOf(draft).size > 0) return;
    if (await run(() => accounts.setRoute({ account: account.id, route: routeOf(draft) ?? {} }))) onClose();
  };
  return (
    <form className={styles['form']} onSubmit={event => void submit(event)}>
      <RouteFields draft={draft} onChange={setDraft} />
      <Problem failure={failure} />
      <div className={styles['actions']}>
        <Button onPress={onClose}>{say('common.cancel')}</Button>
        <Button type="submit" kind="primary" isPending={busy}>
          {say('contacts.save')}
        </Button>
      </div>
    </form>
  );
}
