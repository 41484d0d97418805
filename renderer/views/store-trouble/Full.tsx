import type { ReactElement } from 'react';
import { useState } from 'react';
import { useText } from '../../i18n/text.tsx';
import { Button } from '../../ui/Button.tsx';
import { Problem } from '../problem/Problem.tsx';
import { useAction } from '../problem/use-action.ts';
import styles from '../sign-in/Entry.module.css';
import { Entry } from '../sign-in/Entry.tsx';
import type { StoreStateModel } from './store-state.model.ts';

/** There is no room on the disk. Nothing was dropped: the server keeps what could not be stored. */
export function Full({ model }: { readonly model: Pick<StoreStateModel, 'retry'> }): ReactElement {
  const say = useText();
  const { busy, failure, run } = useAction();
  const [still, setStill] = useState(false);
  const retry = async (): Promise<void> => {
    setStill(false);
    const { state } = await model.retry();
    setStill(state === 'full');
  };
  return (
    <Entry title={say('trouble.full.title')} text={say('trouble.full.text')}>
      <Button kind="primary" size="large" wide isPending={busy} onPress={() => void run(retry)}>
        {say('common.retry')}
      </Button>
      <p className={styles['waiting']} role="status">
        {still ? say('trouble.full.still') : ''}
      </p>
      <Problem failure={failure} />
    </Entry>
  );
}
