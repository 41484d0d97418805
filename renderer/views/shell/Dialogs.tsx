import type { ReactElement } from 'react';
import { useReplicas } from '../../model/replicas.ts';
import { useViewModel } from '../../model/view-model.ts';
import { AddContactDialog } from '../contacts/AddContactDialog.tsx';
import type { ContactsModel } from '../contacts/contacts.model.ts';
import { NewConversation } from '../conversation-list/NewConversation.tsx';
import { AddAccountDialog } from '../first-run/AddAccountDialog.tsx';
import { Links } from '../link/Links.tsx';
import { OwnPresenceDialog } from '../presence/OwnPresenceDialog.tsx';
import { OwnProfileDialog } from '../profile/OwnProfileDialog.tsx';
import { ShortcutsDialog } from '../shortcuts/ShortcutsDialog.tsx';
import type { Command } from '../switcher/switcher-entries.ts';
import { Switcher } from '../switcher/Switcher.tsx';
import { useNavigation } from './routes.ts';

interface DialogsProps {
  readonly commands: readonly Command[];
  readonly people: ContactsModel;
  readonly demo: boolean;
}

/** The one dialog that the route names, and those that links open. */
export function Dialogs({ commands, people, demo }: DialogsProps): ReactElement {
  const navigation = useNavigation();
  const { dialog } = useViewModel(navigation);
  const { value: accounts } = useViewModel(useReplicas().accounts);
  const close = navigation.closeDialog;
  const own = dialog?.kind === 'own-profile' ? accounts.find(({ id }) => id === dialog.account) : undefined;
  const invitation =
    dialog?.kind === 'add-account' && dialog.domain !== undefined
      ? { domain: dialog.domain, ...(dialog.token === undefined ? {} : { token: dialog.token }) }
      : undefined;
  return (
    <>
      <NewConversation isOpen={dialog?.kind === 'new-conversation'} address={dialog?.kind === 'new-conversation' ? dialog.address : undefined} />
      <Switcher isOpen={dialog?.kind === 'switcher'} commands={commands} onClose={close} />
      <ShortcutsDialog isOpen={dialog?.kind === 'shortcuts'} onClose={close} />
      <AddContactDialog
        isOpen={dialog?.kind === 'add-contact'}
        model={people}
        {...(dialog?.kind === 'add-contact' ? { first: dialog } : {})}
        onClose={close}
        onAdded={(account, address) => navigation.openContact({ account, address })}
      />
      <AddAccountDialog isOpen={dialog?.kind === 'add-account'} demo={demo} {...(invitation ? { invitation } : {})} onClose={close} onDone={close} />
      <OwnPresenceDialog isOpen={dialog?.kind === 'own-presence'} onClose={close} />
      {own && <OwnProfileDialog isOpen account={own} onClose={close} />}
      <Links />
    </>
  );
}
