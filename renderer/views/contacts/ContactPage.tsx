import { ArrowLeft, Ban, MessageSquare, Pencil, Trash2 } from 'lucide-react';
import { useCallback, useState, type ReactElement } from 'react';
import type { Contact } from '../../../preload/contract/contacts.ts';
import { useFormats, useText } from '../../i18n/text.tsx';
import { useNow } from '../../model/clock.ts';
import { useServices } from '../../services.ts';
import { Avatar } from '../../ui/Avatar.tsx';
import { Button } from '../../ui/Button.tsx';
import { ConfirmDialog } from '../../ui/Dialog.tsx';
import { Groups } from '../details/Groups.tsx';
import { Problem } from '../problem/Problem.tsx';
import { useAction } from '../problem/use-action.ts';
import { useAnswer } from '../problem/use-answer.ts';
import { ProfileFacts } from '../profile/ProfileFacts.tsx';
import styles from './Contacts.module.css';
import type { ContactsModel } from './contacts.model.ts';
import { EditContactDialog } from './EditContactDialog.tsx';
import { SeeingEachOther } from './SeeingEachOther.tsx';

export interface ContactPageProps {
  readonly model: ContactsModel;
  readonly contact: Contact;
  readonly onMessage: (contact: Contact) => Promise<unknown>;
  /** The contact is gone, or where there is one column only, back to the list. */
  readonly onLeave: () => void;
}

/** The main column: one contact, and what can be done. */
export function ContactPage({ model, contact, onMessage, onLeave }: ContactPageProps): ReactElement {
  const say = useText();
  const { contacts } = useServices();
  const action = useAction();
  const [dialog, setDialog] = useState<'edit' | 'remove' | 'block'>();
  const { account, address, title, blocked, subscription } = contact;
  // Where we may not see them we know nothing: `offline` would be a guess.
  const seen = !blocked && (subscription === 'to' || subscription === 'both');
  const profile = useAnswer(useCallback(() => contacts.profile({ account, address }), [contacts, account, address]));
  const close = (): void => setDialog(undefined);
  const remove = async (): Promise<void> => {
    close();
    if (await action.run(() => model.remove(contact))) onLeave();
  };
  const block = (): void => {
    close();
    void action.run(() => model.block(contact));
  };
  return (
    <article className={styles['page']} aria-label={title}>
      <div className={styles['back']}>
        <Button kind="quiet" size="small" icon={ArrowLeft} onPress={onLeave}>
          {say('contacts.title')}
        </Button>
      </div>
      <Head contact={contact} seen={seen} />
      <div className={styles['mainButtons']}>
        <Button kind="primary" icon={MessageSquare} isDisabled={blocked} onPress={() => void action.run(() => onMessage(contact))}>
          {say('contacts.message')}
        </Button>
        <Button icon={Pencil} onPress={() => setDialog('edit')}>
          {say('contacts.edit')}
        </Button>
        <Button icon={Ban} onPress={() => (blocked ? void action.run(() => model.unblock(contact)) : setDialog('block'))}>
          {say(blocked ? 'contacts.unblock' : 'contacts.block')}
        </Button>
        <Button icon={Trash2} onPress={() => setDialog('remove')}>
          {say('contacts.remove')}
        </Button>
      </div>
      <Problem failure={action.failure} />
      <SeeingEachOther model={model} contact={contact} />
      <Groups groups={contact.groups} below="h1" />
      {profile.value && <ProfileFacts profile={profile.value} />}
      <EditContactDialog model={model} contact={contact} isOpen={dialog === 'edit'} onClose={close} />
      <Sure kind="remove" name={title} isOpen={dialog === 'remove'} onClose={close} onConfirm={() => void remove()} />
      <Sure kind="block" name={title} isOpen={dialog === 'block'} onClose={close} onConfirm={block} />
    </article>
  );
}

function Head({ contact, seen }: { readonly contact: Contact; readonly seen: boolean }): ReactElement {
  const { address, title, avatar, availability } = contact;
  return (
    <header className={styles['card']}>
      <Avatar name={title} address={address} picture={avatar} size={96} {...(seen ? { presence: availability } : {})} />
      <h1 className={styles['bigName']} dir="auto">
        {title}
      </h1>
      {title !== address && (
        <p className={styles['address']} dir="ltr">
          {address}
        </p>
      )}
      {seen && <Now contact={contact} />}
    </header>
  );
}

interface SureProps {
  readonly kind: 'remove' | 'block';
  readonly name: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly onConfirm: () => void;
}
function Sure({ kind, name, ...rest }: SureProps): ReactElement {
  const say = useText();
  return (
    <ConfirmDialog title={say(`contacts.${kind}Title`, { name })} action={say(`contacts.${kind}`)} {...rest}>
      <p>{say(`contacts.${kind}Text`)}</p>
    </ConfirmDialog>
  );
}

/** Availability, status text, and since when nobody touched their device. */
function Now({ contact: { availability, status, idleSince } }: { readonly contact: Contact }): ReactElement {
  const say = useText();
  const formats = useFormats();
  const now = useNow();
  const minutes = idleSince === undefined ? 0 : Math.floor((now - idleSince) / 60_000);
  const since =
    minutes < 1
      ? ''
      : minutes < 60
        ? formats.formatRelativeTime(-minutes, 'minute')
        : minutes < 48 * 60
          ? formats.formatRelativeTime(-Math.floor(minutes / 60), 'hour')
          : formats.formatRelativeTime(-Math.floor(minutes / 1440), 'day');
  return (
    <div className={styles['now']}>
      <p>{since === '' ? say(`presence.${availability}`) : say('contacts.idle', { state: say(`presence.${availability}`), since })}</p>
      {status !== undefined && status !== '' && (
        <p className={styles['status']} dir="auto">
          {status.slice(0, 1023)}
        </p>
      )}
    </div>
  );
}
