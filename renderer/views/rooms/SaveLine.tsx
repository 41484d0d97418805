import { useState, type FormEvent, type ReactElement } from 'react';
import { useText } from '../../i18n/text.tsx';
import { Button } from '../../ui/Button.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { Problem } from '../problem/Problem.tsx';
import { useAction } from '../problem/use-action.ts';
import styles from './RoomSettings.module.css';

interface SaveLineProps {
  readonly label: string;
  readonly description?: string | undefined;
  /** As it is now; a change from elsewhere is taken over where nothing was typed. */
  readonly value: string;
  readonly maxLength: number;
  readonly rows?: number;
  readonly mayBeEmpty?: boolean;
  readonly onSave: (text: string) => Promise<unknown>;
}

/** One text that is kept when Save is pressed. */
export function SaveLine({ label, description, value, maxLength, rows, mayBeEmpty = true, onSave }: SaveLineProps): ReactElement {
  const say = useText();
  const action = useAction();
  const [typed, setTyped] = useState<string>();
  const text = typed ?? value;
  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (text === value || action.busy || (text.trim() === '' && !mayBeEmpty)) return;
    if (await action.run(() => onSave(text.trim()))) setTyped(undefined);
  };
  return (
    <form className={styles['saveLine']} onSubmit={event => void save(event)}>
      <TextField
        label={label}
        description={description}
        value={text}
        onChange={now => {
          setTyped(now);
          action.clear();
        }}
        maxLength={maxLength}
        autoComplete="off"
        {...(rows === undefined ? {} : { rows })}
      />
      <Button type="submit" isDisabled={text === value || (text.trim() === '' && !mayBeEmpty)} isPending={action.busy}>
        {say('roomSettings.save')}
      </Button>
      <Problem failure={action.failure} />
    </form>
  );
}
