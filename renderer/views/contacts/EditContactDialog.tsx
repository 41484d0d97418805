import { useState, type ReactElement, type SyntheticEvent } from 'react';
import type { Contact } from '../../../preload/contract/contacts.ts';
import { useText } from '../../i18n/text.tsx';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { Problem } from '../problem/Problem.tsx';
import { useAction } from '../problem/use-action.ts';
import styles from './Contacts.module.css';
import type { ContactsModel } from './contacts.model.ts';
import { readGroups } from './group-contacts.ts';

interface EditContactProps {
  readonly model: ContactsModel;
  readonly contact: Contact;
  readonly onClose: () => void;
}

/** The own name for somebody, and the groups they are in. */
export function EditContactDialog({ isOpen, ...props }: EditContactProps & { readonly isOpen: boolean }): ReactElement {
  const say = useText();
  return (
    <Dialog title={say('contacts.editTitle')} isOpen={isOpen} onClose={props.onClose} size="small">
      <EditForm {...props} />
    </Dialog>
  );
}

function EditForm({ model, contact, onClose }: EditContactProps): ReactElement {
  const say = useText();
  const { busy, failure, run } = useAction();
  const [name, setName] = useState(contact.name ?? '');
  const [groups, setGroups] = useState(contact.groups.join(', '));
  const submit = async (event: SyntheticEvent): Promise<void> => {
    event.preventDefault();
    if (!busy && (await run(() => model.edit(contact, name, readGroups(groups))))) onClose();
  };
  return (
    <form className={styles['form']} onSubmit={event => void submit(event)}>
      <TextField label={say('contacts.name')} value={name} onChange={setName} maxLength={1023} description={say('contacts.nameHelp')} autoFocus />
      <TextField label={say('contacts.groups')} value={groups} onChange={setGroups} maxLength={1023} description={say('contacts.groupsHelp')} />
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
