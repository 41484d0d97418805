import { Maximize2, Mic, MicOff, PhoneOff, X } from 'lucide-react';
import type { ReactElement } from 'react';
import type { Call } from '../../../preload/contract/calls.ts';
import { useText } from '../../i18n/text.tsx';
import { Avatar } from '../../ui/Avatar.tsx';
import { useNavigation } from '../shell/routes.ts';
import styles from './CallBar.module.css';
import { CallButton } from './CallButton.tsx';
import { CallState } from './CallState.tsx';
import { FloatingPicture } from './FloatingPicture.tsx';
import { nameOf, useEndReason } from './call-words.ts';
import { useCallActions } from './use-call-actions.ts';

/** The call in one line, while one reads something else. */
export function CallBar({ call }: { readonly call: Call }): ReactElement {
  const say = useText();
  const navigation = useNavigation();
  const reason = useEndReason()(call);
  const { toggleMuted, hangUp, dismiss } = useCallActions();
  const name = nameOf(call);
  return (
    <div className={styles['bar']} data-stage>
      <Avatar name={name} address={call.peer} picture={call.avatar} size={28} />
      <div className={styles['words']}>
        <span className={styles['name']} title={name}>
          <bdi>{name}</bdi>
        </span>
        <CallState call={call} />
        {reason !== undefined && (
          <span className={styles['reason']} role="alert" title={reason}>
            {reason}
          </span>
        )}
      </div>
      <CallButton size="small" icon={Maximize2} label={say('call.showCall')} onPress={navigation.showCall} />
      {reason === undefined ? (
        <>
          <CallButton size="small" icon={call.muted ? MicOff : Mic} label={say('call.mute')} pressed={call.muted} onPress={() => toggleMuted(call)} />
          <CallButton size="small" kind="end" icon={PhoneOff} label={say('call.hangUp')} onPress={() => hangUp(call)} />
        </>
      ) : (
        <CallButton size="small" icon={X} label={say('common.close')} onPress={() => dismiss(call)} />
      )}
      <FloatingPicture call={call} />
    </div>
  );
}
