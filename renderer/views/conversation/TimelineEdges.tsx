import { createContext, useContext, useEffect, useMemo, useRef, type ReactElement } from 'react';
import { mergeRefs } from 'react-aria/mergeRefs';
import type { ScrollerProps } from 'react-virtuoso';
import { useText } from '../../i18n/text.tsx';
import { useViewModel } from '../../model/view-model.ts';
import { Button } from '../../ui/Button.tsx';
import { Spinner } from '../../ui/Spinner.tsx';
import styles from './TimelineEdges.module.css';
import type { TimelineModel } from './timeline.model.ts';

interface Edge {
  readonly model: TimelineModel;
  readonly onCopy: (event: ClipboardEvent, log: Element) => void;
}
export const EdgeContext = createContext<Edge | undefined>(undefined);

/** What scrolls. New messages are read out by the announcer, once: a log that lost and gained rows while scrolling would read out all of them. */
export function TimelineScroller({ ref, style, children, 'data-virtuoso-scroller': mark }: ScrollerProps): ReactElement {
  const say = useText();
  const edge = useContext(EdgeContext);
  const own = useRef<HTMLDivElement>(null);
  // Always the same function: a new one at each render would tell the list that its scroller went away and came back.
  const merged = useMemo(() => mergeRefs(own, ref), [ref]);
  useEffect(() => {
    const log = own.current;
    const copy = (event: ClipboardEvent): void => (log ? edge?.onCopy(event, log) : undefined);
    log?.addEventListener('copy', copy);
    return () => log?.removeEventListener('copy', copy);
  }, [edge]);
  return (
    <div style={style} data-virtuoso-scroller={mark} ref={merged} role="log" aria-label={say('conversation.messages')} aria-live="off" tabIndex={-1}>
      {children}
    </div>
  );
}

/** Above the first message: that there is more, that it is on its way, or that this is where it began. */
export function TopEdge(): ReactElement | null {
  const say = useText();
  const edge = useContext(EdgeContext);
  return edge ? <Top model={edge.model} say={say} /> : null;
}

function Top({ model, say }: { readonly model: TimelineModel; readonly say: ReturnType<typeof useText> }): ReactElement {
  const { older, hasOlder, olderOnServer, messages } = useViewModel(model);
  if (older === 'failed') {
    return (
      <div className={styles['edge']}>
        <span>{say('conversation.olderFailed')}</span>
        <Button kind="quiet" size="small" onPress={() => void model.loadOlder()}>
          {say('common.retry')}
        </Button>
      </div>
    );
  }
  if (older === 'asking-server') {
    return (
      <div className={styles['edge']}>
        <Spinner />
        <span>{say('conversation.askingServer')}</span>
      </div>
    );
  }
  if (hasOlder || older === 'loading') return <div className={styles['edge']} />;
  if (olderOnServer) {
    return (
      <div className={styles['edge']}>
        <Button kind="quiet" size="small" onPress={() => void model.loadOlder()}>
          {say('conversation.loadOlder')}
        </Button>
      </div>
    );
  }
  return <div className={styles['edge']}>{messages.length > 0 && <span>{say('conversation.beginning')}</span>}</div>;
}

export const BottomEdge = (): ReactElement => <div className={styles['foot']} />;
