import { useServices } from '../../services.ts';
import { useNavigation } from '../shell/routes.ts';
import type { SwitcherEntry } from './switcher-entries.ts';

/** Goes to a conversation or to somebody's, or does what a command says. */
export function useGoTo(): (entry: SwitcherEntry) => void {
  const services = useServices();
  const navigation = useNavigation();
  return entry => {
    if (entry.kind === 'conversation') return navigation.openConversation(entry.conversation.id);
    if (entry.kind === 'command') return entry.run();
    const { account, address } = entry.contact;
    services.conversations.start({ account, address }).then(
      started => navigation.openConversation(started.id),
      () => navigation.openContact({ account, address }), // no conversation to be had: their page says more
    );
  };
}
