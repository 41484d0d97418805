import { useCallback, useImperativeHandle, useMemo, useRef, useState, useSyncExternalStore, type ReactElement, type Ref, type RefObject } from 'react';
import { Virtuoso, type ListRange, type VirtuosoHandle } from 'react-virtuoso';
import type { MessageId } from '../../../preload/contract/ids.ts';
import type { Message } from '../../../preload/contract/messages.ts';
import { useViewModel } from '../../model/view-model.ts';
import { MessageRow } from './MessageRow.tsx';
import type { NoticePlaces } from './fold-notices.ts';
import type { NoticesModel } from './notices.model.ts';
import { newestRead, type ReadBy, type ReadersModel } from './readers.model.ts';
import { rowShape } from './rows.ts';
import type { Selection, SelectHow } from './selection.ts';
import { StickyDay } from './StickyDay.tsx';
import styles from './Timeline.module.css';
import { BottomEdge, EdgeContext, TimelineScroller, TopEdge } from './TimelineEdges.tsx';
import type { TimelineModel, TimelineSnapshot } from './timeline.model.ts';
import { useHeldPlace } from './use-held-place.ts';
import { useNoticePlaces } from './use-notice-places.ts';
import { useRowKeys } from './use-row-keys.ts';
import { useStickToEnd } from './use-stick-to-end.ts';

export interface TimelineHandle {
  readonly scrollToEnd: () => void;
}
export interface TimelineProps {
  readonly model: TimelineModel;
  /** Of a room: what happens there beside messages. */
  readonly notices?: NoticesModel | undefined;
  /** Of a room: how far others have read. */
  readonly readers?: ReadersModel | undefined;
  readonly selection: Selection;
  readonly unfolded: ReadonlySet<MessageId>;
  readonly onChoose: (id: MessageId, how: SelectHow) => void;
  readonly onDelete: (message: Message) => void;
  readonly onCopy: (event: ClipboardEvent, log: Element) => void;
  readonly onAtEnd: (atEnd: boolean) => void;
  readonly ref?: Ref<TimelineHandle>;
}

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

function Window(props: TimelineProps & { readonly snapshot: TimelineSnapshot }): ReactElement {
  const { model, snapshot, selection, unfolded, onChoose, onDelete, onAtEnd, ref } = props;
  const { messages, firstIndex, begin, readUpTo, emphasised } = snapshot;
  const list = useRef<VirtuosoHandle>(null);
  const box = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState<MessageId>();
  const keys = useRowKeys({ box, list, messages, onChoose, onDelete, onActive: setActive, chosenCount: selection.ids.size });
  const tabTo = active !== undefined && messages.some(({ id }) => id === active) ? active : messages.at(-1)?.id;
  const { toEnd, holdEnd, holdsEnd } = useStickToEnd(box, begin === 'end');
  const [first] = useState(() => (begin === 'end' ? undefined : messages[begin]?.id));
  const holdPlace = useHeldPlace(box, list, messages, first, holdsEnd);
  useImperativeHandle(ref, () => ({ scrollToEnd: toEnd }), [toEnd]);
  const moved = useNearEdges(model, box, setActive);
  const places = useNoticePlaces(props.notices, snapshot);
  const readBy = useNewestRead(props.readers, messages);
  const context = { messages, firstIndex, readUpTo, tabTo, selection, unfolded, emphasised, places, readBy };
  return (
    <div className={styles['box']} ref={box} onKeyDown={keys.onKeyDown} onClick={keys.onClick} role="presentation" data-choosing={selection.ids.size > 0}>
      <Virtuoso
        ref={list}
        className={styles['list'] ?? ''}
        data={messages}
        context={context}
        firstItemIndex={firstIndex}
        initialTopMostItemIndex={begin === 'end' ? { index: 'LAST', align: 'end' } : { index: begin, align: 'center' }}
        computeItemKey={(_index, message) => message.id}
        defaultItemHeight={44}
        increaseViewportBy={{ top: 600, bottom: 400 }}
        alignToBottom
        atBottomThreshold={24}
        totalListHeightChanged={() => {
          holdEnd();
          holdPlace();
        }}
        atBottomStateChange={atBottom => {
          model.setAtEnd(atBottom);
          onAtEnd(atBottom);
        }}
        rangeChanged={range => {
          moved(range);
          holdPlace();
        }}
        components={COMPONENTS}
        itemContent={renderRow}
      />
      <StickyDay box={box} />
    </div>
  );
}

const COMPONENTS = { Scroller: TimelineScroller, Header: TopEdge, Footer: BottomEdge };

interface RowsContext extends Pick<TimelineSnapshot, 'messages' | 'firstIndex' | 'readUpTo' | 'emphasised'> {
  readonly tabTo: MessageId | undefined;
  readonly selection: Selection;
  readonly unfolded: ReadonlySet<MessageId>;
  readonly places: NoticePlaces;
  readonly readBy: ReadBy | undefined;
}
const renderRow = (index: number, message: Message, { messages, firstIndex, readUpTo, ...now }: RowsContext): ReactElement => (
  <MessageRow
    message={message}
    {...rowShape(messages, index - firstIndex, readUpTo)}
    active={message.id === now.tabTo}
    chosen={now.selection.ids.has(message.id)}
    choosing={now.selection.ids.size > 0}
    unfolded={now.unfolded.has(message.id)}
    emphasised={message.id === now.emphasised}
    readBy={message.id === now.readBy?.message ? now.readBy.names : undefined}
    notices={now.places.get(message.id)}
    noticesAfter={index - firstIndex === messages.length - 1 ? now.places.get('end') : undefined}
  />
);

const NO_READERS = { readers: [] } as const;
const never = (): (() => void) => () => undefined;
function useNewestRead(model: ReadersModel | undefined, messages: readonly Message[]): ReadBy | undefined {
  const { readers } = useSyncExternalStore(model?.subscribe ?? never, () => model?.snapshot() ?? NO_READERS);
  return useMemo(() => newestRead(messages, readers), [messages, readers]);
}

// So near to an edge of what is resident, the next page is fetched: before the user gets there.
const NEAR = 24;

/** Fetches the next page in time, and lets the Tab key come to a row that is in sight. */
function useNearEdges(model: TimelineModel, box: RefObject<HTMLElement | null>, onSeen: (id: MessageId | undefined) => void): (range: ListRange) => void {
  return useCallback(
    range => {
      const { messages, firstIndex, hasNewer, older } = model.snapshot();
      if (range.startIndex - firstIndex < NEAR && older === 'idle') void model.loadOlder();
      if (hasNewer && firstIndex + messages.length - 1 - range.endIndex < NEAR) void model.loadNewer();
      const seen = messages[range.endIndex - firstIndex]?.id;
      // The last one it comes to anyway.
      const isLast = range.endIndex - firstIndex >= messages.length - 1;
      if (seen !== undefined && box.current?.contains(document.activeElement) === false) onSeen(isLast ? undefined : seen);
    },
    [model, box, onSeen],
  );
}
