import { Fragment, useSyncExternalStore, type ReactElement, type ReactNode } from 'react';
import { useText } from '../../i18n/text.tsx';
import type { Link } from '../../rpc/reconnecting.ts';
import { Spinner } from '../../ui/Spinner.tsx';
import styles from '../sign-in/Entry.module.css';
import { Entry } from '../sign-in/Entry.tsx';

/**
 * Shows its children while the app's other process is there, and a calm page while it is not. After it came back everything below is made
 * anew, so that every model reads again: what it had read belongs to a process that is gone.
 */
export function EngineGate({ link, children }: { readonly link: Pick<Link, 'snapshot' | 'onState'>; readonly children: ReactNode }): ReactElement | null {
  const { state, opened } = useSyncExternalStore(link.onState, link.snapshot);
  if (state === 'down') return <EngineGone />;
  // A first connection takes milliseconds: an empty page is calmer than a message that flashes.
  return state === 'connecting' ? null : <Fragment key={opened}>{children}</Fragment>;
}

export function EngineGone(): ReactElement {
  const say = useText();
  return (
    <Entry title={say('trouble.engine.title')} text={say('trouble.engine.text')}>
      <p className={styles['waiting']} role="status">
        <Spinner />
        {say('trouble.engine.waiting')}
      </p>
    </Entry>
  );
}
