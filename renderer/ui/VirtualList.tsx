import { useMemo, useRef, useState, type CSSProperties, type KeyboardEvent, type ReactElement } from 'react';
import { Virtuoso, type ItemProps, type ListProps, type VirtuosoHandle } from 'react-virtuoso';

/** What the one control of a row takes on, so that the arrow keys come to it. */
export interface RowFocus {
  readonly tabIndex: 0 | -1;
  readonly 'data-row': string;
}
export interface VirtualListProps<Item> {
  readonly label: string;
  readonly items: readonly Item[];
  readonly keyOf: (item: Item) => string;
  /** The name of its list item, asked for those in sight. */
  readonly nameOf: (item: Item) => string;
  /** A heading is no list item, and no arrow comes to it. */
  readonly isHeading?: (item: Item) => boolean;
  /** Keep it the same function: the rows are drawn again when it changes. */
  readonly render: (item: Item, focus: RowFocus) => ReactElement;
  readonly rowHeight: number;
  readonly className?: string | undefined;
  /** The end came near: there may be more. */
  readonly onEnd?: (() => void) | undefined;
}

interface ListContext {
  readonly label: string;
  /** Which one of the list items each row is; 0: a heading. */
  readonly numbers: readonly number[];
  readonly count: number;
  readonly nameAt: (index: number) => string;
}
const nothing = (): boolean => false;

/** A list of any length, of which only the rows in sight are on the page. Arrows walk it. */
export function VirtualList<Item>(props: VirtualListProps<Item>): ReactElement {
  const { label, items, keyOf, nameOf, isHeading = nothing, render, rowHeight, className, onEnd } = props;
  const list = useRef<VirtuosoHandle>(null);
  const box = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState<string>();
  const context = useMemo((): ListContext => {
    const numbers = numbered(items, isHeading);
    const nameAt = (index: number): string => (items[index] === undefined ? '' : nameOf(items[index]));
    return { label, numbers, nameAt, count: numbers.findLast(number => number > 0) ?? 0 };
  }, [label, items, nameOf, isHeading]);
  const { numbers } = context;
  const first = numbers.findIndex(number => number > 0);
  const at = Math.max(first, active === undefined ? -1 : items.findIndex(item => keyOf(item) === active));
  const keyAt = (index: number): string | undefined => (items[index] === undefined ? undefined : keyOf(items[index]));
  const tabTo = keyAt(at);
  const onKeyDown = (event: KeyboardEvent): void => {
    const to = leadsTo(event.key, at, numbers);
    const key = to === undefined ? undefined : keyAt(to);
    if (to === undefined || key === undefined || isText(event.target)) return;
    event.preventDefault();
    setActive(key);
    const focus = (): void => box.current?.querySelector<HTMLElement>(`[data-row="${CSS.escape(key)}"]`)?.focus({ preventScroll: true });
    list.current?.scrollIntoView({ index: to, done: focus });
    focus();
  };
  return (
    <div ref={box} className={className} onKeyDown={onKeyDown} role="presentation">
      <Virtuoso
        ref={list}
        style={FILL}
        data={items}
        context={context}
        tabIndex={-1}
        computeItemKey={(_index, item) => keyOf(item)}
        defaultItemHeight={rowHeight}
        increaseViewportBy={240}
        components={COMPONENTS}
        itemContent={(_index, item) => {
          const key = keyOf(item);
          return render(item, { tabIndex: key === tabTo ? 0 : -1, 'data-row': key });
        }}
        {...(onEnd ? { endReached: onEnd } : {})}
      />
    </div>
  );
}

function numbered<Item>(items: readonly Item[], isHeading: (item: Item) => boolean): readonly number[] {
  let count = 0;
  return items.map(item => (isHeading(item) ? 0 : (count += 1)));
}

const FILL: CSSProperties = { blockSize: '100%' };
const isText = (target: EventTarget): boolean => target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;

/** Where a key leads: the next row that is no heading. */
function leadsTo(key: string, at: number, numbers: readonly number[]): number | undefined {
  const step = { ArrowUp: -1, ArrowDown: 1, PageUp: -10, PageDown: 10, Home: -numbers.length, End: numbers.length }[key];
  if (step === undefined) return undefined;
  const wanted = Math.max(0, Math.min(numbers.length - 1, at + step));
  const onward = numbers.findIndex((number, index) => index >= wanted && number > 0);
  const backward = numbers.findLastIndex((number, index) => index <= wanted && number > 0);
  const [near, other] = step > 0 ? [onward, backward] : [backward, onward];
  return near >= 0 ? near : other >= 0 ? other : undefined;
}

function List({ ref, style, children, context, 'data-testid': mark }: ListProps & { readonly context?: ListContext }): ReactElement {
  return (
    <div ref={ref} style={style} data-testid={mark} role="list" aria-label={context?.label}>
      {children}
    </div>
  );
}

function Item({ children, context, item: _item, ...props }: ItemProps<unknown> & { readonly context?: ListContext }): ReactElement {
  const index = props['data-index'];
  const number = context?.numbers[index] ?? 0;
  const role = number === 0 ? {} : { role: 'listitem', 'aria-label': context?.nameAt(index), 'aria-posinset': number, 'aria-setsize': context?.count };
  return (
    <div {...props} {...role}>
      {children}
    </div>
  );
}

const COMPONENTS = { List, Item };
