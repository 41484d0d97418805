import { useCallback, useMemo, useState, type ReactElement } from 'react';
import type { BareJid } from '../../../preload/contract/ids.ts';
import type { Occupant, Room } from '../../../preload/contract/rooms.ts';
import { useText } from '../../i18n/text.tsx';
import { calmLine } from '../../model/calm-text.ts';
import { fold } from '../../model/fold.ts';
import { sectionOf, type OccupantSection } from '../../model/occupants.ts';
import { useReplicas } from '../../model/replicas.ts';
import { useViewModel } from '../../model/view-model.ts';
import { useServices } from '../../services.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ContextMenu, type MenuPlace } from '../../ui/Menu.tsx';
import { Skeleton } from '../../ui/Spinner.tsx';
import { VirtualList, type RowFocus } from '../../ui/VirtualList.tsx';
import { useNavigation } from '../shell/routes.ts';
import { memberMenu } from './member-menu.ts';
import { MemberRow } from './MemberRow.tsx';
import styles from './Members.module.css';
import { useRoomActs } from './room-acts.tsx';

interface Heading {
  readonly section: OccupantSection;
  readonly count: number;
}
type Item = Occupant | Heading;
const isHeading = (item: Item): item is Heading => 'section' in item;
const keyOf = (item: Item): string => (isHeading(item) ? `section ${item.section}` : `person ${item.nickname}`);
const nameOf = (item: Item): string => (isHeading(item) ? '' : calmLine(item.nickname));

/** Who is in the room now, by what they are there. */
export function MemberList({ room, text }: { readonly room: Room; readonly text: string }): ReactElement {
  const say = useText();
  const model = useReplicas().occupants(room.conversation);
  const { phase, occupants } = useViewModel(model);
  const items = useMemo(() => itemsOf(occupants, text), [occupants, text]);
  const [menu, setMenu] = useState<{ readonly nickname: string; readonly place: MenuPlace }>();
  const openMenu = useCallback((nickname: string, place: MenuPlace) => setMenu({ nickname, place }), []);
  const render = useCallback(
    (item: Item, focus: RowFocus) => (isHeading(item) ? <SectionHeading {...item} /> : <MemberRow occupant={item} {...focus} onMenu={openMenu} />),
    [openMenu],
  );
  if (phase === 'loading' && occupants.length === 0) return <Skeleton rows={6} avatars />;
  if (phase === 'failed') return <EmptyState title={say('members.failed')} actions={<Button onPress={model.retry}>{say('common.retry')}</Button>} />;
  if (items.length === 0) return <EmptyState title={say(text === '' ? 'members.nobody' : 'members.nothing')} />;
  return (
    <>
      <VirtualList
        label={say('room.members')}
        items={items}
        keyOf={keyOf}
        nameOf={nameOf}
        isHeading={isHeading}
        render={render}
        rowHeight={52}
        className={styles['list']}
      />
      <PersonMenu room={room} nickname={menu?.nickname} place={menu?.place} onClose={() => setMenu(undefined)} />
    </>
  );
}

/** Sections are there in their order already; of a search only those that somebody is found in. */
function itemsOf(occupants: readonly Occupant[], text: string): readonly Item[] {
  const wanted = fold(text.trim());
  const items: Item[] = [];
  let section: OccupantSection | undefined;
  let at = 0;
  let count = 0;
  const close = (): void => {
    if (section !== undefined) items[at] = { section, count };
  };
  for (const occupant of occupants) {
    if (wanted !== '' && !fold(occupant.nickname).includes(wanted) && occupant.address?.includes(wanted) !== true) continue;
    const own = sectionOf(occupant);
    if (own !== section) {
      close();
      [section, at, count] = [own, items.length, 0];
      items.push({ section: own, count: 0 });
    }
    items.push(occupant);
    count += 1;
  }
  close();
  return items;
}

function SectionHeading({ section, count }: Heading): ReactElement {
  const say = useText();
  return (
    <div className={styles['section']}>
      <span>{say(`members.section.${section}`)}</span>
      <span className={styles['count']}>{count}</span>
    </div>
  );
}

interface PersonMenuProps {
  readonly room: Room;
  readonly nickname: string | undefined;
  readonly place: MenuPlace | undefined;
  readonly onClose: () => void;
}
function PersonMenu({ room, nickname, place, onClose }: PersonMenuProps): ReactElement {
  const say = useText();
  const acts = useRoomActs();
  const onWrite = useWriteTo();
  const onOpen = useOpenPerson(room);
  const { find } = useReplicas().occupants(room.conversation);
  const occupant = nickname === undefined ? undefined : find(nickname);
  return (
    <ContextMenu
      label={say('members.menu', { name: calmLine(nickname ?? '') })}
      place={occupant ? place : undefined}
      items={occupant ? memberMenu(room, occupant, { say, acts, onWrite, onOpen }) : []}
      onClose={onClose}
    />
  );
}

/** Goes on writing to somebody in the room: where the members cover it, they make way. */
export function useWriteTo(): (to: 'private' | 'mention', nickname: string) => void {
  const navigation = useNavigation();
  return useCallback((to, nickname) => navigation.write({ to, nickname }, window.innerWidth <= COVERED), [navigation]);
}
const COVERED = 1000;

/** A conversation of two, with somebody whose address the room shows. */
export function useOpenPerson({ account }: Pick<Room, 'account'>): (address: BareJid) => void {
  const { conversations } = useServices();
  const navigation = useNavigation();
  const { quick } = useRoomActs();
  return address => quick(async () => navigation.openConversation((await conversations.start({ account, address })).id));
}
