import { Copy, Ellipsis, SquareCheck, Trash2 } from 'lucide-react';
import { useContext, useRef, type ReactElement } from 'react';
import type { Message } from '../../../preload/contract/messages.ts';
import { useText } from '../../i18n/text.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import styles from './MessageActions.module.css';
import { TimelineContext } from './timeline-context.ts';

/** What can be done with a message, in the same order everywhere. */
export function MessageActions({ message }: { readonly message: Message }): ReactElement {
  const say = useText();
  const { room, copy, choose, askToDelete, openMenu } = useContext(TimelineContext);
  const box = useRef<HTMLDivElement>(null);
  const more = (): void => {
    const { left = 0, bottom = 0 } = box.current?.getBoundingClientRect() ?? {};
    openMenu(message, { x: left, y: bottom }, undefined);
  };
  return (
    <div ref={box} className={styles['actions']} role="toolbar" aria-label={say('conversation.actions')}>
      {!message.retracted && <IconButton size="small" icon={Copy} label={say('conversation.copy')} onPress={() => copy(message)} excludeFromTabOrder />}
      <IconButton size="small" icon={SquareCheck} label={say('conversation.choose')} onPress={() => choose(message)} excludeFromTabOrder />
      <IconButton size="small" icon={Trash2} label={say('conversation.deleteHere')} onPress={() => askToDelete(message)} excludeFromTabOrder />
      {room !== undefined && <IconButton size="small" icon={Ellipsis} label={say('room.more')} onPress={more} excludeFromTabOrder />}
    </div>
  );
}
