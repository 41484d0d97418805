import { TriangleAlert } from 'lucide-react';
import { memo, type MouseEvent, type ReactElement } from 'react';
import type { Occupant } from '../../../preload/contract/rooms.ts';
import { useText } from '../../i18n/text.tsx';
import { calmLine } from '../../model/calm-text.ts';
import { Avatar } from '../../ui/Avatar.tsx';
import type { MenuPlace } from '../../ui/Menu.tsx';
import type { RowFocus } from '../../ui/VirtualList.tsx';
import { Hats, RoleMark } from '../conversation/Face.tsx';
import styles from './Members.module.css';

interface MemberRowProps extends RowFocus {
  readonly occupant: Occupant;
  readonly onMenu: (nickname: string, place: MenuPlace) => void;
}

/** Somebody in the room: name, what the room calls them, how they are. Opens what can be done with them. */
export const MemberRow = memo(function MemberRow({ occupant, onMenu, ...focus }: MemberRowProps): ReactElement {
  const say = useText();
  const { nickname, address, availability, status, misleading, self, hats, avatar } = occupant;
  const name = calmLine(nickname);
  // Of a name that could be taken for another, only the address says whose it is.
  const second = misleading ? (address ?? say('members.noAddress')) : calmLine(status ?? '') || say(`presence.${availability}`);
  const open = (event: MouseEvent<HTMLElement>): void => {
    event.preventDefault();
    onMenu(nickname, placeOf(event));
  };
  return (
    <button type="button" {...focus} className={styles['row']} aria-haspopup="menu" onClick={open} onContextMenu={open}>
      <Avatar name={name} address={address ?? nickname} picture={avatar} size={36} presence={availability} />
      <span className={styles['words']}>
        <span className={styles['line']}>
          <span className={styles['name']} title={name}>
            <bdi>{name}</bdi>
          </span>
          {self && <span className={styles['you']}>{say('members.you')}</span>}
          <RoleMark occupant={occupant} />
          {misleading && (
            <span role="img" aria-label={say('members.misleading')} title={say('members.misleading')} className={styles['warning']}>
              <TriangleAlert aria-hidden />
            </span>
          )}
          <Hats hats={hats} most={3} />
        </span>
        <span className={styles['second']} title={second} data-warning={misleading}>
          <bdi>{second}</bdi>
        </span>
      </span>
    </button>
  );
});

/** At the pointer; without one, at the row. */
export function placeOf(event: MouseEvent<HTMLElement>): MenuPlace {
  const box = event.currentTarget.getBoundingClientRect();
  return event.clientX === 0 && event.clientY === 0 ? { x: box.left + 48, y: box.bottom - 8 } : { x: event.clientX, y: event.clientY };
}
