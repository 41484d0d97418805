import { useState, type ReactElement } from 'react';
import { useText } from '../../i18n/text.tsx';
import { Banner } from '../../ui/Banner.tsx';
import { Button } from '../../ui/Button.tsx';
import { ConfirmDialog } from '../../ui/Dialog.tsx';
import { Problem } from '../problem/Problem.tsx';
import { useAction } from '../problem/use-action.ts';
import styles from '../sign-in/Entry.module.css';
import { Entry } from '../sign-in/Entry.tsx';
import type { StoreStateModel } from './store-state.model.ts';

export interface DamagedProps {
  readonly model: Pick<StoreStateModel, 'rescue' | 'startAnew'>;
  /** How many messages can still be read. */
  readonly readable: number;
}

/** First save what is readable, then start with an empty history. The damaged file is put aside, not deleted. */
export function Damaged({ model, readable }: DamagedProps): ReactElement {
  const say = useText();
  const saving = useAction();
  const starting = useAction();
  const [saved, setSaved] = useState<{ readonly path: string; readonly messages: number }>();
  const [asked, setAsked] = useState(false);
  return (
    <Entry title={say('trouble.damaged.title')} text={say('trouble.damaged.text', { count: readable })}>
      {saved && (
        <Banner tone="success" role="status">
          <p>{say('trouble.damaged.saved', { count: saved.messages })}</p>
          <p className={styles['quiet']} dir="ltr">
            {saved.path}
          </p>
        </Banner>
      )}
      <div className={styles['others']}>
        <Button
          kind={saved ? 'plain' : 'primary'}
          size="large"
          wide
          isPending={saving.busy}
          isDisabled={readable === 0}
          onPress={() => void saving.run(async () => setSaved(await model.rescue()))}
        >
          {say('trouble.damaged.save')}
        </Button>
        <Problem failure={saving.failure} />
        <Button kind={saved ? 'primary' : 'plain'} size="large" wide isPending={starting.busy} onPress={() => setAsked(true)}>
          {say('trouble.damaged.startAnew')}
        </Button>
        <Problem failure={starting.failure} />
      </div>
      <p className={styles['quiet']}>{say('trouble.damaged.kept')}</p>
      <ConfirmDialog
        title={say('trouble.damaged.sure')}
        isOpen={asked}
        action={say('trouble.damaged.startAnew')}
        danger={!saved}
        onClose={() => setAsked(false)}
        onConfirm={() => {
          setAsked(false);
          void starting.run(model.startAnew);
        }}
      >
        <p>{say(saved || readable === 0 ? 'trouble.damaged.sureSaved' : 'trouble.damaged.sureUnsaved')}</p>
      </ConfirmDialog>
    </Entry>
  );
}
