import { Phone } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import type { AccountId, BareJid } from '../../../preload/contract/ids.ts';
import { useText } from '../../i18n/text.tsx';
import { useReplicas } from '../../model/replicas.ts';
import { useViewModel } from '../../model/view-model.ts';
import { useServices } from '../../services.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Select } from '../../ui/Select.tsx';
import { Problem } from '../problem/Problem.tsx';
import { useAction } from '../problem/use-action.ts';
import styles from './CallDialog.module.css';
import { CallNumber } from './CallNumber.tsx';
import { useBeginCall } from './use-call-actions.ts';

/** A link names whom to call: a telephone number (`url`: as a message has it), or an address. */
export type Callee = { readonly number: string; readonly url?: string } | { readonly address: BareJid; readonly video: boolean };

/** A link comes from a stranger, and numbers can cost money: nobody is called before the user has seen whom. */
export function CallDialog({ callee, onClose }: { readonly callee: Callee | undefined; readonly onClose: () => void }): ReactElement {
  const say = useText();
  return (
    <Dialog title={say('call.callWhom')} isOpen={callee !== undefined} onClose={onClose} size="small">
      {callee && 'number' in callee && <CallNumber key={callee.number} number={callee.number} url={callee.url} onClose={onClose} />}
      {callee && 'address' in callee && <CallAddress key={callee.address} {...callee} onClose={onClose} />}
    </Dialog>
  );
}

function CallAddress({ address, video, onClose }: { readonly address: BareJid; readonly video: boolean; readonly onClose: () => void }): ReactElement {
  const say = useText();
  const { conversations } = useServices();
  const { value: accounts } = useViewModel(useReplicas().accounts);
  const begin = useBeginCall();
  const search = useAction();
  const [chosen, setChosen] = useState<AccountId>();
  const account = chosen ?? accounts.find(({ enabled }) => enabled)?.id;
  const call = async (): Promise<void> => {
    if (account === undefined) return;
    // The call's own failure is shown by `begin`; that there can be no conversation with them, by `search`.
    await search.run(async () => begin.start((await conversations.start({ account, address })).id, video));
  };
  return (
    <div className={styles['form']}>
      <p className={styles['callee']} dir="ltr">
        {address}
      </p>
      {accounts.length > 1 && (
        <Select
          label={say('link.account')}
          value={String(account)}
          onChange={id => setChosen(accounts.find(one => String(one.id) === id)?.id)}
          options={accounts.map(one => ({ id: String(one.id), label: one.address }))}
        />
      )}
      <Problem failure={begin.failure ?? search.failure} />
      <div className={styles['actions']}>
        <Button onPress={onClose}>{say('common.cancel')}</Button>
        <Button kind="primary" autoFocus icon={Phone} isPending={begin.busy || search.busy} onPress={() => void call()}>
          {say('call.start')}
        </Button>
      </div>
    </div>
  );
}
