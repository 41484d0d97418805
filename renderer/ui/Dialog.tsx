import { X } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { useText } from '../i18n/text.tsx';
import { Button } from './Button.tsx';
import styles from './Dialog.module.css';
import { IconButton } from './IconButton.tsx';

export interface DialogProps {
  readonly title: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly size?: 'small' | 'normal' | 'large';
  /** Buttons at the foot, the one thing to do last. */
  readonly actions?: ReactNode;
  /** `alertdialog`: a question that must be answered; a click outside does not close it. */
  readonly role?: 'dialog' | 'alertdialog';
  readonly children: ReactNode;
}

/** A modal dialog: takes the focus, gives it back, closes with Escape. */
export function Dialog({ title, isOpen, onClose, size = 'normal', actions, role = 'dialog', children }: DialogProps): ReactElement {
  const say = useText();
  return (
    <ModalOverlay
      isOpen={isOpen}
      onOpenChange={open => {
        if (!open) onClose();
      }}
      isDismissable={role === 'dialog'}
      className={styles['overlay'] ?? ''}
    >
      <Modal className={`${styles['modal']} ${styles[size]}`}>
        <AriaDialog className={styles['dialog'] ?? ''} role={role}>
          <header className={styles['header']}>
            <Heading slot="title" level={2} className={styles['title'] ?? ''}>
              {title}
            </Heading>
            {role === 'dialog' && <IconButton icon={X} label={say('common.close')} onPress={onClose} size="small" tooltip={false} />}
          </header>
          <div className={styles['body']}>{children}</div>
          {actions && <footer className={styles['actions']}>{actions}</footer>}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}

export interface ConfirmDialogProps {
  readonly title: string;
  readonly isOpen: boolean;
  /** The word on the button that does it: what it does, not "OK". */
  readonly action: string;
  readonly danger?: boolean;
  readonly isPending?: boolean;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A question before something that cannot be undone. */
export function ConfirmDialog({ action, danger = true, isPending = false, onConfirm, children, ...rest }: ConfirmDialogProps): ReactElement {
  const say = useText();
  const actions = (
    <>
      <Button onPress={rest.onClose} autoFocus>
        {say('common.cancel')}
      </Button>
      <Button kind={danger ? 'danger' : 'primary'} onPress={onConfirm} isPending={isPending}>
        {action}
      </Button>
    </>
  );
  return (
    <Dialog {...rest} role="alertdialog" size="small" actions={actions}>
      {children}
    </Dialog>
  );
}
