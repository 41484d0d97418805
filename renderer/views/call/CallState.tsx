import type { ReactElement } from 'react';
import type { Call } from '../../../preload/contract/calls.ts';
import { useText } from '../../i18n/text.tsx';
import styles from './CallState.module.css';
import { useCallLength } from './call-words.ts';

/** Where the call stands, in a word that is read out when it changes, and how long it has lasted. */
export function CallState({ call }: { readonly call: Call }): ReactElement {
  const say = useText();
  const length = useCallLength(call);
  return (
    <span className={styles['line']}>
      <span role="status" aria-label={say('call.state')} className={styles['state']}>
        {say(`call.state.${call.phase}`)}
      </span>
      {length !== '' && (
        <span className={styles['length']} data-tabular role="timer" aria-label={say('call.length')}>
          {length}
        </span>
      )}
    </span>
  );
}
