import { useState, type FormEvent, type ReactElement } from 'react';
import type { ConversationId } from '../../../preload/contract/ids.ts';
import { useText } from '../../i18n/text.tsx';
import { useRoom } from '../../model/use-room.ts';
import { useServices } from '../../services.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { Problem } from '../problem/Problem.tsx';
import { useAction } from '../problem/use-action.ts';
import { useNavigation } from '../shell/routes.ts';
import { PeoplePicker } from './PeoplePicker.tsx';
import styles from './RoomDialogs.module.css';

/** Brings further people into a room. */
export function InvitePeopleDialog({ conversation }: { readonly conversation: ConversationId | undefined }): ReactElement {
  const say = useText();
  const navigation = useNavigation();
  return (
    <Dialog title={say('members.invite')} isOpen={conversation !== undefined} onClose={navigation.closeDialog} size="small">
      {conversation !== undefined && <Form conversation={conversation} />}
    </Dialog>
  );
}

function Form({ conversation }: { readonly conversation: ConversationId }): ReactElement | null {
  const say = useText();
  const { rooms } = useServices();
  const navigation = useNavigation();
  const room = useRoom(conversation);
  const action = useAction();
  const [people, setPeople] = useState<readonly string[]>([]);
  const [reason, setReason] = useState('');
  if (!room) return null;
  const invite = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (people.length === 0 || action.busy) return;
    const because = reason.trim() === '' ? {} : { reason: reason.trim() };
    if (await action.run(() => rooms.invite({ conversation, addresses: [...people], ...because }))) navigation.closeDialog();
  };
  return (
    <form className={styles['form']} onSubmit={event => void invite(event)}>
      <PeoplePicker account={room.account} chosen={people} onChange={setPeople} autoFocus />
      <TextField label={say('members.inviteReason')} value={reason} onChange={setReason} maxLength={1023} autoComplete="off" />
      {room.nature.membersOnly && <p className={styles['quiet']}>{say('members.inviteMembers')}</p>}
      <Problem failure={action.failure} />
      <div className={styles['actions']}>
        <Button onPress={navigation.closeDialog}>{say('common.cancel')}</Button>
        <Button kind="primary" type="submit" isDisabled={people.length === 0} isPending={action.busy}>
          {say('members.inviteAction')}
        </Button>
      </div>
    </form>
  );
}
