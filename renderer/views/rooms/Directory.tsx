import { Check, Search, Users } from 'lucide-react';
import { useCallback, type ReactElement } from 'react';
import type { ListedRoom } from '../../../preload/contract/rooms.ts';
import { useFormats, useText } from '../../i18n/text.tsx';
import { calmLine } from '../../model/calm-text.ts';
import { useViewModel } from '../../model/view-model.ts';
import { Avatar } from '../../ui/Avatar.tsx';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Select } from '../../ui/Select.tsx';
import { Skeleton } from '../../ui/Spinner.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { VirtualList, type RowFocus } from '../../ui/VirtualList.tsx';
import { Problem } from '../problem/Problem.tsx';
import styles from './Directory.module.css';
import type { DirectoryModel, Place } from './directory.model.ts';

interface DirectoryProps {
  readonly model: DirectoryModel;
  /** The address that is typed or chosen. */
  readonly chosen: string;
  readonly onChoose: (room: ListedRoom) => void;
}

/** Rooms to choose from: of a service, or of a public directory. */
export function Directory({ model, chosen, onChoose }: DirectoryProps): ReactElement {
  const say = useText();
  const { services = [], place, text, total } = useViewModel(model);
  const places: readonly { readonly id: Place; readonly label: string }[] = [
    ...services.map(({ address, name }) => ({ id: address, label: name === undefined ? address : `${calmLine(name)} (${address})` })),
    { id: 'everywhere', label: say('rooms.everywhere') },
  ];
  return (
    <section className={styles['directory']} aria-label={say('rooms.directory')}>
      <div className={styles['where']}>
        <Select label={say('rooms.where')} options={places} value={place} onChange={model.choose} />
        <TextField
          label={say('rooms.search')}
          labelHidden
          placeholder={say('rooms.search')}
          leading={<Search aria-hidden className={styles['glass']} />}
          value={text}
          onChange={model.type}
          maxLength={200}
          autoComplete="off"
          spellCheck="false"
        />
      </div>
      <div className={styles['rooms']}>
        <Listed model={model} chosen={chosen} onChoose={onChoose} />
      </div>
      <p className={styles['total']} role="status">
        {total === undefined ? '' : say('rooms.total', { count: total })}
      </p>
    </section>
  );
}

function Listed({ model, chosen, onChoose }: DirectoryProps): ReactElement {
  const say = useText();
  const { phase, rooms, text, place, failure } = useViewModel(model);
  const render = useCallback(
    (room: ListedRoom, focus: RowFocus) => <Row room={room} focus={focus} chosen={room.address === chosen} onChoose={onChoose} />,
    [chosen, onChoose],
  );
  if (phase === 'loading') return <Skeleton rows={4} avatars />;
  if (phase === 'failed' && failure?.code === 'unsupported' && place === 'everywhere')
    return <EmptyState title={say('rooms.noDirectory')} text={say('rooms.noDirectoryText')} />;
  if (phase === 'failed') {
    return (
      <div className={styles['failed']}>
        <Problem failure={failure} server={place === 'everywhere' ? undefined : place} />
        <Button onPress={model.retry}>{say('common.retry')}</Button>
      </div>
    );
  }
  if (rooms.length === 0) return <EmptyState title={say(text === '' ? 'rooms.none' : 'rooms.nothing')} text={say('rooms.noneText')} />;
  return (
    <VirtualList
      label={say('rooms.list')}
      items={rooms}
      keyOf={addressOf}
      nameOf={nameOf}
      render={render}
      rowHeight={56}
      className={styles['list']}
      onEnd={() => void model.loadMore()}
    />
  );
}

const addressOf = ({ address }: ListedRoom): string => address;
const nameOf = ({ name, address }: ListedRoom): string => calmLine(name) || address;

interface RowProps {
  readonly room: ListedRoom;
  readonly focus: RowFocus;
  readonly chosen: boolean;
  readonly onChoose: (room: ListedRoom) => void;
}
function Row({ room, focus, chosen, onChoose }: RowProps): ReactElement {
  const say = useText();
  const formats = useFormats();
  const name = nameOf(room);
  const second = calmLine(room.description ?? '').slice(0, 300) || room.address;
  return (
    <button type="button" {...focus} className={styles['row']} aria-pressed={chosen} onClick={() => onChoose(room)}>
      <Avatar name={name} address={room.address} picture={room.avatar} size={36} shape="square" />
      <span className={styles['words']}>
        <span className={styles['name']} title={name}>
          <bdi>{name}</bdi>
        </span>
        <span className={styles['second']} title={second}>
          <bdi>{second}</bdi>
        </span>
      </span>
      {room.joined && (
        <span className={styles['fact']}>
          <Check aria-hidden /> {say('rooms.joined')}
        </span>
      )}
      {room.occupants !== undefined && (
        <span className={styles['fact']} title={say('rooms.occupants', { count: room.occupants })}>
          <Users aria-hidden /> {formats.formatNumber(room.occupants)}
        </span>
      )}
    </button>
  );
}
