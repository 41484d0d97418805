import { useEffect, useState, type KeyboardEvent, type ReactElement } from 'react';
import { Button } from 'react-aria-components';
import { useText } from '../../i18n/text.tsx';
import styles from './DialPad.module.css';

const KEYS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '0', '#'] as const;
const LETTERS: Readonly<Record<string, string>> = { 2: 'ABC', 3: 'DEF', 4: 'GHI', 5: 'JKL', 6: 'MNO', 7: 'PQRS', 8: 'TUV', 9: 'WXYZ', 0: '+' };

export interface DialPadProps {
  readonly onKey: (key: string) => void;
  /** What was pressed is shown here; leave it out where a field shows it. */
  readonly shows?: boolean;
}

/** The keys of a telephone. The computer's own keys work too while one of these has the focus. */
export function DialPad({ onKey, shows = false }: DialPadProps): ReactElement {
  const say = useText();
  const [pressed, setPressed] = useState('');
  useEffect(() => () => setPressed(''), []);
  const press = (key: string): void => {
    setPressed(before => (before + key).slice(-32));
    onKey(key);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || !KEYS.some(key => key === event.key)) return;
    event.preventDefault();
    press(event.key);
  };
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the keys in it are buttons; this hears what is typed on them
    <div className={styles['pad']} role="group" aria-label={say('call.dialPad')} onKeyDown={onKeyDown}>
      {shows && (
        <output className={styles['pressed']} dir="ltr">
          {pressed}
        </output>
      )}
      <div className={styles['keys']} dir="ltr">
        {KEYS.map((key, index) => (
          <Button key={key} className={styles['key'] ?? ''} aria-label={key} autoFocus={shows && index === 0} onPress={() => press(key)}>
            <span>{key}</span>
            <span className={styles['letters']} aria-hidden>
              {LETTERS[key]}
            </span>
          </Button>
        ))}
      </div>
    </div>
  );
}
