import { useEffect, useState, type ReactElement } from 'react';
import { VisuallyHidden } from 'react-aria-components';
import type { Message } from '../../../preload/contract/messages.ts';
import { useText } from '../../i18n/text.tsx';
import { calmText } from '../../model/calm-text.ts';
import { useLatest } from '../../model/use-latest.ts';

/** Reads out a message that came in, once, when nothing else is being read, with name and text. */
export function Announcer({ message, name }: { readonly message: Message | undefined; readonly name: string }): ReactElement {
  const say = useText();
  const [text, setText] = useState('');
  const words = useLatest(message ? say('conversation.announced', { name, text: calmText(message.body).slice(0, 500) }) : '');
  const id = message?.id;
  // Only another message is news: a change of the same one, or of the name, is not read again.
  useEffect(() => {
    if (id !== undefined) setText(words.current);
  }, [id, words]);
  return (
    <VisuallyHidden>
      <div aria-live="polite" aria-atomic="true">
        {text}
      </div>
    </VisuallyHidden>
  );
}
