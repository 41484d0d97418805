import { MessageSquareText, Settings, UserRound, X } from 'lucide-react';
import { useMemo, type ReactElement } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import { AVAILABILITIES } from './availability.ts';
import { useText } from '../../i18n/text.tsx';
import { calmLine } from '../../model/calm-text.ts';
import { useReplicas } from '../../model/replicas.ts';
import { useViewModel } from '../../model/view-model.ts';
import { useServices } from '../../services.ts';
import { Avatar } from '../../ui/Avatar.tsx';
import { Menu, type MenuEntry } from '../../ui/Menu.tsx';
import { useNavigation } from '../shell/routes.ts';
import { OwnPresenceModel } from './own-presence.model.ts';
import styles from './Presence.module.css';

/** The own avatar at the foot of the rail: shows the availability, opens what can be done with it. */
export function OwnPresenceMenu(): ReactElement {
  const say = useText();
  const { contacts } = useServices();
  const navigation = useNavigation();
  const model = useMemo(() => new OwnPresenceModel(contacts), [contacts]);
  const { presence } = useViewModel(model);
  const { value: accounts } = useViewModel(useReplicas().accounts);
  const account = accounts.find(({ enabled }) => enabled) ?? accounts[0];
  const { name, address = '', avatar } = account ?? {};
  const quietly = (call: Promise<void>): void => void call.catch(() => undefined); // the mark keeps showing what is true
  const items: readonly MenuEntry[] = [
    ...AVAILABILITIES.map(availability => ({
      id: availability,
      label: say(`presence.${availability}`),
      checked: presence.availability === availability,
      onAction: () => quietly(model.setAvailability(availability)),
    })),
    'line',
    {
      id: 'status',
      label: say('presence.setStatus'),
      icon: MessageSquareText,
      detail: calmLine(presence.status),
      onAction: () => navigation.openDialog({ kind: 'own-presence' }),
    },
    ...(presence.status === '' ? [] : [{ id: 'clear', label: say('presence.clearStatus'), icon: X, onAction: () => quietly(model.setStatus('', 'never')) }]),
    'line',
    ...(account
      ? [
          {
            id: 'profile',
            label: say('presence.profile'),
            icon: UserRound,
            onAction: () => navigation.openDialog({ kind: 'own-profile', account: account.id }),
          },
        ]
      : []),
    { id: 'settings', label: say('shell.settings'), icon: Settings, onAction: () => navigation.openSettings() },
  ];
  // Whatever was chosen: where nothing is connected, nobody sees it.
  const connected = accounts.length === 0 || accounts.some(({ connection }) => connection.state === 'online');
  const availability = connected ? presence.availability : 'offline';
  const state = say(connected && presence.automatic ? 'presence.automatic' : `presence.${availability}`);
  return (
    <Menu label={say('presence.menu')} items={items}>
      <AriaButton className={styles['own'] ?? ''} aria-label={say('presence.own', { state })}>
        <Avatar name={name ?? address} address={address} picture={avatar} size={36} presence={availability} />
      </AriaButton>
    </Menu>
  );
}
