import { useContext, type MouseEvent, type ReactElement } from 'react';
import type { Message } from '../../../preload/contract/messages.ts';
import { useText } from '../../i18n/text.tsx';
import styles from './MessageText.module.css';
import { actionOf, folded, textRuns, type TextRun } from './text-runs.ts';
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

/** The words of a message, as text and links and nothing else. */
export function MessageText({ message, unfolded }: { readonly message: Message; readonly unfolded: boolean }): ReactElement {
  const say = useText();
  const { openLink, unfold, nameOf } = useContext(TimelineContext);
  const action = actionOf(message.body);
  const whole = action ?? message.body;
  const part = unfolded ? undefined : folded(whole);
  const open = (event: MouseEvent<HTMLAnchorElement>, href: string): void => {
    event.preventDefault();
    if (event.button < 2) openLink(href);
  };
  return (
    <>
      <div className={styles['text']} data-body dir="auto" data-action={action !== undefined} data-emoji={whole.length < 64 && ONLY_EMOJI.test(whole.trim())}>
        {action !== undefined && <span className={styles['actor']}>{nameOf(message)} </span>}
        {runsOf(message, part ?? whole, part === undefined).map((run, index) =>
          typeof run === 'string' ? (
            run
          ) : (
            <a key={index} href={run.href} title={run.href} dir="ltr" onClick={event => open(event, run.href)} onAuxClick={event => open(event, run.href)}>
              {run.text}
            </a>
          ),
        )}
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
