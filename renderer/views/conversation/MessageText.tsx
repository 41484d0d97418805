import { Ban } from 'lucide-react';
import { useContext, type ReactElement } from 'react';
import type { Message } from '../../../preload/contract/messages.ts';
import { useText } from '../../i18n/text.tsx';
import { calmLine } from '../../model/calm-text.ts';
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

/** The words of a message, or who took them away. */
export function MessageText({ message, unfolded }: { readonly message: Message; readonly unfolded: boolean }): ReactElement {
  const say = useText();
  const { openLink, unfold, nameOf } = useContext(TimelineContext);
  if (message.retracted) return <Removed {...message.retracted} />;
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
