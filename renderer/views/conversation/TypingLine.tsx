import type { ReactElement } from 'react';
import { useText } from '../../i18n/text.tsx';
import { useNames } from './NoticeLines.tsx';
import styles from './TypingLine.module.css';

/** A line that is always there, so that nothing moves when somebody begins to type. */
export function TypingLine({ names }: { readonly names: readonly string[] }): ReactElement {
  const say = useText();
  const list = useNames(2);
  const name = list(names);
  return (
    <p className={styles['line']} title={names.length > 0 ? name : undefined}>
      {names.length > 0 && (
        <>
          <span className={styles['dots']} aria-hidden>
            <i />
            <i />
            <i />
          </span>
          {say('conversation.typing', { name, count: names.length })}
        </>
      )}
    </p>
  );
}
