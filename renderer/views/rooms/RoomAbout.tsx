import { Check, Copy } from 'lucide-react';
import type { ReactElement } from 'react';
import type { Room, RoomNature } from '../../../preload/contract/rooms.ts';
import { useFormats, useText } from '../../i18n/text.tsx';
import { calmLine, calmText } from '../../model/calm-text.ts';
import { useServices } from '../../services.ts';
import { Avatar } from '../../ui/Avatar.tsx';
import { Button } from '../../ui/Button.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { toClipboard } from '../conversation/message-menu.ts';
import { PictureChooser } from '../profile/PictureChooser.tsx';
import type { RoomSettingsProps } from './RoomSettingsDialog.tsx';
import styles from './RoomSettings.module.css';
import { SaveLine } from './SaveLine.tsx';

/** What the room is: picture, address, topic, description, and what kind of place. */
export function RoomAbout({ room, conversation }: RoomSettingsProps): ReactElement {
  const say = useText();
  const { rooms } = useServices();
  const { address, description } = room;
  const name = calmLine(room.name ?? conversation.title);
  return (
    <div className={styles['section']}>
      {room.affiliation === 'owner' && room.state === 'joined' ? (
        <PictureChooser
          name={name}
          address={address}
          picture={conversation.avatar}
          shape="square"
          onKeep={picture => rooms.setAvatar({ conversation: room.conversation, picture })}
        />
      ) : (
        <Avatar name={name} address={address} picture={conversation.avatar} size={96} shape="square" />
      )}
      <p className={styles['address']}>
        <bdi>{address}</bdi>
        <IconButton size="small" icon={Copy} label={say('roomSettings.copyAddress')} onPress={() => toClipboard(address)} />
      </p>
      <div>
        <Button size="small" icon={Copy} onPress={() => toClipboard(`xmpp:${encodeURI(address)}?join`)}>
          {say('roomSettings.copyLink')}
        </Button>
      </div>
      <Subject room={room} />
      {description !== undefined && description.trim() !== '' && (
        <div>
          <h3 className={styles['label']}>{say('rooms.description')}</h3>
          <p className={styles['text']} dir="auto">
            {calmText(description)}
          </p>
        </div>
      )}
      <Nature nature={room.nature} slowSeconds={room.slowSeconds} />
    </div>
  );
}

function Subject({ room }: { readonly room: Room }): ReactElement {
  const say = useText();
  const formats = useFormats();
  const { rooms } = useServices();
  const { subject, conversation } = room;
  const text = subject?.text ?? '';
  const { by, at } = subject ?? {};
  const since =
    by === undefined || at === undefined
      ? undefined
      : say('roomSettings.topicBy', { name: calmLine(by), time: formats.formatDate(at, { dateStyle: 'medium' }) });
  if (room.maySetSubject && room.state === 'joined') {
    const save = (typed: string): Promise<void> => rooms.setSubject({ conversation, text: typed });
    return <SaveLine label={say('room.topic')} description={since} value={text} maxLength={4000} rows={3} onSave={save} />;
  }
  return (
    <div>
      <h3 className={styles['label']}>{say('room.topic')}</h3>
      <p className={styles['text']} dir="auto">
        {calmText(text) || say('roomSettings.noTopic')}
      </p>
      <p className={styles['quiet']}>{say('roomSettings.topicLocked')}</p>
    </div>
  );
}

const FACTS = [
  'membersOnly',
  'listed',
  'moderated',
  'password',
  'nonAnonymous',
  'persistent',
  'archived',
  'canRetract',
] as const satisfies readonly (keyof RoomNature)[];

/** What everybody should know before they write here. */
function Nature({ nature, slowSeconds }: Pick<Room, 'nature' | 'slowSeconds'>): ReactElement {
  const say = useText();
  return (
    <div>
      <h3 className={styles['label']}>{say('roomSettings.nature')}</h3>
      <ul className={styles['facts']}>
        {FACTS.map(fact => (
          <li key={fact}>
            <Check aria-hidden />
            {say(`roomSettings.is.${fact}`, { yes: nature[fact] ? 'yes' : 'no' })}
          </li>
        ))}
        {slowSeconds !== undefined && (
          <li>
            <Check aria-hidden />
            {say('roomSettings.slow', { seconds: slowSeconds })}
          </li>
        )}
      </ul>
    </div>
  );
}
