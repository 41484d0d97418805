import { ArrowLeft } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import type { Account } from '../../../preload/contract/accounts.ts';
import { useText } from '../../i18n/text.tsx';
import { useReplicas } from '../../model/replicas.ts';
import { useViewModel } from '../../model/view-model.ts';
import { useServices } from '../../services.ts';
import { Avatar } from '../../ui/Avatar.tsx';
import { Button } from '../../ui/Button.tsx';
import { Switch } from '../../ui/Switch.tsx';
import { Problem } from '../problem/Problem.tsx';
import { useAction } from '../problem/use-action.ts';
import { OwnProfileDialog } from '../profile/OwnProfileDialog.tsx';
import { Card } from '../settings/Card.tsx';
import settings from '../settings/Settings.module.css';
import styles from './Account.module.css';
import { ConnectionWords } from './AccountsSection.tsx';
import { BlockedDialog } from './BlockedDialog.tsx';
import { ChangePasswordDialog } from './ChangePasswordDialog.tsx';
import { ConnectionTrouble } from './ConnectionTrouble.tsx';
import { InviteDialog } from './InviteDialog.tsx';
import { RemoveAccountDialog } from './RemoveAccountDialog.tsx';
import { RouteDialog } from './RouteDialog.tsx';

/** Everything about one account. */
export function AccountPage({ id, onLeave }: { readonly id: number; readonly onLeave: () => void }): ReactElement {
  const say = useText();
  const { value: accounts } = useViewModel(useReplicas().accounts);
  const account = accounts.find(one => one.id === id);
  return (
    <article className={settings['page']} aria-label={account?.address ?? say('account.gone')}>
      <div>
        <Button kind="quiet" size="small" icon={ArrowLeft} onPress={onLeave}>
          {say('settings.section.accounts')}
        </Button>
      </div>
      {account ? <Details account={account} onRemoved={onLeave} /> : <p className={styles['quiet']}>{say('account.gone')}</p>}
    </article>
  );
}

type Open = 'profile' | 'password' | 'route' | 'blocked' | 'invite' | 'remove';

function Details({ account, onRemoved }: { readonly account: Account; readonly onRemoved: () => void }): ReactElement {
  const say = useText();
  const { accounts } = useServices();
  const { failure, run } = useAction();
  const [open, setOpen] = useState<Open>();
  const close = (): void => setOpen(undefined);
  const online = account.connection.state === 'online';
  const can = (feature: Account['features'][number]): boolean => online && account.features.includes(feature);
  return (
    <>
      <header className={styles['head']}>
        <Avatar name={account.name ?? account.address} address={account.address} picture={account.avatar} size={64} />
        <div className={styles['words']}>
          <h1 className={settings['title']} dir="ltr">
            {account.address}
          </h1>
          <ConnectionWords account={account} />
        </div>
      </header>
      {account.enabled && <ConnectionTrouble account={account} onRoute={() => setOpen('route')} />}
      <Card>
        <Switch
          label={say('account.enabled')}
          description={say('account.enabledHelp')}
          isSelected={account.enabled}
          onChange={enabled => void run(() => accounts.setEnabled({ account: account.id, enabled }))}
        />
        <Problem failure={failure} />
      </Card>
      <Card title={say('account.people')}>
        <Row text={say('account.profileHelp')} action={say('account.editProfile')} disabled={!online} onPress={() => setOpen('profile')} />
        {can('blocking') && <Row text={say('account.blockedHelp')} action={say('account.blocked')} onPress={() => setOpen('blocked')} />}
        {can('invite') && <Row text={say('account.inviteHelp')} action={say('account.invite')} onPress={() => setOpen('invite')} />}
      </Card>
      <Card title={say('account.server')}>
        <Row text={say('account.routeHelp')} action={say('account.route')} onPress={() => setOpen('route')} />
        {can('change-password') && <Row text={say('account.passwordHelp')} action={say('account.changePassword')} onPress={() => setOpen('password')} />}
        <Row text={say('account.removeHelp')} action={say('account.remove')} onPress={() => setOpen('remove')} />
      </Card>
      <OwnProfileDialog account={account} isOpen={open === 'profile'} onClose={close} />
      <ChangePasswordDialog account={account} isOpen={open === 'password'} onClose={close} />
      <RouteDialog account={account} isOpen={open === 'route'} onClose={close} />
      <BlockedDialog account={account} isOpen={open === 'blocked'} onClose={close} />
      <InviteDialog account={account} isOpen={open === 'invite'} onClose={close} />
      <RemoveAccountDialog account={account} isOpen={open === 'remove'} onClose={close} onRemoved={onRemoved} />
    </>
  );
}

interface RowProps {
  readonly text: string;
  readonly action: string;
  readonly disabled?: boolean;
  readonly onPress: () => void;
}
const Row = ({ text, action, disabled = false, onPress }: RowProps): ReactElement => (
  <div className={styles['do']}>
    <p>{text}</p>
    <Button size="small" isDisabled={disabled} onPress={onPress}>
      {action}
    </Button>
  </div>
);
