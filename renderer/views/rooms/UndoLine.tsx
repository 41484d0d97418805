import { Undo2, X } from 'lucide-react';
import type { ReactElement } from 'react';
import type { ConversationId } from '../../../preload/contract/ids.ts';
import { useText } from '../../i18n/text.tsx';
import { Banner } from '../../ui/Banner.tsx';
import { Button } from '../../ui/Button.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import styles from './Members.module.css';
import { useUndo } from './room-acts.tsx';

/** What was just done to somebody, and the way back. */
export function UndoLine({ room }: { readonly room: ConversationId }): ReactElement | null {
  const say = useText();
  const { undo, undoIt, forgetUndo } = useUndo(room);
  if (!undo) return null;
  return (
    <div className={styles['undo']}>
      <Banner
        role="status"
        actions={
          <>
            {undo.back && (
              <Button size="small" kind="quiet" icon={Undo2} onPress={undoIt}>
                {say('members.undo')}
              </Button>
            )}
            <IconButton size="small" icon={X} label={say('common.close')} onPress={forgetUndo} />
          </>
        }
      >
        {undo.text}
      </Banner>
    </div>
  );
}
