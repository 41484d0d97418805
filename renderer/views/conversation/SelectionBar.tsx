import { Copy, Trash2, X } from 'lucide-react';
import type { ReactElement } from 'react';
import { useText } from '../../i18n/text.tsx';
import { Button } from '../../ui/Button.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import styles from './SelectionBar.module.css';
import type { MessageActions } from './use-message-actions.ts';

/** In place of the header while messages are chosen. */
export function SelectionBar({ actions }: { readonly actions: MessageActions }): ReactElement {
  const say = useText();
  return (
    <div className={styles['bar']} role="toolbar" aria-label={say('conversation.chosenActions')}>
      <IconButton icon={X} label={say('conversation.chosenLeave')} onPress={actions.clearChosen} />
      <span className={styles['count']} role="status">
        {say('conversation.chosen', { count: actions.selection.ids.size })}
      </span>
      <Button icon={Copy} onPress={actions.copyChosen}>
        {say('conversation.copy')}
      </Button>
      <Button icon={Trash2} onPress={actions.askToDeleteChosen}>
        {say('conversation.deleteHere')}
      </Button>
    </div>
  );
}
