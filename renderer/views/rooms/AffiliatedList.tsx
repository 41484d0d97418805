import { UserPlus } from 'lucide-react';
import { useCallback, useMemo, useState, type FormEvent, type ReactElement } from 'react';
import type { Affiliated, Affiliation, Room } from '../../../preload/contract/rooms.ts';
import { useText } from '../../i18n/text.tsx';
import { calmLine } from '../../model/calm-text.ts';
import { fold } from '../../model/fold.ts';
import { useReplicas } from '../../model/replicas.ts';
import { useViewModel } from '../../model/view-model.ts';
import { useServices } from '../../services.ts';
import { Avatar } from '../../ui/Avatar.tsx';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ContextMenu, type MenuPlace } from '../../ui/Menu.tsx';
import { Skeleton } from '../../ui/Spinner.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { VirtualList, type RowFocus } from '../../ui/VirtualList.tsx';
import { Problem } from '../problem/Problem.tsx';
import { useAction } from '../problem/use-action.ts';
import { useAnswer } from '../problem/use-answer.ts';
import { affiliatedMenu } from './member-menu.ts';
import { useOpenPerson } from './MemberList.tsx';
import { grantable } from './member-rights.ts';
import { placeOf } from './MemberRow.tsx';
import styles from './Members.module.css';
import { useRoomActs, type Person } from './room-acts.tsx';

interface AffiliatedListProps {
  readonly room: Room;
  readonly affiliation: Affiliation;
  readonly text: string;
}
const keyOf = ({ address }: Affiliated): string => address;
const titleOf = ({ nickname, address }: Affiliated): string => calmLine(nickname ?? address);
const personOf = ({ address, affiliation, nickname }: Affiliated): Person => ({ address, affiliation, nickname: nickname ?? address, role: 'none' });

/** Who is a member, an administrator, an owner or banned, whether they are here or not. */
export function AffiliatedList({ room, affiliation, text }: AffiliatedListProps): ReactElement {
  const say = useText();
  const { rooms } = useServices();
  const { conversation } = room;
  const { value, failure, again } = useAnswer(useCallback(() => rooms.affiliated({ conversation, affiliation }), [rooms, conversation, affiliation]));
  const found = useMemo(() => (value ?? []).filter(one => fits(one, text)), [value, text]);
  const [menu, setMenu] = useState<{ readonly address: string; readonly place: MenuPlace }>();
  const render = useCallback(
    (item: Affiliated, focus: RowFocus) => <Row item={item} focus={focus} onMenu={place => setMenu({ address: item.address, place })} />,
    [],
  );
  const mayAdd = affiliation === 'outcast' ? grantable(room, 'none').length > 0 : grantable(room, 'none').includes(affiliation);
  if (failure) {
    return (
      <div className={styles['failed']}>
        <Problem failure={failure} />
        <Button onPress={again}>{say('common.retry')}</Button>
      </div>
    );
  }
  return (
    <>
      {mayAdd && <Add room={room} affiliation={affiliation} onAdded={again} />}
      {value === undefined && <Skeleton rows={5} avatars />}
      {value !== undefined && found.length === 0 && <EmptyState title={say(text === '' ? 'members.listEmpty' : 'members.nothing')} />}
      {found.length > 0 && (
        <VirtualList
          label={say(`members.list.${affiliation === 'none' ? 'here' : affiliation}`)}
          items={found}
          keyOf={keyOf}
          nameOf={titleOf}
          render={render}
          rowHeight={52}
          className={styles['list']}
        />
      )}
      <Menu
        room={room}
        person={found.find(({ address }) => address === menu?.address)}
        place={menu?.place}
        onChanged={again}
        onClose={() => setMenu(undefined)}
      />
    </>
  );
}

const fits = ({ address, nickname, reason }: Affiliated, text: string): boolean => {
  const wanted = fold(text.trim());
  return wanted === '' || address.includes(wanted) || fold(`${nickname ?? ''} ${reason ?? ''}`).includes(wanted);
};

interface RowProps {
  readonly item: Affiliated;
  readonly focus: RowFocus;
  readonly onMenu: (place: MenuPlace) => void;
}
function Row({ item, focus, onMenu }: RowProps): ReactElement {
  const name = titleOf(item);
  const second = [item.nickname === undefined ? '' : item.address, calmLine(item.reason ?? '')].filter(Boolean).join(' · ');
  return (
    <button
      type="button"
      {...focus}
      className={styles['row']}
      aria-haspopup="menu"
      onClick={event => onMenu(placeOf(event))}
      onContextMenu={event => {
        event.preventDefault();
        onMenu(placeOf(event));
      }}
    >
      <Avatar name={name} address={item.address} size={36} />
      <span className={styles['words']}>
        <span className={styles['name']} title={name}>
          <bdi>{name}</bdi>
        </span>
        {second !== '' && (
          <span className={styles['second']} title={second}>
            <bdi>{second}</bdi>
          </span>
        )}
      </span>
    </button>
  );
}

interface MenuProps {
  readonly room: Room;
  readonly person: Affiliated | undefined;
  readonly place: MenuPlace | undefined;
  readonly onChanged: () => void;
  readonly onClose: () => void;
}
function Menu({ room, person, place, onChanged, onClose }: MenuProps): ReactElement {
  const say = useText();
  const { rooms } = useServices();
  const acts = useRoomActs();
  const onOpen = useOpenPerson(room);
  const { value: accounts } = useViewModel(useReplicas().accounts);
  const self = accounts.some(({ id, address }) => id === room.account && address === person?.address);
  // The list is read anew after a change: it is not told of by itself.
  const listed = {
    ...acts,
    setAffiliation: (...[conversation, { address, nickname }, affiliation]: Parameters<typeof acts.setAffiliation>): void =>
      acts.quick(async () => {
        await rooms.setAffiliation({ conversation, affiliation, ...(address === undefined ? { nickname } : { address }) });
        onChanged();
      }),
  };
  const items = person ? affiliatedMenu(self ? { ...room, affiliation: 'none' } : room, personOf(person), { say, acts: listed, onOpen }) : [];
  return (
    <ContextMenu label={say('members.menu', { name: person ? titleOf(person) : '' })} place={person ? place : undefined} items={items} onClose={onClose} />
  );
}

/** Puts somebody on the list by their address, here or not. */
function Add({ room, affiliation, onAdded }: { readonly room: Room; readonly affiliation: Affiliation; readonly onAdded: () => void }): ReactElement {
  const say = useText();
  const { rooms } = useServices();
  const action = useAction();
  const [address, setAddress] = useState('');
  const add = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (address.trim() === '' || action.busy) return;
    if (!(await action.run(() => rooms.setAffiliation({ conversation: room.conversation, address: address.trim(), affiliation })))) return;
    setAddress('');
    onAdded();
  };
  return (
    <form className={styles['add']} onSubmit={event => void add(event)}>
      <TextField
        label={say('members.add')}
        labelHidden
        placeholder={say('members.add')}
        value={address}
        onChange={text => {
          setAddress(text);
          action.clear();
        }}
        maxLength={3071}
        autoComplete="off"
        spellCheck="false"
      />
      <Button type="submit" icon={UserPlus} isDisabled={address.trim() === ''} isPending={action.busy}>
        {say('members.addAction')}
      </Button>
      <Problem failure={action.failure} />
    </form>
  );
}
