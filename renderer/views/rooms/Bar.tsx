import type { ReactElement, ReactNode } from 'react';
import type { Failure } from '../../../preload/contract/wire.ts';
import bar from '../conversation/RequestBar.module.css';
import { Problem } from '../problem/Problem.tsx';

interface BarProps {
  readonly title: string;
  readonly text?: string | undefined;
  readonly failure?: Failure | undefined;
  /** The buttons. */
  readonly children?: ReactNode;
  /** A field, between the words and the buttons. */
  readonly field?: ReactNode;
}

/** In place of the box to write in: what is the matter, and what to do. */
export function Bar({ title, text, failure, children, field }: BarProps): ReactElement {
  return (
    <div className={bar['bar']} role="group" aria-label={title}>
      <p className={bar['title']}>{title}</p>
      {text !== undefined && text !== '' && (
        <p className={bar['text']} role="status">
          {text}
        </p>
      )}
      {field}
      {children && <div className={bar['actions']}>{children}</div>}
      <Problem failure={failure} />
    </div>
  );
}
