import type { MouseEvent, ReactElement } from 'react';
import type { TextRun } from './text-runs.ts';
import styles from './TextWithLinks.module.css';

/** Words of somebody else's, as text and links and nothing else. */
export function TextWithLinks({ runs, onOpen }: { readonly runs: readonly TextRun[]; readonly onOpen: (href: string) => void }): ReactElement {
  const open = (event: MouseEvent<HTMLAnchorElement>, href: string): void => {
    event.preventDefault();
    if (event.button < 2) onOpen(href);
  };
  return (
    <>
      {runs.map((run, index) =>
        typeof run === 'string' ? (
          run
        ) : (
          <a
            key={index}
            className={styles['link']}
            href={run.href}
            title={run.href}
            dir="ltr"
            onClick={event => open(event, run.href)}
            onAuxClick={event => open(event, run.href)}
          >
            {run.text}
          </a>
        ),
      )}
    </>
  );
}
