import { useEffect, useRef, type ReactElement } from 'react';
import { useText } from '../../i18n/text.tsx';
import { calmLine } from '../../model/calm-text.ts';
import { Avatar } from '../../ui/Avatar.tsx';
import type { SearchPlace } from './search-places.ts';
import styles from './Search.module.css';

export interface FoundPlacesProps {
  readonly places: readonly SearchPlace[];
  readonly active: number | undefined;
  readonly onGo: (place: SearchPlace) => void;
}

/** Above the messages: who is called as what is typed. */
export function FoundPlaces({ places, active, onGo }: FoundPlacesProps): ReactElement {
  const say = useText();
  return (
    <div role="group" aria-label={say('search.places')} className={styles['places']}>
      {places.map((place, index) => (
        <Row key={place.id} id={`hit-${index}`} place={place} active={active === index} onGo={onGo} />
      ))}
    </div>
  );
}

interface RowProps {
  readonly id: string;
  readonly place: SearchPlace;
  readonly active: boolean;
  readonly onGo: (place: SearchPlace) => void;
}
function Row({ id, place, active, onGo }: RowProps): ReactElement {
  const row = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (active) row.current?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  const label = calmLine(place.label);
  const isRoom = place.kind === 'conversation' && place.conversation.kind === 'room';
  const { avatar } = place.kind === 'contact' ? place.contact : place.conversation;
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus -- the keys are the box's: the focus stays in it
    <div ref={row} id={id} role="option" aria-selected={active} className={styles['place']} onClick={() => onGo(place)}>
      <Avatar name={label} address={place.detail} picture={avatar} size={28} shape={isRoom ? 'square' : 'round'} />
      <span className={styles['title']} title={label} dir="auto">
        {label}
      </span>
    </div>
  );
}
