import { memo, type ReactElement } from 'react';
import { useReplicas } from '../../model/replicas.ts';
import { useViewModel } from '../../model/view-model.ts';
import { CallDialog } from '../call/CallDialog.tsx';
import { AddContactDialog } from '../contacts/AddContactDialog.tsx';
import type { ContactsModel } from '../contacts/contacts.model.ts';
import { NewConversation } from '../conversation-list/NewConversation.tsx';
import { AddAccountDialog } from '../first-run/AddAccountDialog.tsx';
import { Links } from '../link/Links.tsx';
import { OwnPresenceDialog } from '../presence/OwnPresenceDialog.tsx';
import { OwnProfileDialog } from '../profile/OwnProfileDialog.tsx';
import { CreateRoomDialog } from '../rooms/CreateRoomDialog.tsx';
import { InvitePeopleDialog } from '../rooms/InvitePeopleDialog.tsx';
import { JoinRoomDialog } from '../rooms/JoinRoomDialog.tsx';
import { RoomSettingsDialog } from '../rooms/RoomSettingsDialog.tsx';
import { ShortcutsDialog } from '../shortcuts/ShortcutsDialog.tsx';
import type { Command } from '../switcher/switcher-entries.ts';
import { Switcher } from '../switcher/Switcher.tsx';
import { useNavigation, type DialogRoute } from './routes.ts';

interface DialogsProps {
  readonly commands: readonly Command[];
  readonly people: ContactsModel;
  readonly demo: boolean;
}
type Kind = DialogRoute['kind'];
type Opened<K extends Kind> = Extract<DialogRoute, { kind: K }> | undefined;

/** The one dialog that the route names, and those that links open. */
export const Dialogs = memo(function Dialogs({ commands, people, demo }: DialogsProps): ReactElement {
  const navigation = useNavigation();
  const { dialog } = useViewModel(navigation);
  const close = navigation.closeDialog;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the kind says which it is
  const opened = <K extends Kind>(kind: K): Opened<K> => (dialog?.kind === kind ? (dialog as Opened<K>) : undefined);
  const contact = opened('add-contact');
  return (
    <>
      <NewConversation isOpen={opened('new-conversation') !== undefined} address={opened('new-conversation')?.address} />
      <JoinRoomDialog wanted={opened('join-room')} />
      <CreateRoomDialog isOpen={opened('create-room') !== undefined} />
      <InvitePeopleDialog conversation={opened('invite-people')?.conversation} />
      <RoomSettingsDialog conversation={opened('room-settings')?.conversation} />
      <Switcher isOpen={opened('switcher') !== undefined} commands={commands} onClose={close} />
      <ShortcutsDialog isOpen={opened('shortcuts') !== undefined} onClose={close} />
      <AddContactDialog
        isOpen={contact !== undefined}
        model={people}
        {...(contact ? { first: contact } : {})}
        onClose={close}
        onAdded={(account, address) => navigation.openContact({ account, address })}
      />
      <AnotherAccount wanted={opened('add-account')} demo={demo} onClose={close} />
      <OwnPresenceDialog isOpen={opened('own-presence') !== undefined} onClose={close} />
      <OwnProfile wanted={opened('own-profile')} onClose={close} />
      <CallDialog callee={opened('call')?.callee} onClose={close} />
      <Links />
    </>
  );
});

function AnotherAccount(props: { readonly wanted: Opened<'add-account'>; readonly demo: boolean; readonly onClose: () => void }): ReactElement {
  const { wanted, demo, onClose } = props;
  const invitation = wanted?.domain === undefined ? undefined : { domain: wanted.domain, token: wanted.token };
  return <AddAccountDialog isOpen={wanted !== undefined} demo={demo} invitation={invitation} onClose={onClose} onDone={onClose} />;
}

function OwnProfile({ wanted, onClose }: { readonly wanted: Opened<'own-profile'>; readonly onClose: () => void }): ReactElement | null {
  const { value: accounts } = useViewModel(useReplicas().accounts);
  const own = wanted && accounts.find(({ id }) => id === wanted.account);
  return own ? <OwnProfileDialog isOpen account={own} onClose={onClose} /> : null;
}
