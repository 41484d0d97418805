import { Ban, EyeOff } from 'lucide-react';
import { useContext, type ReactElement } from 'react';
import type { Message } from '../../../preload/contract/messages.ts';
import { useText } from '../../i18n/text.tsx';
import { calmLine } from '../../model/calm-text.ts';
import { useIsBlocked } from '../../model/use-room.ts';
import styles from './MessageText.module.css';
import { actionOf, folded, textRuns, type TextRun } from './text-runs.ts';
import { TextWithLinks } from './TextWithLinks.tsx';
import { TimelineContext } from './timeline-context.ts';

const ONLY_EMOJI = /^(?:\p{RGI_Emoji}\s*){1,3}$/v;
const known = new WeakMap<Message, { readonly full: boolean; readonly runs: readonly TextRun[] }>();

function runsOf(message: Message, text: string, full: boolean): readonly TextRun[] {
  const before = known.get(message);
  if (before?.full === full) return before.runs;
  const runs = textRuns(text);
  known.set(message, { full, runs });
  return runs;
}

interface MessageTextProps {
  readonly message: Message;
  readonly unfolded: boolean;
}
/** The words of a message, or who took them away. */
export function MessageText({ message, unfolded }: MessageTextProps): ReactElement {
  const { unfold, room } = useContext(TimelineContext);
  const hidden = useIsBlocked(room, message.mine ? undefined : message.sender?.address);
  if (message.retracted) return <Removed {...message.retracted} />;
  return hidden && !unfolded ? <Hidden onShow={() => unfold(message.id)} /> : <Words message={message} unfolded={unfolded} />;
}

function Words({ message, unfolded }: MessageTextProps): ReactElement {
  const say = useText();
  const { openLink, unfold, nameOf } = useContext(TimelineContext);
  const action = actionOf(message.body);
  const whole = action ?? message.body;
  const part = unfolded ? undefined : folded(whole);
  return (
    <>
      <div className={styles['text']} data-body dir="auto" data-action={action !== undefined} data-emoji={whole.length < 64 && ONLY_EMOJI.test(whole.trim())}>
        {action !== undefined && <span className={styles['actor']}>{nameOf(message)} </span>}
        <TextWithLinks runs={runsOf(message, part ?? whole, part === undefined)} onOpen={openLink} />
        {part !== undefined && '…'}
      </div>
      {part !== undefined && (
        <button type="button" className={styles['more']} onClick={() => unfold(message.id)}>
          {say('conversation.showMore')}
        </button>
      )}
    </>
  );
}

/** A room passes on what is said by somebody whom the user has blocked (XEP-0191 knows only what comes to us directly). */
function Hidden({ onShow }: { readonly onShow: () => void }): ReactElement {
  const say = useText();
  return (
    <>
      <div className={styles['removed']} data-body>
        <EyeOff aria-hidden />
        <span>{say('room.fromBlocked')}</span>
      </div>
      <button type="button" className={styles['more']} onClick={onShow}>
        {say('room.showBlocked')}
      </button>
    </>
  );
}

/** A moderator took the message away for all (XEP-0425). */
function Removed({ by, reason }: NonNullable<Message['retracted']>): ReactElement {
  const say = useText();
  const who = by === undefined ? say('room.removed') : say('room.removedBy', { name: calmLine(by) });
  return (
    <div className={styles['removed']} data-body>
      <Ban aria-hidden />
      <span>{reason === undefined || reason.trim() === '' ? who : say('room.removedWhy', { who, reason: calmLine(reason) })}</span>
    </div>
  );
}
