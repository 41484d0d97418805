import { useCallback, useEffect, useMemo, useRef, useState, type ReactElement, type Ref } from 'react';
import { Virtuoso, type ListRange, type VirtuosoHandle } from 'react-virtuoso';
import type { MessageId } from '../../../preload/contract/ids.ts';
import type { Message } from '../../../preload/contract/messages.ts';
import { useViewModel } from '../../model/view-model.ts';
import { MessageRow } from './MessageRow.tsx';
import { rowShape } from './rows.ts';
import type { Selection } from './selection.ts';
import { StickyDay } from './StickyDay.tsx';
import styles from './Timeline.module.css';
import { EdgeContext, TimelineScroller, TopEdge, BottomEdge } from './TimelineEdges.tsx';
import type { TimelineModel, TimelineSnapshot } from './timeline.model.ts';
import { useRowKeys } from './use-row-keys.ts';
import { useStickToEnd } from './use-stick-to-end.ts';

export interface TimelineHandle {
  readonly scrollToEnd: () => void;
  readonly focus: () => void;
}
export interface TimelineProps {
  readonly model: TimelineModel;
  readonly selection: Selection;
  readonly unfolded: ReadonlySet<MessageId>;
  readonly onChoose: (id: MessageId, how: 'toggle' | 'range' | 'none') => void;
  readonly onDelete: (message: Message) => void;
  readonly onCopy: (event: ClipboardEvent, log: Element) => void;
  readonly onAtEnd: (atEnd: boolean) => void;
  readonly ref?: Ref<TimelineHandle>;
}

// So near to an edge of what is resident, the next page is fetched: before the user gets there.
const NEAR = 24;
const COMPONENTS = { Scroller: TimelineScroller, Header: TopEdge, Footer: BottomEdge };

/** The messages of a conversation as a log that scrolls through any number of them. */
export function Timeline(props: TimelineProps): ReactElement {
  const { model } = props;
  const snapshot = useViewModel(model);
  const edge = useMemo(() => ({ model, onCopy: props.onCopy }), [model, props.onCopy]);
  return (
    <EdgeContext value={edge}>
      {/* Another place of the conversation is another list: it begins there, without travelling. */}
      <Window key={snapshot.place} {...props} snapshot={snapshot} />
    </EdgeContext>
  );
}

function Window({
  model,
  snapshot,
  selection,
  unfolded,
  onChoose,
  onDelete,
  onAtEnd,
  ref,
}: TimelineProps & { readonly snapshot: TimelineSnapshot }): ReactElement {
  const { messages, firstIndex, begin, readUpTo, emphasised } = snapshot;
  const list = useRef<VirtuosoHandle>(null);
  const box = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState<MessageId>();
  const lastSeen = useRef<MessageId>(undefined);
  const keys = useRowKeys({ box, list, messages, onChoose, onDelete, onActive: setActive, chosenCount: selection.ids.size });
  const tabTo = active !== undefined && messages.some(({ id }) => id === active) ? active : (lastSeen.current ?? messages.at(-1)?.id);

  useHandle(ref, list, keys.focusRow, messages);

  const toEnd = useStickToEnd(box, begin === 'end');
  const near = useRef<ListRange>(undefined);
  const loadNear = useCallback(() => {
    const now = model.snapshot();
    const range = near.current;
    if (!range) return;
    if (range.startIndex - now.firstIndex < NEAR && now.older === 'idle') void model.loadOlder();
    if (now.hasNewer && now.firstIndex + now.messages.length - 1 - range.endIndex < NEAR) void model.loadNewer();
  }, [model]);
  const moved = (range: ListRange): void => {
    near.current = range;
    if (!box.current?.contains(document.activeElement)) lastSeen.current = messages[range.endIndex - firstIndex]?.id;
    loadNear();
  };

  return (
    <div className={styles['box']} ref={box} onKeyDown={keys.onKeyDown} onClick={keys.onClick} data-choosing={selection.ids.size > 0}>
      <Virtuoso
        ref={list}
        className={styles['list'] ?? ''}
        data={messages}
        firstItemIndex={firstIndex}
        initialTopMostItemIndex={begin === 'end' ? { index: 'LAST', align: 'end' } : { index: begin, align: 'center' }}
        computeItemKey={(_index, message) => message.id}
        defaultItemHeight={44}
        increaseViewportBy={{ top: 600, bottom: 400 }}
        alignToBottom
        atBottomThreshold={24}
        totalListHeightChanged={toEnd}
        atBottomStateChange={atBottom => {
          model.setAtEnd(atBottom);
          onAtEnd(atBottom);
        }}
        rangeChanged={moved}
        components={COMPONENTS}
        itemContent={(index, message) => (
          <MessageRow
            message={message}
            {...rowShape(messages, index - firstIndex, readUpTo)}
            active={message.id === tabTo}
            chosen={selection.ids.has(message.id)}
            choosing={selection.ids.size > 0}
            unfolded={unfolded.has(message.id)}
            emphasised={message.id === emphasised}
          />
        )}
      />
      <StickyDay box={box} />
    </div>
  );
}

function useHandle(
  ref: Ref<TimelineHandle> | undefined,
  list: { current: VirtuosoHandle | null },
  focusRow: (index: number) => void,
  messages: readonly Message[],
): void {
  const latest = useRef(messages);
  useEffect(() => void (latest.current = messages), [messages]);
  useEffect(() => {
    const handle: TimelineHandle = {
      scrollToEnd: () => list.current?.scrollToIndex({ index: 'LAST', align: 'end' }),
      focus: () => focusRow(latest.current.length - 1),
    };
    if (typeof ref === 'function') ref(handle);
    else if (ref) ref.current = handle;
  }, [ref, list, focusRow]);
}
