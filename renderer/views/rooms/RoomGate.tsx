import { useState, type ReactElement, type ReactNode } from 'react';
import type { Conversation } from '../../../preload/contract/conversations.ts';
import type { ConversationId } from '../../../preload/contract/ids.ts';
import type { Room } from '../../../preload/contract/rooms.ts';
import { useText } from '../../i18n/text.tsx';
import { useReplicas } from '../../model/replicas.ts';
import { useRoom } from '../../model/use-room.ts';
import { useViewModel } from '../../model/view-model.ts';
import { useServices } from '../../services.ts';
import { Button } from '../../ui/Button.tsx';
import { Spinner } from '../../ui/Spinner.tsx';
import { useAction } from '../problem/use-action.ts';
import { Bar } from './Bar.tsx';
import styles from './RoomGate.module.css';
import { RoomTrouble } from './RoomTrouble.tsx';
import { UndoLine } from './UndoLine.tsx';
import { useMembersShown } from './use-members-shown.ts';

/** The box to write in, or in its place why one cannot write here now and what to do. */
export function RoomGate({ conversation, children }: { readonly conversation: Conversation; readonly children: ReactNode }): ReactElement {
  const room = useRoom(conversation.id);
  // Where the members are shown, it stands there.
  const shown = useMembersShown();
  const { value: accounts } = useViewModel(useReplicas().accounts);
  const online = accounts.some(({ id, connection }) => id === conversation.account && connection.state === 'online');
  const [asked, setAsked] = useState<ConversationId>();
  const why = room && instead(room, online, { asked: asked === room.conversation, onAsked: () => setAsked(room.conversation) });
  if (why) return why;
  return (
    <>
      {online && room && room.state !== 'joined' && <Joining room={room} />}
      {!shown && <UndoLine room={conversation.id} />}
      {children}
    </>
  );
}

/** What stands in the place of the box; undefined: one can write. */
function instead(room: Room, online: boolean, membership: Omit<Parameters<typeof RoomTrouble>[0], 'room'>): ReactElement | undefined {
  if (room.state === 'trouble') return <RoomTrouble room={room} {...membership} />;
  // Without a connection we are in no room, and the line above the list says so: what is written waits.
  // One that joins by itself is about to.
  if (room.state === 'outside' && online && !room.autojoin) return <Outside room={room} />;
  return room.state === 'joined' && room.role === 'visitor' && room.nature.moderated ? <NoVoice room={room} /> : undefined;
}

/** On the way in. What is written meanwhile goes out when we are there. */
function Joining({ room }: { readonly room: Room }): ReactElement {
  const say = useText();
  const { rooms } = useServices();
  const action = useAction();
  const waiting = room.state !== 'joining';
  return (
    <div className={styles['joining']} role="status">
      {!waiting && <Spinner />}
      <span className={styles['words']}>{say(waiting ? 'room.waiting' : 'room.joining')}</span>
      {waiting && (
        <Button kind="quiet" size="small" isPending={action.busy} onPress={() => void action.run(() => rooms.rejoin({ conversation: room.conversation }))}>
          {say('room.tryNow')}
        </Button>
      )}
    </div>
  );
}

function Outside({ room }: { readonly room: Room }): ReactElement {
  const say = useText();
  const { rooms } = useServices();
  const action = useAction();
  return (
    <Bar title={say('room.outside')} text={say('room.outsideText')} failure={action.failure}>
      <Button kind="primary" isPending={action.busy} onPress={() => void action.run(() => rooms.rejoin({ conversation: room.conversation }))}>
        {say('rooms.join')}
      </Button>
    </Bar>
  );
}

/** XEP-0045 §7.13: a visitor may read and ask. */
function NoVoice({ room }: { readonly room: Room }): ReactElement {
  const say = useText();
  const { rooms } = useServices();
  const action = useAction();
  const [asked, setAsked] = useState(false);
  const ask = async (): Promise<void> => setAsked(await action.run(() => rooms.ask({ conversation: room.conversation, for: 'voice' })));
  return (
    <Bar title={say('room.noVoice')} text={say(asked ? 'room.asked' : 'room.noVoiceText')} failure={action.failure}>
      {!asked && (
        <Button isPending={action.busy} onPress={() => void ask()}>
          {say('room.askForVoice')}
        </Button>
      )}
    </Bar>
  );
}
