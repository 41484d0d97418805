import { Delete, Phone } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import type { AccountId } from '../../../preload/contract/ids.ts';
import { useCallMedia } from '../../calls/call-media.ts';
import { useText } from '../../i18n/text.tsx';
import { Button } from '../../ui/Button.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { DialPad } from '../call/DialPad.tsx';
import { useBeginCall } from '../call/use-call-actions.ts';
import { useWrittenNumber } from '../call/use-written-number.ts';
import { Problem } from '../problem/Problem.tsx';
import styles from './CallHistory.module.css';

export interface NumberPadProps {
  readonly gateways: readonly { readonly account: AccountId; readonly name: string }[];
}

/** A telephone number, typed or pressed; it goes out through a gateway that an account knows. */
export function NumberPad({ gateways }: NumberPadProps): ReactElement {
  const say = useText();
  const media = useCallMedia();
  const { busy, failure, dial, clear } = useBeginCall();
  const [number, setNumber] = useState('');
  const written = useWrittenNumber(number);
  const change = (text: string): void => {
    setNumber(text.slice(0, 64));
    clear();
  };
  return (
    <form
      className={styles['pad']}
      onSubmit={event => {
        event.preventDefault();
        if (number.trim() !== '') void dial(number.trim());
      }}
    >
      <TextField
        label={say('calls.number')}
        description={
          written === undefined
            ? say('calls.numberHelp', { gateway: gateways[0]?.name ?? '' })
            : say('calls.numberGoes', { number: written, gateway: gateways[0]?.name ?? '' })
        }
        type="tel"
        inputMode="tel"
        value={number}
        onChange={change}
        autoComplete="off"
      />
      <DialPad
        onKey={key => {
          media.playKey(key);
          change(number + key);
        }}
      />
      <Problem failure={failure} />
      <div className={styles['buttons']}>
        <IconButton icon={Delete} label={say('calls.deleteDigit')} isDisabled={number === ''} onPress={() => change([...number].slice(0, -1).join(''))} />
        <Button kind="primary" type="submit" icon={Phone} isDisabled={number.trim() === ''} isPending={busy}>
          {say('calls.dial')}
        </Button>
      </div>
    </form>
  );
}
