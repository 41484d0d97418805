import { Fragment, type ReactElement } from 'react';
import { useText } from '../../i18n/text.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { keyName, SHORTCUTS, type Key } from './shortcuts.ts';
import styles from './Shortcuts.module.css';

export interface ShortcutsDialogProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  /** The keyboard has a command key. */
  readonly mac?: boolean;
}

/** What can be done by keyboard; opened with `?`. */
export function ShortcutsDialog({ isOpen, onClose, mac = isMac() }: ShortcutsDialogProps): ReactElement {
  const say = useText();
  return (
    <Dialog title={say('shortcuts.title')} isOpen={isOpen} onClose={onClose} size="small">
      <dl className={styles['shortcuts']}>
        {SHORTCUTS.map(({ id, keys }) => (
          <div key={id} className={styles['shortcut']}>
            <dt>{say(`shortcuts.${id}`)}</dt>
            <dd>
              {keys.map(key => (
                <Fragment key={key}>
                  <KeyCap of={key} mac={mac} />{' '}
                </Fragment>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}

function KeyCap({ of, mac }: { readonly of: Key; readonly mac: boolean }): ReactElement {
  const say = useText();
  const name = keyName(of, mac);
  return <kbd className={styles['key']}>{'sign' in name ? name.sign : say(`shortcuts.key.${name.named}`)}</kbd>;
}

/** Which keyboard it is, for the words only. */
const isMac = (): boolean => /mac/i.test(navigator.userAgent);
