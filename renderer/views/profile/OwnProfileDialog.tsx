import { useCallback, useState, type ReactElement, type SyntheticEvent } from 'react';
import type { Account } from '../../../preload/contract/accounts.ts';
import type { Profile } from '../../../preload/contract/contacts.ts';
import { useText } from '../../i18n/text.tsx';
import { useServices } from '../../services.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Skeleton } from '../../ui/Spinner.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { Problem } from '../problem/Problem.tsx';
import { useAction } from '../problem/use-action.ts';
import { useAnswer } from '../problem/use-answer.ts';
import { OwnPicture } from './OwnPicture.tsx';
import { PROFILE_FIELDS, type ProfileField } from './profile-fields.ts';
import styles from './Profile.module.css';

interface OwnProfileProps {
  readonly account: Account;
  readonly onClose: () => void;
}

/** What others may know: picture, name and the rest. Every field may stay empty. */
export function OwnProfileDialog({ isOpen, ...props }: OwnProfileProps & { readonly isOpen: boolean }): ReactElement {
  const say = useText();
  return (
    <Dialog title={say('account.profileTitle')} isOpen={isOpen} onClose={props.onClose}>
      <Content {...props} />
    </Dialog>
  );
}

function Content({ account, onClose }: OwnProfileProps): ReactElement {
  const { contacts } = useServices();
  const { id, address } = account;
  const { value, failure } = useAnswer(useCallback(() => contacts.profile({ account: id, address }), [contacts, id, address]));
  return (
    <div className={styles['form']}>
      <OwnPicture account={account} />
      <Problem failure={failure} server={address.split('@').at(-1)} />
      {value ? <ProfileForm profile={value} account={account} onClose={onClose} /> : !failure && <Skeleton rows={4} />}
    </div>
  );
}

const LINES = PROFILE_FIELDS.filter(field => field !== 'note');
const KINDS: Partial<Record<ProfileField, 'email' | 'tel' | 'url'>> = { email: 'email', phone: 'tel', url: 'url' };

function ProfileForm({ profile, account, onClose }: OwnProfileProps & { readonly profile: Profile }): ReactElement {
  const say = useText();
  const { contacts } = useServices();
  const { busy, failure, run } = useAction();
  const [values, setValues] = useState<Partial<Record<ProfileField, string>>>(() =>
    Object.fromEntries(PROFILE_FIELDS.map(field => [field, profile[field] ?? ''])),
  );
  const submit = async (event: SyntheticEvent): Promise<void> => {
    event.preventDefault();
    const filled = Object.fromEntries(Object.entries(values).filter(([, text]) => text.trim() !== ''));
    if (!busy && (await run(() => contacts.setProfile({ account: account.id, profile: filled })))) onClose();
  };
  return (
    <form className={styles['form']} onSubmit={event => void submit(event)} noValidate>
      <div className={styles['two']}>
        {LINES.map(field => (
          <TextField
            key={field}
            label={say(`account.profile.${field}`)}
            value={values[field] ?? ''}
            onChange={text => setValues({ ...values, [field]: text })}
            inputMode={KINDS[field] ?? 'text'}
            maxLength={1023}
            autoComplete="off"
          />
        ))}
      </div>
      <TextField label={say('account.profile.note')} value={values.note ?? ''} onChange={note => setValues({ ...values, note })} rows={3} maxLength={8192} />
      <p className={styles['quiet']}>{say('account.profileWho')}</p>
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
