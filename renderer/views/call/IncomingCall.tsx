import { Phone, PhoneOff, Video } from 'lucide-react';
import { useEffect, useId, useRef, type ReactElement } from 'react';
import { createPortal } from 'react-dom';
import type { Call } from '../../../preload/contract/calls.ts';
import { useText } from '../../i18n/text.tsx';
import { useLatest } from '../../model/use-latest.ts';
import { Avatar } from '../../ui/Avatar.tsx';
import { Button } from '../../ui/Button.tsx';
import { DeclineMenu } from './DeclineMenu.tsx';
import styles from './IncomingCall.module.css';
import { nameOf } from './call-words.ts';
import { useCallActions } from './use-call-actions.ts';

export interface IncomingCallProps {
  readonly call: Call;
  /** One talks already: answering has to say what becomes of that. */
  readonly busy: boolean;
}

/**
 * Somebody calls. It stands over everything, dialogs too, and takes no focus: whoever is typing goes on typing. F6 leads into it, and two keys
 * answer and decline from anywhere.
 */
export function IncomingCall({ call, busy }: IncomingCallProps): ReactElement {
  const say = useText();
  const { answer, decline } = useCallActions();
  const card = useRef<HTMLDivElement>(null);
  const title = useId();
  const name = nameOf(call);
  useCallKeys(card, { answer: () => answer(call, false), decline: () => decline(call) });
  return createPortal(
    // React Aria keeps what is marked so out of what a modal dialog hides, and lets it have the focus.
    <div ref={card} className={styles['card']} role="dialog" aria-label={say('call.incoming')} aria-describedby={title} data-react-aria-top-layer="true">
      <div className={styles['who']}>
        <Avatar name={name} address={call.peer} picture={call.avatar} size={64} />
        <div className={styles['words']}>
          <p id={title} className={styles['name']} title={name} role="alert">
            <span className={styles['said']}>{say('call.incomingFrom', { name })}</span>
            <bdi aria-hidden>{name}</bdi>
          </p>
          <p className={styles['kind']}>{say(call.wantsVideo ? 'call.callsWithVideo' : 'call.calls')}</p>
          {call.title !== call.peer && call.number === undefined && (
            <p className={styles['kind']} title={call.peer} dir="ltr">
              {call.peer}
            </p>
          )}
        </div>
      </div>
      <div className={styles['buttons']}>{busy ? <WaitingButtons call={call} /> : <AnswerButtons call={call} />}</div>
      <div className={styles['buttons']}>
        <Button kind="danger" icon={PhoneOff} onPress={() => decline(call)}>
          {say('call.decline')}
        </Button>
        <DeclineMenu onDecline={text => decline(call, text)} />
      </div>
    </div>,
    document.body,
  );
}

function AnswerButtons({ call }: { readonly call: Call }): ReactElement {
  const say = useText();
  const { answer } = useCallActions();
  return (
    <>
      <Button kind="primary" icon={Phone} onPress={() => answer(call, false)}>
        {say('call.answer')}
      </Button>
      <Button kind={call.wantsVideo ? 'primary' : 'plain'} icon={Video} onPress={() => answer(call, true)}>
        {say('call.answerVideo')}
      </Button>
    </>
  );
}

function WaitingButtons({ call }: { readonly call: Call }): ReactElement {
  const say = useText();
  const { answer } = useCallActions();
  return (
    <>
      <Button kind="primary" icon={Phone} onPress={() => answer(call, false, 'hold')}>
        {say('call.holdAndAnswer')}
      </Button>
      <Button icon={Phone} onPress={() => answer(call, false, 'end')}>
        {say('call.endAndAnswer')}
      </Button>
    </>
  );
}

interface Keys {
  readonly answer: () => void;
  readonly decline: () => void;
}
const chord = (event: KeyboardEvent): keyof Keys | undefined => {
  if (!(event.ctrlKey || event.metaKey) || !event.shiftKey || event.altKey) return undefined;
  return { a: 'answer' as const, d: 'decline' as const }[event.key.toLowerCase()];
};

/** Before anything else on the page hears them. */
function useCallKeys(card: { readonly current: HTMLElement | null }, keys: Keys): void {
  const latest = useLatest(keys);
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      const wanted = chord(event);
      const leads = event.key === 'F6' && !card.current?.contains(document.activeElement);
      if (wanted === undefined && !leads) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      if (wanted) latest.current[wanted]();
      else card.current?.querySelector('button')?.focus();
    };
    document.addEventListener('keydown', press, { capture: true });
    return () => document.removeEventListener('keydown', press, { capture: true });
  }, [card, latest]);
}
