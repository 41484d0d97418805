import { LogOut } from 'lucide-react';
import type { ReactElement } from 'react';
import type { RoomNotify } from '../../../preload/contract/rooms.ts';
import { useText } from '../../i18n/text.tsx';
import { useServices } from '../../services.ts';
import { Button } from '../../ui/Button.tsx';
import { Select } from '../../ui/Select.tsx';
import { Switch } from '../../ui/Switch.tsx';
import { useConversationCommands } from '../conversation-list/conversation-commands.tsx';
import { Problem } from '../problem/Problem.tsx';
import { useAction } from '../problem/use-action.ts';
import type { RoomSettingsProps } from './RoomSettingsDialog.tsx';
import { SaveLine } from './SaveLine.tsx';
import styles from './RoomSettings.module.css';

const LEVELS: readonly RoomNotify[] = ['always', 'on-mention', 'never'];

/** What only the user sees of it; kept on the account for all devices. */
export function RoomForMe({ room, conversation: { title } }: RoomSettingsProps): ReactElement {
  const say = useText();
  const { rooms } = useServices();
  const { askToLeave } = useConversationCommands();
  const action = useAction();
  const { conversation, nickname, notify, autojoin, state } = room;
  return (
    <div className={styles['section']}>
      <SaveLine
        label={say('roomSettings.name')}
        description={say('roomSettings.nameHelp')}
        value={title}
        maxLength={1023}
        onSave={name => rooms.rename({ conversation, name })}
      />
      <SaveLine
        label={say('roomSettings.nickname')}
        value={nickname}
        maxLength={256}
        mayBeEmpty={false}
        onSave={chosen => rooms.setNickname({ conversation, nickname: chosen })}
      />
      <Select
        label={say('room.notify')}
        value={notify}
        options={LEVELS.map(id => ({ id, label: say(`room.notify.${id}`) }))}
        onChange={level => void action.run(() => rooms.setNotify({ conversation, notify: level }))}
      />
      <Switch
        label={say('roomSettings.autojoin')}
        description={say('roomSettings.autojoinHelp')}
        isSelected={autojoin}
        onChange={on => void action.run(() => rooms.setAutojoin({ conversation, autojoin: on }))}
      />
      <Problem failure={action.failure} />
      {state !== 'outside' && (
        <div>
          <Button icon={LogOut} onPress={() => askToLeave(conversation)}>
            {say('room.leave')}
          </Button>
        </div>
      )}
    </div>
  );
}
