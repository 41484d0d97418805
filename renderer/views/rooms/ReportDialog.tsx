import { useState, type FormEvent, type ReactElement } from 'react';
import type { ConversationId } from '../../../preload/contract/ids.ts';
import type { Message } from '../../../preload/contract/messages.ts';
import { useText } from '../../i18n/text.tsx';
import { calmLine, calmText } from '../../model/calm-text.ts';
import { useServices } from '../../services.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Select } from '../../ui/Select.tsx';
import { Checkbox } from '../../ui/Switch.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { Problem } from '../problem/Problem.tsx';
import { useAction } from '../problem/use-action.ts';
import styles from './RoomDialogs.module.css';

/** Somebody's message that the user's server is to hear of. */
export interface Reported {
  readonly room: ConversationId;
  readonly message: Message;
  /** The room shows who it is. */
  readonly known: boolean;
}
interface ReportDialogProps {
  readonly reported: Reported | undefined;
  readonly onClose: () => void;
  readonly onDone: (reported: Reported) => void;
}

/** Before a message is reported: why, in what words, and whether its writer is blocked, too. */
export function ReportDialog({ reported, onClose, onDone }: ReportDialogProps): ReactElement {
  const say = useText();
  const name = calmLine(reported?.message.sender?.nickname ?? '');
  return (
    <Dialog title={say('members.reportTitle', { name })} isOpen={reported !== undefined} onClose={onClose} size="small">
      {reported?.known === true && <Form reported={reported} onClose={onClose} onDone={onDone} />}
      {/* XEP-0377 speaks of addresses only. */}
      {reported?.known === false && <p>{say('members.reportUnknown')}</p>}
    </Dialog>
  );
}

const REASONS = ['spam', 'abuse'] as const;

function Form({ reported, onClose, onDone }: ReportDialogProps & { readonly reported: Reported }): ReactElement {
  const say = useText();
  const { rooms } = useServices();
  const action = useAction();
  const [why, setWhy] = useState<(typeof REASONS)[number]>('spam');
  const [text, setText] = useState('');
  const [block, setBlock] = useState(false);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (action.busy) return;
    const words = text.trim() === '' ? {} : { text: text.trim() };
    const { room: conversation, message } = reported;
    if (await action.run(() => rooms.report({ conversation, message: message.id, why, block, ...words }))) onDone(reported);
  };
  return (
    <form className={styles['form']} onSubmit={event => void submit(event)}>
      <p>{say('members.reportText')}</p>
      <blockquote className={styles['quote']} dir="auto">
        {calmText(reported.message.body).slice(0, 300)}
      </blockquote>
      <Select label={say('members.reportWhy')} options={REASONS.map(id => ({ id, label: say(`members.${id}`) }))} value={why} onChange={setWhy} />
      <TextField label={say('members.reportWords')} description={say('members.reportWordsHelp')} value={text} onChange={setText} maxLength={1023} />
      <Checkbox label={say('members.reportBlock')} description={say('members.reportBlockHelp')} isSelected={block} onChange={setBlock} />
      <Problem failure={action.failure} />
      <div className={styles['actions']}>
        <Button onPress={onClose}>{say('common.cancel')}</Button>
        <Button kind="danger" type="submit" isPending={action.busy}>
          {say('request.report')}
        </Button>
      </div>
    </form>
  );
}
