import { ChevronDown, TriangleAlert } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import type { Failure } from '../../../preload/contract/wire.ts';
import { useText } from '../../i18n/text.tsx';
import { useNow } from '../../model/clock.ts';
import { Button } from '../../ui/Button.tsx';
import { CertificateCard } from './CertificateCard.tsx';
import { describeFailure } from './describe-failure.ts';
import styles from './Problem.module.css';

export interface ProblemProps {
  readonly failure: Failure | undefined;
  /** The domain it is about. */
  readonly server?: string | undefined;
}

/** What happened, what it means, what to do; with the certificate where one was shown to us. Announced when it appears. */
export function Problem({ failure, server }: ProblemProps): ReactElement | null {
  return failure ? <Description failure={failure} server={server} /> : null;
}

function Description({ failure, server }: { readonly failure: Failure; readonly server: string | undefined }): ReactElement {
  const say = useText();
  const { title, text, quoted } = describeFailure(say, failure, server);
  const certificate = failure.code === 'connection' ? failure.certificate : undefined;
  const [open, setOpen] = useState(false);
  const now = useNow();
  return (
    <div className={styles['problem']} role="alert">
      <TriangleAlert aria-hidden className={styles['icon']} />
      <div className={styles['words']}>
        <p className={styles['title']}>{title}</p>
        <p className={styles['text']}>{text}</p>
        {quoted !== undefined && <p className={styles['quoted']}>{say('problem.serverSays', { text: quoted.slice(0, 500) })}</p>}
        {certificate && !open && (
          <Button kind="quiet" size="small" icon={ChevronDown} onPress={() => setOpen(true)}>
            {say('problem.certificate.show')}
          </Button>
        )}
        {certificate && open && <CertificateCard certificate={certificate} now={now} />}
      </div>
    </div>
  );
}
