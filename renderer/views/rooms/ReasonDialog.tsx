import { useState, type FormEvent, type ReactElement } from 'react';
import { useText, type Say } from '../../i18n/text.tsx';
import { calmLine, calmText } from '../../model/calm-text.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { Problem } from '../problem/Problem.tsx';
import { useAction } from '../problem/use-action.ts';
import type { Asked } from './room-acts.tsx';
import styles from './RoomDialogs.module.css';

interface ReasonDialogProps {
  readonly asked: Asked | undefined;
  readonly onClose: () => void;
  readonly onDo: (asked: Asked, reason: string) => Promise<unknown>;
}

/** Before somebody is put out, banned or silenced, or a message taken away: who, and why. */
export function ReasonDialog({ asked, onClose, onDo }: ReasonDialogProps): ReactElement {
  const say = useText();
  return (
    <Dialog title={asked ? titleOf(say, asked) : ''} isOpen={asked !== undefined} onClose={onClose} size="small">
      {asked && <Form asked={asked} onClose={onClose} onDo={onDo} />}
    </Dialog>
  );
}

const nameOf = (asked: Asked): string => calmLine(asked.act === 'retract' ? asked.name : asked.person.nickname);
const titleOf = (say: Say, asked: Asked): string => say(`members.${asked.act}Title`, { name: nameOf(asked) });

function Form({ asked, onClose, onDo }: ReasonDialogProps & { readonly asked: Asked }): ReactElement {
  const say = useText();
  const action = useAction();
  const [reason, setReason] = useState('');
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (!action.busy && (await action.run(() => onDo(asked, reason)))) onClose();
  };
  return (
    <form className={styles['form']} onSubmit={event => void submit(event)}>
      <p>{say(`members.${asked.act}Text`)}</p>
      {asked.act === 'retract' && (
        <blockquote className={styles['quote']} dir="auto">
          {calmText(asked.message.body).slice(0, 300)}
        </blockquote>
      )}
      <TextField label={say('members.reason')} description={say('members.reasonHelp')} value={reason} onChange={setReason} maxLength={1023} autoFocus />
      <Problem failure={action.failure} />
      <div className={styles['actions']}>
        <Button onPress={onClose}>{say('common.cancel')}</Button>
        <Button kind="danger" type="submit" isPending={action.busy}>
          {say(`members.${asked.act}`)}
        </Button>
      </div>
    </form>
  );
}
