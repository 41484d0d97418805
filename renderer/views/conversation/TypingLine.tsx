import type { ReactElement } from 'react';
import { useText } from '../../i18n/text.tsx';
import styles from './TypingLine.module.css';

/** A line that is always there, so that nothing moves when somebody begins to type. */
export function TypingLine({ name, typing }: { readonly name: string; readonly typing: boolean }): ReactElement {
  const say = useText();
  return (
    <p className={styles['line']} title={typing ? name : undefined}>
      {typing && (
        <>
          <span className={styles['dots']} aria-hidden>
            <i />
            <i />
            <i />
          </span>
          {say('conversation.typing', { name })}
        </>
      )}
    </p>
  );
}
