import { Trash2 } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import type { Room } from '../../../preload/contract/rooms.ts';
import { useText } from '../../i18n/text.tsx';
import { useServices } from '../../services.ts';
import { Button } from '../../ui/Button.tsx';
import { ConfirmDialog } from '../../ui/Dialog.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { Problem } from '../problem/Problem.tsx';
import { useAction } from '../problem/use-action.ts';
import { useNavigation } from '../shell/routes.ts';
import dialogs from './RoomDialogs.module.css';
import styles from './RoomSettings.module.css';

/** Ends the room for everybody (§10.9). */
export function DestroyRoom({ room }: { readonly room: Room }): ReactElement {
  const say = useText();
  const { rooms } = useServices();
  const navigation = useNavigation();
  const action = useAction();
  const [asking, setAsking] = useState(false);
  const [reason, setReason] = useState('');
  const [movedTo, setMovedTo] = useState('');
  const destroy = async (): Promise<void> => {
    const given = { ...(reason.trim() === '' ? {} : { reason: reason.trim() }), ...(movedTo.trim() === '' ? {} : { movedTo: movedTo.trim() }) };
    if (!(await action.run(() => rooms.destroy({ conversation: room.conversation, ...given })))) return;
    setAsking(false);
    navigation.closeDialog();
  };
  return (
    <section className={styles['danger']}>
      <h3 className={styles['label']}>{say('roomSettings.destroyHeading')}</h3>
      <p className={styles['quiet']}>{say('roomSettings.destroyText')}</p>
      <div>
        <Button icon={Trash2} onPress={() => setAsking(true)}>
          {say('roomSettings.destroy')}
        </Button>
      </div>
      <ConfirmDialog
        title={say('roomSettings.destroyTitle')}
        isOpen={asking}
        action={say('roomSettings.destroy')}
        isPending={action.busy}
        onConfirm={() => void destroy()}
        onClose={() => {
          action.clear();
          setAsking(false);
        }}
      >
        <div className={dialogs['form']}>
          <p>{say('roomSettings.destroyText')}</p>
          <TextField label={say('members.reason')} value={reason} onChange={setReason} maxLength={1023} autoComplete="off" />
          <TextField
            label={say('roomSettings.movedTo')}
            description={say('roomSettings.movedToHelp')}
            value={movedTo}
            onChange={setMovedTo}
            maxLength={3071}
            autoComplete="off"
            spellCheck="false"
          />
          <Problem failure={action.failure} />
        </div>
      </ConfirmDialog>
    </section>
  );
}
