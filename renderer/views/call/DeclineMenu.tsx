import { MessageSquareX } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import { useText } from '../../i18n/text.tsx';
import { Button } from '../../ui/Button.tsx';
import { Menu } from '../../ui/Menu.tsx';
import { TextField } from '../../ui/TextField.tsx';
import styles from './IncomingCall.module.css';

const SENTENCES = ['later', 'write', 'soon'] as const;
const LONGEST = 1000;

/** A few sentences to decline with, or one's own. */
export function DeclineMenu({ onDecline }: { readonly onDecline: (text: string) => void }): ReactElement {
  const say = useText();
  const [text, setText] = useState<string>();
  if (text !== undefined) return <OwnWords text={text} onText={setText} onSend={() => onDecline(text.trim())} />;
  return (
    <Menu
      label={say('call.declineWith')}
      items={[
        ...SENTENCES.map(id => ({ id, label: say(`call.declineWith.${id}`), onAction: () => onDecline(say(`call.declineWith.${id}`)) })),
        'line',
        { id: 'own', label: say('call.declineOwn'), onAction: () => setText('') },
      ]}
    >
      <Button icon={MessageSquareX}>{say('call.declineWith')}</Button>
    </Menu>
  );
}

function OwnWords(props: { readonly text: string; readonly onText: (text: string) => void; readonly onSend: () => void }): ReactElement {
  const say = useText();
  const empty = props.text.trim() === '';
  return (
    <form
      className={styles['own']}
      onSubmit={event => {
        event.preventDefault();
        if (!empty) props.onSend();
      }}
    >
      <TextField label={say('call.declineText')} value={props.text} onChange={props.onText} maxLength={LONGEST} autoFocus />
      <Button type="submit" isDisabled={empty}>
        {say('call.declineSend')}
      </Button>
    </form>
  );
}
