import { useState, type ReactElement } from 'react';
import { VisuallyHidden } from 'react-aria-components';
import type { Message } from '../../../preload/contract/messages.ts';
import { useText } from '../../i18n/text.tsx';
import { calmText } from '../../model/calm-text.ts';

/** Reads out a message that came in, once, when nothing else is being read, with name and text. */
export function Announcer({ message, name }: { readonly message: Message | undefined; readonly name: string }): ReactElement {
  const say = useText();
  const [said, setSaid] = useState({ id: message?.id, text: '' });
  // Only another message is news: a change of the same one, or of the name, is not read again.
  if (message && message.id !== said.id) {
    setSaid({ id: message.id, text: say('conversation.announced', { name, text: calmText(message.body).slice(0, 500) }) });
  }
  return (
    <VisuallyHidden>
      <div aria-live="polite" aria-atomic="true">
        {said.text}
      </div>
    </VisuallyHidden>
  );
}
