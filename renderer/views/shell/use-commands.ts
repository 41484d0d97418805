import { useEffect, useMemo } from 'react';
import type { MessageId } from '../../../preload/contract/ids.ts';
import { useReplicas } from '../../model/replicas.ts';
import { useServices } from '../../services.ts';
import type { Command } from '../switcher/switcher-entries.ts';
import { useNavigation, type Navigation } from './routes.ts';

/** What the switcher can do beside going to somebody. */
export function useCommands(): readonly Command[] {
  const navigation = useNavigation();
  return useMemo(
    () => [
      { id: 'new', text: 'conversations.new', run: () => navigation.openDialog({ kind: 'new-conversation' }) },
      { id: 'rooms', text: 'rooms.browse', run: () => navigation.openDialog({ kind: 'join-room' }) },
      { id: 'create-room', text: 'rooms.create', run: () => navigation.openDialog({ kind: 'create-room' }) },
      { id: 'mentions', text: 'rooms.mentions', run: () => navigation.openMentions() },
      { id: 'search', text: 'switcher.search', run: () => navigation.openSearch() },
      { id: 'contacts', text: 'shell.contacts', run: () => navigation.show('contacts') },
      { id: 'calls', text: 'shell.calls', run: () => navigation.show('calls') },
      { id: 'add-contact', text: 'contacts.add', run: () => navigation.openDialog({ kind: 'add-contact' }) },
      { id: 'status', text: 'presence.setStatus', run: () => navigation.openDialog({ kind: 'own-presence' }) },
      { id: 'settings', text: 'shell.settings', run: () => navigation.openSettings() },
      { id: 'appearance', text: 'settings.section.appearance', run: () => navigation.openSettings('appearance') },
      { id: 'notifications', text: 'settings.section.notifications', run: () => navigation.openSettings('notifications') },
      { id: 'sound', text: 'settings.section.sound', run: () => navigation.openSettings('sound') },
      { id: 'privacy', text: 'settings.section.privacy', run: () => navigation.openSettings('privacy') },
      { id: 'shortcuts', text: 'shortcuts.title', run: () => navigation.openDialog({ kind: 'shortcuts' }) },
    ],
    [navigation],
  );
}

/** Keys that work everywhere. Those of a list or a box are handled there. */
export function useGlobalKeys(): void {
  const navigation = useNavigation();
  const { conversations } = useReplicas();
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.isComposing) return;
      const done =
        event.ctrlKey || event.metaKey
          ? withModifier(event, navigation)
          : plain(
              event,
              navigation,
              conversations.snapshot().items.map(({ id }) => id),
            );
      if (done) event.preventDefault();
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, [navigation, conversations]);
}

function withModifier(event: KeyboardEvent, navigation: Navigation): boolean {
  if (event.altKey || event.shiftKey) return false;
  const { conversation, main } = navigation.snapshot();
  const open = main === 'conversations' || main === 'search' || main === 'mentions' ? conversation : undefined;
  switch (event.key.toLowerCase()) {
    case 'k':
      navigation.openDialog({ kind: 'switcher' });
      return true;
    case 'n':
      navigation.openDialog({ kind: 'new-conversation' });
      return true;
    case 'f':
      navigation.openSearch('', open);
      return true;
    case ',':
      navigation.openSettings();
      return true;
    default:
      return false;
  }
}

function plain(event: KeyboardEvent, navigation: Navigation, ids: readonly Parameters<Navigation['openConversation']>[0][]): boolean {
  if (event.altKey && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
    const at = ids.findIndex(id => id === navigation.snapshot().conversation);
    const next = ids[event.key === 'ArrowUp' ? at - 1 : at + 1];
    if (next !== undefined) navigation.openConversation(next);
    return next !== undefined;
  }
  if (event.key === '?' && !isWriting(event.target)) {
    navigation.openDialog({ kind: 'shortcuts' });
    return true;
  }
  return false;
}

const isWriting = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable]') !== null;

/** A notification or a link was followed: main says which conversation to open. */
export function useOpenRequests(): void {
  const navigation = useNavigation();
  const services = useServices();
  useEffect(
    () =>
      services.conversations.onOpen(({ conversation, message }) => {
        navigation.show('conversations');
        void open(conversation, message);
      }),
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- `open` uses these two alone
    [services, navigation],
  );
  const open = async (conversation: Parameters<Navigation['openConversation']>[0], message: MessageId | undefined): Promise<void> => {
    // The newest page nearly always holds it; then its end is the place to be.
    const page = message === undefined ? undefined : await services.messages.page({ conversation, limit: 50 }).catch(() => undefined);
    const at = page?.messages.findIndex(({ id }) => id === message) ?? -1;
    const far = at >= 0 && page !== undefined && at < page.messages.length - 20;
    navigation.openConversation(conversation, far ? page.messages[at]?.position : undefined);
  };
}
