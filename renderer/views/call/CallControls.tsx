import { Grip, Mic, MicOff, MonitorUp, Pause, PhoneOff, Settings2, Video, VideoOff } from 'lucide-react';
import type { ReactElement } from 'react';
import type { Call } from '../../../preload/contract/calls.ts';
import { useText } from '../../i18n/text.tsx';
import { CallButton } from './CallButton.tsx';
import styles from './CallStage.module.css';
import { DeviceMenu } from './DeviceMenu.tsx';
import { nameOf } from './call-words.ts';
import { useCallActions } from './use-call-actions.ts';

export interface CallControlsProps {
  readonly call: Call;
  readonly dialPad: boolean;
  readonly onDialPad: () => void;
}

/** The bar at the foot of the stage; it stays where it is while the mouse is still. */
export function CallControls({ call, dialPad, onDialPad }: CallControlsProps): ReactElement {
  const say = useText();
  const actions = useCallActions();
  const talking = call.phase === 'connected' || call.phase === 'on-hold' || call.phase === 'reconnecting';
  const notYet = talking ? undefined : say('call.notYet');
  const noVideo = call.takesVideo || call.video !== 'off' ? notYet : say('call.noVideo', { name: nameOf(call) });
  const noTones = call.takesTones ? notYet : say('call.noTones', { name: nameOf(call) });
  const camera = call.video === 'camera';
  return (
    <div className={styles['controls']} role="group" aria-label={say('call.controls')}>
      <CallButton
        label={say('call.mute')}
        icon={call.muted ? MicOff : Mic}
        pressed={call.muted}
        shortcut="Ctrl Shift M"
        onPress={() => actions.toggleMuted(call)}
      />
      <CallButton
        label={say('call.camera')}
        icon={camera ? Video : VideoOff}
        pressed={camera}
        why={camera ? undefined : noVideo}
        onPress={() => actions.toggleVideo(call, 'camera')}
      />
      <CallButton
        label={say('call.screen')}
        icon={MonitorUp}
        pressed={call.video === 'screen'}
        why={call.video === 'screen' ? undefined : noVideo}
        onPress={() => actions.toggleVideo(call, 'screen')}
      />
      <CallButton label={say('call.hold')} icon={Pause} pressed={call.held} why={notYet} onPress={() => actions.toggleHeld(call)} />
      <CallButton label={say('call.dialPad')} icon={Grip} pressed={dialPad} why={dialPad ? undefined : noTones} onPress={onDialPad} />
      <DeviceMenu>
        <CallButton label={say('call.devices')} icon={Settings2} />
      </DeviceMenu>
      <CallButton label={say('call.hangUp')} icon={PhoneOff} kind="end" onPress={() => actions.hangUp(call)} />
    </div>
  );
}
