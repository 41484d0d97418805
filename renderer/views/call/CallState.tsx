import { useContext, useLayoutEffect, useRef, type ReactElement } from 'react';
import type { Call } from '../../../preload/contract/calls.ts';
import { useText } from '../../i18n/text.tsx';
import { TOGETHER, untilBeat } from '../../model/beat.ts';
import { ClockContext } from '../../model/clock.ts';
import styles from './CallState.module.css';
import { lengthText } from './call-words.ts';

/** Where the call stands, in a word that is read out when it changes, and how long it has lasted. */
export function CallState({ call }: { readonly call: Call }): ReactElement {
  const say = useText();
  return (
    <span className={styles['line']}>
      <span role="status" aria-label={say('call.state')} className={styles['state']}>
        {say(`call.state.${call.phase}`)}
      </span>
      {(call.connectedAt !== undefined || call.talkedMs > 0) && <CallLength {...call} />}
    </span>
  );
}

/** Never changes for React, so that it never writes it. */
const BEGIN = lengthText(0);

/** How long both have talked. It is written by hand: it ticks for as long as they talk, and to render it costs several times as much. */
function CallLength({ connectedAt, endedAt, talkedMs }: Pick<Call, 'connectedAt' | 'endedAt' | 'talkedMs'>): ReactElement {
  const say = useText();
  const clock = useContext(ClockContext);
  const text = useRef<HTMLSpanElement>(null);
  useLayoutEffect(() => {
    let stop = (): void => undefined;
    const lasted = (): number => talkedMs + (connectedAt === undefined ? 0 : (endedAt ?? clock.now()) - connectedAt);
    const write = (): void => {
      const shown = text.current?.firstChild;
      if (shown) shown.nodeValue = lengthText(lasted());
    };
    const wait = (): void => {
      const now = clock.now();
      stop = clock.after(untilBeat(now, now + 1000 - (lasted() % 1000)), () => {
        TOGETHER.ask(write);
        wait();
      });
    };
    write();
    if (connectedAt !== undefined && endedAt === undefined) wait();
    return () => stop();
  }, [clock, connectedAt, endedAt, talkedMs]);
  return (
    <span ref={text} className={styles['length']} data-tabular role="timer" aria-label={say('call.length')}>
      {BEGIN}
    </span>
  );
}
