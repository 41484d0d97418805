import { useState, type FormEvent, type ReactElement } from 'react';
import type { Room, RoomTrouble as Trouble } from '../../../preload/contract/rooms.ts';
import { useText } from '../../i18n/text.tsx';
import { calmLine } from '../../model/calm-text.ts';
import { useServices } from '../../services.ts';
import { Button } from '../../ui/Button.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { useConversationCommands } from '../conversation-list/conversation-commands.tsx';
import bar from '../conversation/RequestBar.module.css';
import { useAction } from '../problem/use-action.ts';
import { useNavigation } from '../shell/routes.ts';
import { Bar } from './Bar.tsx';

/** What can be done about each: enter again as one is, with a password, by another name, ask for membership, or nothing but leave. */
const REMEDY: Readonly<Record<Trouble, 'again' | 'password' | 'nickname' | 'ask' | 'leave' | 'move'>> = {
  password: 'password',
  'members-only': 'ask',
  banned: 'leave',
  kicked: 'again',
  'nickname-taken': 'nickname',
  'nickname-refused': 'nickname',
  full: 'again',
  'not-found': 'leave',
  locked: 'again',
  destroyed: 'move',
  'not-a-room': 'leave',
  affiliation: 'ask',
  'service-down': 'again',
  unreachable: 'again',
  refused: 'again',
};

/** The question is not put again while the door stays closed. */
interface Membership {
  readonly asked: boolean;
  readonly onAsked: () => void;
}

/** Why we are not in the room, and what to do about it. */
export function RoomTrouble({ room, ...membership }: { readonly room: Room } & Membership): ReactElement {
  const trouble = room.trouble ?? 'refused';
  switch (REMEDY[trouble]) {
    case 'password':
    case 'nickname':
      return <WithField key={trouble} room={room} trouble={trouble} />;
    case 'ask':
      return <Ask room={room} trouble={trouble} {...membership} />;
    case 'move':
      return <Moved room={room} />;
    case 'again':
    case 'leave':
      return <Plain room={room} trouble={trouble} />;
  }
}

interface TroubleProps {
  readonly room: Room;
  readonly trouble: Trouble;
}

/** What happened, who did it, and the reason that was given. */
function useWords({ room, trouble }: TroubleProps): { readonly title: string; readonly text: string } {
  const say = useText();
  const by = calmLine(room.by ?? '');
  const reason = calmLine(room.reason ?? '').slice(0, 500);
  const title = say(`room.trouble.${trouble}.title`, { by, known: by === '' ? 'no' : 'yes', nickname: calmLine(room.nickname) });
  const text = say(`room.trouble.${trouble}.text`);
  return { title, text: reason === '' ? text : `${say('room.reasonGiven', { reason })} ${text}` };
}

function LeaveButton({ room }: { readonly room: Room }): ReactElement | null {
  const say = useText();
  const { askToLeave } = useConversationCommands();
  return (
    <Button kind="quiet" onPress={() => askToLeave(room.conversation)}>
      {say('room.leave')}
    </Button>
  );
}

function Plain({ room, trouble }: TroubleProps): ReactElement {
  const say = useText();
  const { rooms } = useServices();
  const action = useAction();
  const words = useWords({ room, trouble });
  return (
    <Bar {...words} failure={action.failure}>
      {REMEDY[trouble] === 'again' && (
        <Button kind="primary" isPending={action.busy} onPress={() => void action.run(() => rooms.rejoin({ conversation: room.conversation }))}>
          {say(trouble === 'kicked' ? 'room.rejoin' : 'common.retry')}
        </Button>
      )}
      <LeaveButton room={room} />
    </Bar>
  );
}

function WithField({ room, trouble }: TroubleProps): ReactElement {
  const say = useText();
  const { rooms } = useServices();
  const action = useAction();
  const secret = trouble === 'password';
  const [text, setText] = useState(secret ? '' : `${room.nickname}_`);
  const words = useWords({ room, trouble });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (text.trim() === '' || action.busy) return;
    const given = secret ? { password: text } : { nickname: text.trim() };
    void action.run(() => rooms.rejoin({ conversation: room.conversation, ...given }));
  };
  const field = (
    <form onSubmit={submit} className={bar['actions']}>
      <TextField
        label={say(secret ? 'rooms.password' : 'rooms.nickname')}
        labelHidden
        placeholder={say(secret ? 'rooms.password' : 'rooms.nickname')}
        type={secret ? 'password' : 'text'}
        value={text}
        onChange={setText}
        maxLength={secret ? 1023 : 256}
        autoComplete="off"
        spellCheck="false"
      />
      <Button kind="primary" type="submit" isDisabled={text.trim() === ''} isPending={action.busy}>
        {say('rooms.join')}
      </Button>
      <LeaveButton room={room} />
    </form>
  );
  return <Bar {...words} failure={action.failure} field={field} />;
}

function Ask({ room, trouble, asked, onAsked }: TroubleProps & Membership): ReactElement {
  const say = useText();
  const { rooms } = useServices();
  const action = useAction();
  const { conversation } = room;
  const words = useWords({ room, trouble });
  const ask = async (): Promise<void> => {
    if (await action.run(() => rooms.ask({ conversation, for: 'membership' }))) onAsked();
  };
  const refused = action.failure?.code === 'stanza-error';
  const text = asked ? say('room.askedMembership') : refused ? say('room.noRequests') : words.text;
  return (
    <Bar {...words} text={text} failure={refused ? undefined : action.failure}>
      {!asked && (
        <Button kind="primary" isPending={action.busy} onPress={() => void ask()}>
          {say('room.askForMembership')}
        </Button>
      )}
      <Button isDisabled={action.busy} onPress={() => void action.run(() => rooms.rejoin({ conversation }))}>
        {say('common.retry')}
      </Button>
      <LeaveButton room={room} />
    </Bar>
  );
}

/** The room is gone; where it says so, it lives on elsewhere. */
function Moved({ room }: { readonly room: Room }): ReactElement {
  const say = useText();
  const { rooms } = useServices();
  const navigation = useNavigation();
  const action = useAction();
  const { account, movedTo } = room;
  const words = useWords({ room, trouble: 'destroyed' });
  const go = async (address: string): Promise<void> => {
    await action.run(async () => navigation.openConversation((await rooms.join({ account, address, nickname: room.nickname })).id));
  };
  return (
    <Bar {...words} text={movedTo === undefined ? words.text : `${words.text} ${say('room.movedTo', { address: movedTo })}`} failure={action.failure}>
      {movedTo !== undefined && (
        <Button kind="primary" isPending={action.busy} onPress={() => void go(movedTo)}>
          {say('room.goThere')}
        </Button>
      )}
      <LeaveButton room={room} />
    </Bar>
  );
}
