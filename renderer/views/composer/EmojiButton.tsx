import { SmilePlus } from 'lucide-react';
import { lazy, Suspense, type ReactElement } from 'react';
import { Dialog, DialogTrigger, Popover } from 'react-aria-components';
import { useText } from '../../i18n/text.tsx';
import { afterRestore } from '../../ui/after-restore.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { Spinner } from '../../ui/Spinner.tsx';
import styles from './EmojiPicker.module.css';

const EmojiPicker = lazy(() => import('./EmojiPicker.tsx'));

/** A button with the picker behind it. */
export function EmojiButton({ onPick, onClose }: { readonly onPick: (emoji: string) => void; readonly onClose: () => void }): ReactElement {
  const say = useText();
  return (
    <DialogTrigger onOpenChange={open => (open ? undefined : void afterRestore(onClose))}>
      <IconButton icon={SmilePlus} label={say('composer.emoji')} />
      <Popover placement="top start" offset={12} className={styles['popover'] ?? ''}>
        <Dialog aria-label={say('composer.emoji')} className={styles['dialog'] ?? ''}>
          {({ close }) => (
            <Suspense fallback={<Spinner />}>
              <EmojiPicker
                onPick={emoji => {
                  onPick(emoji);
                  close();
                }}
              />
            </Suspense>
          )}
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}
