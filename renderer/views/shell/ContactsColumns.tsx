import type { ReactElement } from 'react';
import { useText } from '../../i18n/text.tsx';
import { contactKey, useReplicas } from '../../model/replicas.ts';
import { useViewModel } from '../../model/view-model.ts';
import { useServices } from '../../services.ts';
import { ArchDrawing, EmptyState } from '../../ui/EmptyState.tsx';
import { ContactList } from '../contacts/ContactList.tsx';
import { ContactPage } from '../contacts/ContactPage.tsx';
import type { ContactsModel } from '../contacts/contacts.model.ts';
import { useNavigation } from './routes.ts';

export function Contacts({ model }: { readonly model: ContactsModel }): ReactElement {
  const navigation = useNavigation();
  const { contact } = useViewModel(navigation);
  return <ContactList model={model} chosen={contact} onChoose={navigation.openContact} onAdd={() => navigation.openDialog({ kind: 'add-contact' })} />;
}

export function ContactMain({ model }: { readonly model: ContactsModel }): ReactElement {
  const say = useText();
  const { conversations } = useServices();
  const navigation = useNavigation();
  const { contact: chosen } = useViewModel(navigation);
  const { contacts } = useReplicas();
  useViewModel(contacts);
  const contact = chosen && contacts.find(contactKey(chosen.account, chosen.address));
  if (!contact) return <EmptyState drawing={<ArchDrawing />} title={say('shell.noContact')} text={say('shell.noContactText')} />;
  return (
    <ContactPage
      key={contactKey(contact.account, contact.address)}
      model={model}
      contact={contact}
      onMessage={async ({ account, address }) => navigation.openConversation((await conversations.start({ account, address })).id)}
      onLeave={() => navigation.openContact(undefined)}
    />
  );
}
