import { Hash, MessageCircle, Search, Terminal, UserRound } from 'lucide-react';
import { useMemo, useState, type ReactElement } from 'react';
import { Autocomplete, Dialog, Input, ListBox, ListBoxItem, Modal, ModalOverlay, SearchField, Text } from 'react-aria-components';
import { useText } from '../../i18n/text.tsx';
import { calmLine } from '../../model/calm-text.ts';
import { useReplicas } from '../../model/replicas.ts';
import { useViewModel } from '../../model/view-model.ts';
import { Avatar } from '../../ui/Avatar.tsx';
import styles from './Switcher.module.css';
import { switcherEntries, type Command, type SwitcherEntry } from './switcher-entries.ts';
import { useGoTo } from './use-go-to.ts';

/** From anywhere to any conversation, contact or command, by a few letters. */
export function Switcher({
  isOpen,
  commands,
  onClose,
}: {
  readonly isOpen: boolean;
  readonly commands: readonly Command[];
  readonly onClose: () => void;
}): ReactElement {
  const say = useText();
  return (
    <ModalOverlay isOpen={isOpen} onOpenChange={open => (open ? undefined : onClose())} isDismissable className={styles['overlay'] ?? ''}>
      <Modal className={styles['modal'] ?? ''}>
        <Dialog aria-label={say('switcher.title')} className={styles['dialog'] ?? ''}>
          <Box commands={commands} onClose={onClose} />
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

function Box({ commands, onClose }: { readonly commands: readonly Command[]; readonly onClose: () => void }): ReactElement {
  const say = useText();
  const goTo = useGoTo();
  const replicas = useReplicas();
  const { items: conversations } = useViewModel(replicas.conversations);
  const { items: contacts } = useViewModel(replicas.contacts);
  const [query, setQuery] = useState('');
  const named = useMemo(() => commands.map(command => ({ ...command, label: say(command.text) })), [commands, say]);
  const entries = useMemo(() => switcherEntries({ conversations, contacts, commands: named }, query), [conversations, contacts, named, query]);
  const go = (entry: SwitcherEntry | undefined): void => {
    if (!entry) return;
    onClose();
    goTo(entry);
  };
  return (
    <Autocomplete inputValue={query} onInputChange={setQuery} disableAutoFocusFirst={false}>
      <SearchField aria-label={say('switcher.title')} autoFocus className={styles['field'] ?? ''}>
        <Search aria-hidden className={styles['glass']} />
        <Input className={styles['input'] ?? ''} placeholder={say('switcher.placeholder')} maxLength={200} />
      </SearchField>
      <ListBox
        aria-label={say('switcher.results')}
        className={styles['list'] ?? ''}
        items={entries}
        onAction={key => go(entries.find(({ id }) => id === key))}
        renderEmptyState={() => <p className={styles['none']}>{say('switcher.nothing')}</p>}
      >
        {entry => <Row entry={entry} />}
      </ListBox>
    </Autocomplete>
  );
}

function Row({ entry }: { readonly entry: SwitcherEntry }): ReactElement {
  const label = calmLine(entry.label);
  return (
    <ListBoxItem id={entry.id} textValue={label} className={styles['row'] ?? ''}>
      {entry.kind === 'command' ? (
        <span className={styles['sign']}>
          <Terminal aria-hidden />
        </span>
      ) : (
        <Avatar
          name={label}
          address={entry.detail}
          picture={entry.kind === 'contact' ? entry.contact.avatar : entry.conversation.avatar}
          size={28}
          shape={isRoom(entry) ? 'square' : 'round'}
        />
      )}
      <Text slot="label" className={styles['label'] ?? ''} title={label}>
        <bdi>{label}</bdi>
      </Text>
      {entry.detail !== '' && entry.detail !== label && (
        <Text slot="description" className={styles['detail'] ?? ''} title={entry.detail}>
          {entry.detail}
        </Text>
      )}
      {entry.kind !== 'command' && <Kind entry={entry} />}
    </ListBoxItem>
  );
}

const isRoom = (entry: SwitcherEntry): boolean => entry.kind === 'conversation' && entry.conversation.kind === 'room';

function Kind({ entry }: { readonly entry: SwitcherEntry }): ReactElement {
  const Icon = entry.kind === 'contact' ? UserRound : isRoom(entry) ? Hash : MessageCircle;
  return <Icon aria-hidden className={styles['kind']} />;
}
