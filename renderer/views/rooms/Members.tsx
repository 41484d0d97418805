import { Search, UserPlus, X } from 'lucide-react';
import { memo, useState, type ReactElement } from 'react';
import type { ConversationId } from '../../../preload/contract/ids.ts';
import type { Room } from '../../../preload/contract/rooms.ts';
import { useText } from '../../i18n/text.tsx';
import { useRoom } from '../../model/use-room.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { Select } from '../../ui/Select.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { useNavigation } from '../shell/routes.ts';
import { AffiliatedList } from './AffiliatedList.tsx';
import directory from './Directory.module.css';
import { MemberList } from './MemberList.tsx';
import { seesLists } from './member-rights.ts';
import styles from './Members.module.css';
import { RoomRequests } from './RoomRequests.tsx';
import { UndoLine } from './UndoLine.tsx';

const LISTS = ['here', 'member', 'admin', 'owner', 'outcast'] as const;
type List = (typeof LISTS)[number];

/** Beside a room: who is in it, who asks for something, and for those who may, its lists. Drawn again when the room changed, not with the rest of the app. */
export const Members = memo(function Members({ conversation }: { readonly conversation: ConversationId }): ReactElement {
  const say = useText();
  const navigation = useNavigation();
  const room = useRoom(conversation);
  return (
    <div className={styles['panel']}>
      <header className={styles['head']}>
        <h2 className={styles['heading']}>{say('room.members')}</h2>
        {room?.state === 'joined' && (
          <IconButton icon={UserPlus} label={say('members.invite')} onPress={() => navigation.openDialog({ kind: 'invite-people', conversation })} />
        )}
        <IconButton icon={X} label={say('common.close')} onPress={() => navigation.setMembers(false)} />
      </header>
      {room && <Lists room={room} />}
    </div>
  );
});

function Lists({ room }: { readonly room: Room }): ReactElement {
  const say = useText();
  const [list, setList] = useState<List>('here');
  const [text, setText] = useState('');
  const lists = seesLists(room);
  const shown = lists ? list : 'here';
  return (
    <>
      {room.asking > 0 && <RoomRequests room={room.conversation} />}
      <div className={styles['filters']}>
        {lists && (
          <Select
            label={say('members.show')}
            layout="row"
            value={shown}
            onChange={setList}
            options={LISTS.map(id => ({ id, label: say(`members.list.${id}`) }))}
          />
        )}
        <TextField
          label={say('members.search')}
          labelHidden
          placeholder={say('members.search')}
          leading={<Search aria-hidden className={directory['glass']} />}
          value={text}
          onChange={setText}
          maxLength={200}
          autoComplete="off"
          spellCheck="false"
        />
      </div>
      {shown === 'here' ? <MemberList room={room} text={text} /> : <AffiliatedList key={shown} room={room} affiliation={shown} text={text} />}
      <UndoLine room={room.conversation} />
    </>
  );
}
