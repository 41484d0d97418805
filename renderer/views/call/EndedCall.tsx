import { Phone } from 'lucide-react';
import type { ReactElement } from 'react';
import type { Call } from '../../../preload/contract/calls.ts';
import type { MediaProblem } from '../../../preload/contract/media.ts';
import { useText } from '../../i18n/text.tsx';
import { Avatar } from '../../ui/Avatar.tsx';
import { Button } from '../../ui/Button.tsx';
import { Problem } from '../problem/Problem.tsx';
import { useDeviceHelp } from './CallNotes.tsx';
import styles from './EndedCall.module.css';
import { nameOf, useEndReason } from './call-words.ts';
import { useBeginCall, useCallActions } from './use-call-actions.ts';

/** Why there is no call any more, what can be done about it, and the way back to it. */
export function EndedCall({ call, problem }: { readonly call: Call; readonly problem: MediaProblem | undefined }): ReactElement {
  const say = useText();
  const reason = useEndReason();
  const help = useDeviceHelp();
  const { dismiss } = useCallActions();
  const { busy, failure, start, dial } = useBeginCall();
  const again = async (): Promise<void> => {
    const { conversation, number } = call;
    const done = await (conversation === undefined ? dial(number ?? '') : start(conversation, call.wantsVideo));
    if (done) dismiss(call);
  };
  const canCallAgain = (call.conversation !== undefined || call.number !== undefined) && call.end !== 'elsewhere' && call.end !== 'declined-elsewhere';
  return (
    <div className={styles['ended']}>
      <Avatar name={nameOf(call)} address={call.peer} picture={call.avatar} size={96} />
      <p className={styles['reason']} role="alert">
        {reason(call)}
      </p>
      {call.end === 'microphone' && <p className={styles['help']}>{help(problem === 'microphone-denied' ? problem : 'no-microphone')}</p>}
      <Problem failure={failure} />
      <div className={styles['buttons']}>
        <Button size="large" onPress={() => dismiss(call)}>
          {say('common.close')}
        </Button>
        {canCallAgain && (
          <Button kind="primary" size="large" icon={Phone} isPending={busy} onPress={() => void again()}>
            {say(call.direction === 'incoming' ? 'call.callBack' : 'call.callAgain')}
          </Button>
        )}
      </div>
    </div>
  );
}
