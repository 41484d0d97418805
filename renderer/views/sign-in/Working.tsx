import type { ReactElement } from 'react';
import { useText } from '../../i18n/text.tsx';
import { Button } from '../../ui/Button.tsx';
import styles from './Entry.module.css';

/** What is under way, and a way out of it. */
export function Working({ text, onCancel }: { readonly text: string; readonly onCancel: () => void }): ReactElement {
  const say = useText();
  return (
    <p className={styles['progress']}>
      <span role="status">{text}</span>
      <Button size="small" onPress={onCancel}>
        {say('common.cancel')}
      </Button>
    </p>
  );
}
