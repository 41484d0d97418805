import { Check, Plus, X } from 'lucide-react';
import { useCallback, useMemo, useState, type ReactElement } from 'react';
import type { AccountId } from '../../../preload/contract/ids.ts';
import { useText } from '../../i18n/text.tsx';
import { calmLine } from '../../model/calm-text.ts';
import { fold } from '../../model/fold.ts';
import { useReplicas } from '../../model/replicas.ts';
import { useViewModel } from '../../model/view-model.ts';
import { Avatar } from '../../ui/Avatar.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { VirtualList, type RowFocus } from '../../ui/VirtualList.tsx';
import directory from './Directory.module.css';
import styles from './RoomDialogs.module.css';

interface PeoplePickerProps {
  readonly account: AccountId;
  /** Addresses. */
  readonly chosen: readonly string[];
  readonly onChange: (chosen: readonly string[]) => void;
  readonly autoFocus?: boolean;
}
interface Person {
  readonly address: string;
  readonly title: string;
  readonly avatar: string | undefined;
}

const ADDRESS = /^[^\s@/]+@[^\s@/]+\.[^\s@/]+$/;
const MOST = 100;

/** Several people: contacts, and anybody else by their address. */
export function PeoplePicker({ account, chosen, onChange, autoFocus = false }: PeoplePickerProps): ReactElement {
  const say = useText();
  const { items: contacts } = useViewModel(useReplicas().contacts);
  const [text, setText] = useState('');
  const known = useMemo(
    () => new Map(contacts.filter(one => one.account === account && !one.blocked).map(one => [one.address as string, one])),
    [contacts, account],
  );
  const people = useMemo(() => peopleFor([...known.values()], text), [known, text]);
  const toggle = useCallback(
    (address: string) => {
      if (chosen.includes(address)) onChange(chosen.filter(one => one !== address));
      else if (chosen.length < MOST) onChange([...chosen, address]);
    },
    [chosen, onChange],
  );
  const render = useCallback(
    (person: Person, focus: RowFocus) => <Row person={person} focus={focus} chosen={chosen.includes(person.address)} onToggle={toggle} />,
    [chosen, toggle],
  );
  return (
    <>
      {chosen.length > 0 && <Chosen chosen={chosen} nameOf={address => calmLine(known.get(address)?.title ?? address)} onRemove={toggle} />}
      <TextField
        label={say('rooms.person')}
        description={say('rooms.personHelp')}
        value={text}
        onChange={setText}
        onKeyDown={event => {
          // Enter is meant for the person, not for the dialog.
          if (event.key !== 'Enter' || text.trim() === '') return;
          event.preventDefault();
          const first = people[0];
          if (first) toggle(first.address);
          setText('');
        }}
        maxLength={3071}
        autoComplete="off"
        spellCheck="false"
        autoFocus={autoFocus}
      />
      <div className={styles['people']}>
        {people.length === 0 ? (
          <EmptyState title={say('rooms.nobody')} text={say('rooms.nobodyText')} />
        ) : (
          <VirtualList
            label={say('rooms.people')}
            items={people}
            keyOf={addressOf}
            nameOf={titleOf}
            render={render}
            rowHeight={44}
            className={directory['list']}
          />
        )}
      </div>
    </>
  );
}

interface ChosenProps {
  readonly chosen: readonly string[];
  readonly nameOf: (address: string) => string;
  readonly onRemove: (address: string) => void;
}
function Chosen({ chosen, nameOf, onRemove }: ChosenProps): ReactElement {
  const say = useText();
  return (
    <ul className={styles['chips']} aria-label={say('rooms.chosen')}>
      {chosen.map(address => (
        <li key={address} className={styles['chip']}>
          <span className={styles['chipName']} title={address}>
            <bdi>{nameOf(address)}</bdi>
          </span>
          <IconButton size="small" icon={X} label={say('rooms.unchoose', { name: nameOf(address) })} tooltip={false} onPress={() => onRemove(address)} />
        </li>
      ))}
    </ul>
  );
}

const addressOf = ({ address }: Person): string => address;
const titleOf = ({ title }: Person): string => title;

/** Contacts that fit what is typed, and what is typed itself where it is an address of somebody else. */
function peopleFor(
  contacts: readonly { readonly address: string; readonly title: string; readonly avatar: string | undefined }[],
  text: string,
): readonly Person[] {
  const wanted = fold(text.trim());
  const fitting = contacts
    .filter(({ address, title }) => wanted === '' || fold(title).includes(wanted) || address.includes(wanted))
    .map(({ address, title, avatar }) => ({ address, title: calmLine(title), avatar }));
  const typed = text.trim().toLowerCase();
  const stranger = ADDRESS.test(typed) && !contacts.some(({ address }) => address === typed);
  return stranger ? [{ address: typed, title: typed, avatar: undefined }, ...fitting] : fitting;
}

interface RowProps {
  readonly person: Person;
  readonly focus: RowFocus;
  readonly chosen: boolean;
  readonly onToggle: (address: string) => void;
}
function Row({ person: { address, title, avatar }, focus, chosen, onToggle }: RowProps): ReactElement {
  const Sign = chosen ? Check : Plus;
  return (
    <button type="button" {...focus} className={directory['row']} aria-pressed={chosen} onClick={() => onToggle(address)}>
      <Avatar name={title} address={address} picture={avatar} size={28} />
      <span className={directory['words']}>
        <span className={directory['name']} title={title}>
          <bdi>{title}</bdi>
        </span>
        {title !== address && (
          <span className={directory['second']} title={address}>
            {address}
          </span>
        )}
      </span>
      <span className={directory['fact']}>
        <Sign aria-hidden />
      </span>
    </button>
  );
}
