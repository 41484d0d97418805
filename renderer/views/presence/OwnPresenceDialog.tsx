import { useMemo, useState, type ReactElement, type SyntheticEvent } from 'react';
import { useFormats, useText } from '../../i18n/text.tsx';
import { useViewModel } from '../../model/view-model.ts';
import { useServices } from '../../services.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Select } from '../../ui/Select.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { Problem } from '../problem/Problem.tsx';
import { useAction } from '../problem/use-action.ts';
import { EXPIRIES, OwnPresenceModel, type Expiry } from './own-presence.model.ts';
import styles from './Presence.module.css';

/** What others read beside the name, and until when. */
export function OwnPresenceDialog({ isOpen, onClose }: { readonly isOpen: boolean; readonly onClose: () => void }): ReactElement {
  const say = useText();
  return (
    <Dialog title={say('presence.dialogTitle')} isOpen={isOpen} onClose={onClose} size="small">
      <StatusForm onClose={onClose} />
    </Dialog>
  );
}

function StatusForm({ onClose }: { readonly onClose: () => void }): ReactElement | null {
  const { contacts } = useServices();
  const model = useMemo(() => new OwnPresenceModel(contacts), [contacts]);
  const { loaded } = useViewModel(model);
  return loaded ? <LoadedForm model={model} onClose={onClose} /> : null;
}

function LoadedForm({ model, onClose }: { readonly model: OwnPresenceModel; readonly onClose: () => void }): ReactElement {
  const say = useText();
  const formats = useFormats();
  const { presence } = useViewModel(model);
  const [text, setText] = useState(presence.status);
  const [expiry, setExpiry] = useState<Expiry>('never');
  const { busy, failure, run } = useAction();
  const save = async (status: string): Promise<void> => {
    if (await run(() => model.setStatus(status, expiry))) onClose();
  };
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    void save(text);
  };
  return (
    <form className={styles['form']} onSubmit={submit}>
      <TextField label={say('presence.status')} value={text} onChange={setText} maxLength={1023} placeholder={say('presence.placeholder')} autoFocus />
      <Select label={say('presence.until')} value={expiry} onChange={setExpiry} options={EXPIRIES.map(id => ({ id, label: say(`presence.expiry.${id}`) }))} />
      {presence.until !== undefined && (
        <p className={styles['until']}>{say('presence.endsAt', { time: formats.formatDate(presence.until, { dateStyle: 'medium', timeStyle: 'short' }) })}</p>
      )}
      <Problem failure={failure} />
      <div className={styles['actions']}>
        {presence.status !== '' && <Button onPress={() => void save('')}>{say('presence.clearStatus')}</Button>}
        <Button type="submit" kind="primary" isPending={busy}>
          {say('presence.save')}
        </Button>
      </div>
    </form>
  );
}
