import { useState, type ReactElement } from 'react';
import { VisuallyHidden } from 'react-aria-components';
import type { Message } from '../../../preload/contract/messages.ts';
import { useText } from '../../i18n/text.tsx';
import { calmText } from '../../model/calm-text.ts';

interface AnnouncerProps {
  readonly message: Message | undefined;
  readonly nameOf: (message: Message) => string;
  /** How many came at once: where they come thick and fast, their number is read and the last of them. */
  readonly count: number;
}

/** Reads out a message that came in, once, when nothing else is being read, with name and text. */
export function Announcer({ message, nameOf, count }: AnnouncerProps): ReactElement {
  const say = useText();
  const [said, setSaid] = useState({ id: message?.id, text: '' });
  // Only another message is news: a change of the same one, or of the name, is not read again.
  if (message && message.id !== said.id) {
    const text = say('conversation.announced', { name: nameOf(message), text: calmText(message.body).slice(0, 500) });
    setSaid({ id: message.id, text: count > 1 ? `${say('conversation.arrived', { count })}. ${text}` : text });
  }
  return (
    <VisuallyHidden>
      <div aria-live="polite" aria-atomic="true">
        {said.text}
      </div>
    </VisuallyHidden>
  );
}
