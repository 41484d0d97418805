import { Search, UserPlus } from 'lucide-react';
import { useMemo, type ReactElement } from 'react';
import { Collection, Header, ListBox, ListBoxItem, ListBoxSection, ListLayout, Virtualizer } from 'react-aria-components';
import type { Contact } from '../../../preload/contract/contacts.ts';
import { useFormats, useText } from '../../i18n/text.tsx';
import { contactKey, useReplicas, type ContactKey } from '../../model/replicas.ts';
import { useViewModel } from '../../model/view-model.ts';
import { Avatar } from '../../ui/Avatar.tsx';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { Skeleton } from '../../ui/Spinner.tsx';
import { TextField } from '../../ui/TextField.tsx';
import styles from './Contacts.module.css';
import type { ContactsModel, Someone } from './contacts.model.ts';
import { groupContacts, type ContactGroup } from './group-contacts.ts';
import { RoomInvites } from '../rooms/RoomInvites.tsx';
import { Requests } from './Requests.tsx';

export interface ContactListProps {
  readonly model: ContactsModel;
  readonly chosen: Someone | undefined;
  readonly onChoose: (contact: Someone) => void;
  readonly onAdd: () => void;
}

/** The list column: who wants to become a contact, then everybody by group. */
export function ContactList({ model, chosen, onChoose, onAdd }: ContactListProps): ReactElement {
  const say = useText();
  const { locale } = useFormats();
  const replica = useReplicas().contacts;
  const { phase, items } = useViewModel(replica);
  const { filter, requests } = useViewModel(model);
  const groups = useMemo(() => groupContacts(items, filter, locale), [items, filter, locale]);
  return (
    <section className={styles['pane']} aria-label={say('contacts.title')}>
      <header className={styles['head']}>
        <h1 className={styles['heading']}>{say('contacts.title')}</h1>
        <IconButton icon={UserPlus} label={say('contacts.add')} onPress={onAdd} />
      </header>
      {items.length > 0 && (
        <div className={styles['filter']}>
          <TextField
            label={say('contacts.filter')}
            labelHidden
            placeholder={say('contacts.filter')}
            leading={<Search aria-hidden />}
            value={filter}
            onChange={model.setFilter}
          />
        </div>
      )}
      <div className={styles['scroll']}>
        <Requests model={model} requests={requests} />
        <RoomInvites />
        {phase === 'loading' && items.length === 0 && <Skeleton rows={6} avatars />}
        {phase === 'failed' && <EmptyState title={say('contacts.failed')} actions={<Button onPress={replica.retry}>{say('common.retry')}</Button>} />}
        {phase === 'ready' && items.length === 0 && requests.length === 0 && (
          <EmptyState
            title={say('contacts.empty')}
            text={say('contacts.emptyText')}
            actions={
              <Button kind="primary" onPress={onAdd}>
                {say('contacts.add')}
              </Button>
            }
          />
        )}
        {items.length > 0 && groups.length === 0 && <EmptyState title={say('contacts.nobody')} text={say('contacts.nobodyText', { filter })} />}
      </div>
      {groups.length > 0 && <People groups={groups} chosen={chosen} onChoose={onChoose} />}
    </section>
  );
}

interface PeopleProps {
  readonly groups: readonly ContactGroup[];
  readonly chosen: Someone | undefined;
  readonly onChoose: (contact: Someone) => void;
}
/** Somebody in two groups stands in the list twice, so a row is known by group and person. */
type RowKey = `${ContactKey} ${string}`;
const rowKey = (contact: Contact, group: string | undefined): RowKey => `${contactKey(contact.account, contact.address)} ${group ?? ''}`;

function People({ groups, chosen, onChoose }: PeopleProps): ReactElement {
  const say = useText();
  const rows = new Map<unknown, Contact>(groups.flatMap(({ name, contacts }) => contacts.map(contact => [rowKey(contact, name), contact] as const)));
  const selected = [...rows].filter(([, contact]) => contact.account === chosen?.account && contact.address === chosen.address).map(([key]) => String(key));
  return (
    <Virtualizer layout={ListLayout} layoutOptions={LAYOUT}>
      <ListBox
        aria-label={say('contacts.list')}
        selectionMode="single"
        selectionBehavior="replace"
        selectedKeys={selected.slice(0, 1)}
        onSelectionChange={keys => {
          const contact = keys === 'all' ? undefined : rows.get([...keys][0]);
          if (contact) onChoose(contact);
        }}
        className={styles['people'] ?? ''}
      >
        {groups.map(({ name, contacts }) => (
          <ListBoxSection
            key={name ?? ''}
            id={`group ${name ?? ''}`}
            className={styles['group'] ?? ''}
            {...(name === undefined ? { 'aria-label': say('contacts.noGroup') } : {})}
          >
            {name !== undefined && (
              <Header className={styles['groupName'] ?? ''} title={name} dir="auto">
                {name}
              </Header>
            )}
            <Collection items={contacts.map(contact => ({ id: rowKey(contact, name), contact }))}>
              {({ id, contact }) => <Person key={id} id={id} contact={contact} />}
            </Collection>
          </ListBoxSection>
        ))}
      </ListBox>
    </Virtualizer>
  );
}
/** What rows are before they have been measured: a roster of thousands puts only those in sight on the page. */
const LAYOUT = { estimatedRowHeight: 53, estimatedHeadingHeight: 30 };

function Person({ id, contact }: { readonly id: string; readonly contact: Contact }): ReactElement {
  const say = useText();
  const { title, address, avatar, status, availability, pending, blocked, subscription } = contact;
  const seen = subscription === 'to' || subscription === 'both';
  const second = blocked ? say('contacts.blocked') : pending ? say('contacts.waiting') : (status ?? '') || (seen ? say(`presence.${availability}`) : address);
  return (
    <ListBoxItem id={id} textValue={title} className={styles['person'] ?? ''}>
      <Avatar name={title} address={address} picture={avatar} size={36} {...(seen && !blocked ? { presence: availability } : {})} />
      <span className={styles['words']}>
        <span className={styles['name']} title={title} dir="auto">
          {title}
        </span>
        <span className={styles['second']} title={second} dir="auto">
          {second}
        </span>
      </span>
    </ListBoxItem>
  );
}
