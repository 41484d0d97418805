import { Bell, BellOff, CheckCheck, Download, Pin, PinOff, Trash2 } from 'lucide-react';
import { createContext, useContext, useMemo, useState, type ReactElement, type ReactNode } from 'react';
import type { Conversation } from '../../../preload/contract/conversations.ts';
import { useText, type Say } from '../../i18n/text.tsx';
import { ClockContext, useNow } from '../../model/clock.ts';
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
  const { conversations } = useServices();
  const now = useNow();
  const [deleting, setDeleting] = useState<Conversation>();
  const [exported, setExported] = useState<{ readonly path: string; readonly messages: number }>();
  const action = useAction();
  const clock = useContext(ClockContext);
  const { run, clear } = action;
  const commands = useMemo((): Commands => {
    const exportAs = (conversation: Conversation, format: 'text' | 'json'): void =>
      void run(async () => setExported(await conversations.exportHistory({ conversation: conversation.id, format })));
    const base = { askToDelete: setDeleting, exportAs };
    const muteMenu = (conversation: Conversation): readonly MenuEntry[] => muteItems(conversation, conversations, say, () => clock.now());
    return {
      ...base,
      muteMenu,
      menuFor: conversation => conversationItems(conversation, conversations, say, isMuted(conversation, now), { ...base, muteMenu }),
    };
  }, [conversations, say, run, clock, now]);
  const failed = action.failure !== undefined && !deleting;
  return (
    <CommandsContext value={commands}>
      {children}
      <DeleteQuestion conversation={deleting} onClose={() => setDeleting(undefined)} />
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
  const remove = async (id: Conversation['id']): Promise<void> => {
    if (!(await action.run(() => conversations.remove({ conversation: id })))) return;
    if (navigation.snapshot().conversation === id) navigation.closeConversation();
    onClose();
  };
  return (
    <ConfirmDialog
      isOpen={conversation !== undefined}
      title={say('conversations.deleteTitle', { name: conversation?.title ?? '' })}
      action={say('common.delete')}
      isPending={action.busy}
      onConfirm={() => (conversation ? void remove(conversation.id) : undefined)}
      onClose={() => {
        action.clear();
        onClose();
      }}
    >
      <p>{say('conversations.deleteText')}</p>
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

function conversationItems(conversation: Conversation, service: Service, say: Say, muted: boolean, commands: Omit<Commands, 'menuFor'>): readonly MenuEntry[] {
  const { id, pinned, unread, kind } = conversation;
  const remove: MenuEntry = {
    id: 'delete',
    label: say('conversations.delete'),
    icon: Trash2,
    danger: true,
    onAction: () => commands.askToDelete(conversation),
  };
  if (kind === 'request') return [remove];
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
    muted
      ? { id: 'unmute', label: say('conversations.unmute'), icon: Bell, onAction: () => quietly(service.setMuted({ conversation: id, until: null })) }
      : { id: 'mute', label: say('conversations.muteMenu'), icon: BellOff, items: commands.muteMenu(conversation) },
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
    remove,
  ];
}
