import { Mic, Settings, Speaker, Video, type LucideIcon } from 'lucide-react';
import type { ReactElement } from 'react';
import { useCallMedia } from '../../calls/call-media.ts';
import type { Device, DeviceKind } from '../../calls/device-memory.ts';
import { useText, type Say } from '../../i18n/text.tsx';
import { useViewModel } from '../../model/view-model.ts';
import { Menu, type MenuEntry } from '../../ui/Menu.tsx';
import { useNavigation } from '../shell/routes.ts';

type Chosen = Readonly<Partial<Record<DeviceKind, Device>>>;

/** Other devices, in the running call. The child is the button that opens it. */
export function DeviceMenu({ children }: { readonly children: ReactElement }): ReactElement {
  const say = useText();
  const navigation = useNavigation();
  const { devices } = useCallMedia();
  const { microphones, cameras, speakers, chosen } = useViewModel(devices);
  const choice = (kind: 'microphone' | 'speaker' | 'camera', icon: LucideIcon, list: readonly Device[]): readonly MenuEntry[] =>
    list.length === 0 ? [] : [{ id: kind, label: say(`call.device.${kind}`), icon, items: entries(say, kind, list, chosen, devices.choose) }];
  return (
    <Menu
      label={say('call.devices')}
      items={[
        ...choice('microphone', Mic, microphones),
        ...choice('speaker', Speaker, speakers),
        ...choice('camera', Video, cameras),
        { id: 'settings', label: say('call.deviceSettings'), icon: Settings, onAction: () => navigation.openSettings('sound') },
      ]}
    >
      {children}
    </Menu>
  );
}

function entries(
  say: Say,
  kind: DeviceKind,
  list: readonly Device[],
  chosen: Chosen,
  choose: (kind: DeviceKind, id: string | undefined) => void,
): readonly MenuEntry[] {
  const isThere = list.some(({ id }) => id === chosen[kind]?.id);
  return [
    { id: 'system', label: say('call.device.system'), checked: !isThere, onAction: () => choose(kind, undefined) },
    ...list.map(({ id, label }) => ({ id, label, checked: chosen[kind]?.id === id, onAction: () => choose(kind, id) })),
  ];
}
