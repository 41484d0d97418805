import { Bell, BellOff, CheckCheck, Download, LogOut, Pin, PinOff, Trash2 } from 'lucide-react';
import { createContext, useContext, useMemo, useState, type ReactElement, type ReactNode } from 'react';
import type { Conversation } from '../../../preload/contract/conversations.ts';
import type { ConversationId } from '../../../preload/contract/ids.ts';
import type { Room, RoomNotify } from '../../../preload/contract/rooms.ts';
import { useText, type Say } from '../../i18n/text.tsx';
import { calmLine } from '../../model/calm-text.ts';
import { ClockContext, useNow } from '../../model/clock.ts';
import { useReplicas, type Replicas } from '../../model/replicas.ts';
import { useServices, type Services } from '../../services.ts';
import { ConfirmDialog, Dialog } from '../../ui/Dialog.tsx';
import type { MenuEntry } from '../../ui/Menu.tsx';
import { Problem } from '../problem/Problem.tsx';
import { useAction } from '../problem/use-action.ts';
import { useNavigation } from '../shell/routes.ts';
import { isMuted } from './list-items.ts';

const HOUR = 60 * 60_000;

interface Commands {
  /** What can be done with a conversation: in the list, in its details, in the switcher. */
  readonly menuFor: (conversation: Conversation) => readonly MenuEntry[];
  readonly muteMenu: (conversation: Conversation) => readonly MenuEntry[];
  readonly askToDelete: (conversation: Conversation) => void;
  /** Of a room. */
  readonly askToLeave: (room: ConversationId) => void;
  readonly exportAs: (conversation: Conversation, format: 'text' | 'json') => void;
}
const CommandsContext = createContext<Commands | undefined>(undefined);

export function useConversationCommands(): Commands {
  const commands = useContext(CommandsContext);
  if (!commands) throw new Error('no conversation commands above this view');
  return commands;
}

/** Holds the question before a deletion and the word on what became of an export, wherever they were asked for. */
export function ConversationCommands({ children }: { readonly children: ReactNode }): ReactElement {
  const say = useText();
  const services = useServices();
  const { conversations } = services;
  const replicas = useReplicas();
  const now = useNow();
  const [deleting, setDeleting] = useState<Conversation>();
  const [leaving, setLeaving] = useState<ConversationId>();
  const [exported, setExported] = useState<{ readonly path: string; readonly messages: number }>();
  const action = useAction();
  const clock = useContext(ClockContext);
  const { run, clear } = action;
  const commands = useMemo((): Commands => {
    const exportAs = (conversation: Conversation, format: 'text' | 'json'): void =>
      void run(async () => setExported(await conversations.exportHistory({ conversation: conversation.id, format })));
    const base = { askToDelete: setDeleting, askToLeave: setLeaving, exportAs };
    const muteMenu = (conversation: Conversation): readonly MenuEntry[] => muteItems(conversation, conversations, say, () => clock.now());
    const simple = { ...base, muteMenu };
    return {
      ...simple,
      menuFor: conversation => conversationItems(conversation, { services, replicas, say, muted: isMuted(conversation, now), commands: simple }),
    };
  }, [services, conversations, replicas, say, run, clock, now]);
  const failed = action.failure !== undefined && !deleting;
  return (
    <CommandsContext value={commands}>
      {children}
      <DeleteQuestion conversation={deleting} onClose={() => setDeleting(undefined)} />
      <LeaveQuestion room={leaving} onClose={() => setLeaving(undefined)} />
      <Dialog title={say('conversations.exported')} isOpen={exported !== undefined} onClose={() => setExported(undefined)} size="small">
        <p>{say('conversations.exportedText', { count: exported?.messages ?? 0 })}</p>
        <p data-path dir="ltr">
          {exported?.path}
        </p>
      </Dialog>
      <Dialog title={say('conversations.exportFailed')} isOpen={failed} onClose={clear} size="small">
        <Problem failure={action.failure} />
      </Dialog>
    </CommandsContext>
  );
}

function DeleteQuestion({ conversation, onClose }: { readonly conversation: Conversation | undefined; readonly onClose: () => void }): ReactElement {
  const say = useText();
  const { conversations } = useServices();
  const navigation = useNavigation();
  const action = useAction();
  const isRoom = conversation?.kind === 'room';
  const remove = async (id: Conversation['id']): Promise<void> => {
    if (!(await action.run(() => conversations.remove({ conversation: id })))) return;
    if (navigation.snapshot().conversation === id) navigation.closeConversation();
    onClose();
  };
  return (
    <ConfirmDialog
      isOpen={conversation !== undefined}
      title={say(isRoom ? 'conversations.deleteRoomTitle' : 'conversations.deleteTitle', { name: conversation?.title ?? '' })}
      action={say('common.delete')}
      isPending={action.busy}
      onConfirm={() => (conversation ? void remove(conversation.id) : undefined)}
      onClose={() => {
        action.clear();
        onClose();
      }}
    >
      <p>{say(isRoom ? 'conversations.deleteRoomText' : 'conversations.deleteText')}</p>
      <Problem failure={action.failure} />
    </ConfirmDialog>
  );
}

/** There is nothing to leave. */
const isOutside = (room: Room | undefined): boolean => room === undefined || (room.state === 'outside' && !room.autojoin);

function LeaveQuestion({ room, onClose }: { readonly room: ConversationId | undefined; readonly onClose: () => void }): ReactElement {
  const say = useText();
  const { rooms } = useServices();
  const { conversations } = useReplicas();
  const action = useAction();
  const leave = async (conversation: ConversationId): Promise<void> => {
    if (await action.run(() => rooms.leave({ conversation }))) onClose();
  };
  return (
    <ConfirmDialog
      isOpen={room !== undefined}
      title={say('room.leaveTitle', { name: calmLine((room === undefined ? undefined : conversations.find(room)?.title) ?? '') })}
      action={say('room.leave')}
      isPending={action.busy}
      onConfirm={() => (room === undefined ? undefined : void leave(room))}
      onClose={() => {
        action.clear();
        onClose();
      }}
    >
      <p>{say('room.leaveText')}</p>
      <Problem failure={action.failure} />
    </ConfirmDialog>
  );
}

type Service = Services['conversations'];
const quietly = (call: Promise<unknown>): void => void call.catch(() => undefined); // the list keeps showing what is true

function muteItems({ id, muted }: Conversation, service: Service, say: Say, now: () => number): readonly MenuEntry[] {
  const until = (value: number | 'always' | null): void => quietly(service.setMuted({ conversation: id, until: value }));
  return [
    { id: 'hour', label: say('conversations.mute.hour'), onAction: () => until(now() + HOUR) },
    { id: 'hours', label: say('conversations.mute.hours'), onAction: () => until(now() + 8 * HOUR) },
    { id: 'always', label: say('conversations.mute.always'), checked: muted === 'always', onAction: () => until('always') },
  ];
}

const LEVELS: readonly RoomNotify[] = ['always', 'on-mention', 'never'];

/** When a room notifies; the room itself keeps it for all devices (XEP-0492). */
function notifyItems(id: ConversationId, rooms: Services['rooms'], replicas: Replicas, say: Say): readonly MenuEntry[] {
  const now = replicas.rooms.find(id)?.notify;
  return LEVELS.map(notify => ({
    id: notify,
    label: say(`room.notify.${notify}`),
    checked: notify === now,
    onAction: () => quietly(rooms.setNotify({ conversation: id, notify })),
  }));
}

interface Doing {
  readonly services: Services;
  readonly replicas: Replicas;
  readonly say: Say;
  readonly muted: boolean;
  readonly commands: Omit<Commands, 'menuFor'>;
}

/** Silence for a while for a person; for a room, what it notifies of. */
function quietItem(conversation: Conversation, { services, replicas, say, muted, commands }: Doing): MenuEntry {
  const { id, kind } = conversation;
  if (kind === 'room') return { id: 'notify', label: say('room.notify'), icon: Bell, items: notifyItems(id, services.rooms, replicas, say) };
  return muted
    ? {
        id: 'unmute',
        label: say('conversations.unmute'),
        icon: Bell,
        onAction: () => quietly(services.conversations.setMuted({ conversation: id, until: null })),
      }
    : { id: 'mute', label: say('conversations.muteMenu'), icon: BellOff, items: commands.muteMenu(conversation) };
}

function conversationItems(conversation: Conversation, doing: Doing): readonly MenuEntry[] {
  const { services, replicas, say, commands } = doing;
  const { id, pinned, unread, kind } = conversation;
  const service = services.conversations;
  const remove: MenuEntry = {
    id: 'delete',
    label: say('conversations.delete'),
    icon: Trash2,
    danger: true,
    onAction: () => commands.askToDelete(conversation),
  };
  if (kind === 'request') return [remove];
  const inRoom = kind === 'room' && !isOutside(replicas.rooms.find(id));
  return [
    ...(unread > 0
      ? [{ id: 'read', label: say('conversations.markRead'), icon: CheckCheck, onAction: () => quietly(service.markRead({ conversation: id })) }]
      : []),
    {
      id: 'pin',
      label: say(pinned ? 'conversations.unpin' : 'conversations.pin'),
      icon: pinned ? PinOff : Pin,
      onAction: () => quietly(service.setPinned({ conversation: id, pinned: !pinned })),
    },
    quietItem(conversation, doing),
    {
      id: 'export',
      label: say('conversations.export'),
      icon: Download,
      items: [
        { id: 'text', label: say('conversations.exportText'), onAction: () => commands.exportAs(conversation, 'text') },
        { id: 'json', label: say('conversations.exportJson'), onAction: () => commands.exportAs(conversation, 'json') },
      ],
    },
    'line',
    ...(inRoom ? [{ id: 'leave', label: say('room.leave'), icon: LogOut, onAction: () => commands.askToLeave(id) }] : []),
    remove,
  ];
}
