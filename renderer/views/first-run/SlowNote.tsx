import type { ReactElement } from 'react';
import { useText } from '../../i18n/text.tsx';
import { useViewModel } from '../../model/view-model.ts';
import { Problem } from '../problem/Problem.tsx';
import styles from '../sign-in/Entry.module.css';
import { Working } from '../sign-in/Working.tsx';
import type { SignInModel } from '../sign-in/sign-in.model.ts';

/** What trying it here means; while the server starts, that it takes a moment; and why it could not. */
export function SlowNote({ model, trying }: { readonly model: SignInModel; readonly trying: boolean }): ReactElement {
  const say = useText();
  const { failure, work } = useViewModel(model);
  if (trying) {
    return <Working text={say('signIn.starting')} onCancel={model.cancel} />;
  }
  return (
    <>
      <p className={styles['quiet']}>{say('signIn.tryHereText')}</p>
      <Problem failure={work === 'try-here' ? failure : undefined} />
    </>
  );
}
