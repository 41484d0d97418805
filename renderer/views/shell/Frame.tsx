import { useEffect, useRef, useState, type KeyboardEvent, type PointerEvent, type ReactElement, type ReactNode } from 'react';
import { useLandmark, type AriaLandmarkRole } from 'react-aria/useLandmark';
import { useText } from '../../i18n/text.tsx';
import styles from './Frame.module.css';

export interface FrameProps {
  readonly titleBar: ReactNode;
  readonly rail: ReactNode;
  readonly list: ReactNode;
  readonly main: ReactNode;
  /** Undefined: closed. */
  readonly details: ReactNode | undefined;
  readonly detailsName: string;
  /** Where there is one column only, it shows the main one. */
  readonly mainFirst: boolean;
  readonly listName: string;
  readonly mainName: string;
  /** A call, in one line above the columns. */
  readonly callBar?: ReactNode;
  /** A call, over the main column and the details. */
  readonly callStage?: ReactNode;
}

const NARROWEST = 280;
const WIDEST = 380;
const KEY = 'list-width';

/** The columns. F6 walks them; the list can be drawn wider; what is narrow shows one at a time. */
export function Frame({ titleBar, rail, list, main, details, detailsName, mainFirst, listName, mainName, callBar, callStage }: FrameProps): ReactElement {
  const say = useText();
  const [width, setWidth] = useListWidth();
  return (
    <div className={styles['window']}>
      {titleBar}
      {callBar}
      <div className={styles['frame']} data-main-first={mainFirst} style={{ ['--list' as string]: `${width / 16}rem` }}>
        <Column role="navigation" name={say('shell.sections')} className={styles['rail']}>
          {rail}
        </Column>
        <main className={styles['columns']}>
          <Column role="region" name={listName} className={styles['list']}>
            {list}
            <Divider width={width} onWidth={setWidth} />
          </Column>
          <Column role="region" name={mainName} className={styles['main']}>
            {main}
          </Column>
        </main>
        {details !== undefined && (
          <Column role="complementary" name={detailsName} className={styles['details']}>
            {details}
          </Column>
        )}
        {callStage && <div className={styles['stage']}>{callStage}</div>}
      </div>
    </div>
  );
}

function Column(props: {
  readonly role: AriaLandmarkRole;
  readonly name: string;
  readonly className: string | undefined;
  readonly children: ReactNode;
}): ReactElement {
  const column = useRef<HTMLElement>(null);
  const { landmarkProps } = useLandmark({ role: props.role, 'aria-label': props.name, focus: () => focusInto(column.current) }, column);
  return (
    <section ref={column} {...landmarkProps} className={props.className}>
      {props.children}
    </section>
  );
}

/** F6 comes to what one does in a column: the box to write in, the open row, else the first control. */
function focusInto(column: HTMLElement | null): void {
  const wanted = ['textarea', '[aria-current]', '[data-conversation][tabindex="0"]', 'button:not([disabled]), input, [tabindex="0"]'];
  for (const selector of wanted) {
    const found = column?.querySelector<HTMLElement>(selector);
    if (found) return found.focus();
  }
  column?.focus();
}

function useListWidth(): readonly [number, (width: number) => void] {
  const [width, setWidth] = useState(() => within(Number(localStorage.getItem(KEY) ?? 320)));
  useEffect(() => localStorage.setItem(KEY, String(width)), [width]);
  return [width, (wanted: number) => setWidth(within(wanted))];
}
const within = (width: number): number => Math.round(Math.max(NARROWEST, Math.min(WIDEST, Number.isFinite(width) ? width : 320)));

function Divider({ width, onWidth }: { readonly width: number; readonly onWidth: (width: number) => void }): ReactElement {
  const say = useText();
  const from = useRef<{ readonly x: number; readonly width: number }>(undefined);
  const sign = (element: Element): number => (getComputedStyle(element).direction === 'rtl' ? -1 : 1);
  const onPointerMove = (event: PointerEvent<HTMLElement>): void => {
    if (from.current) onWidth(from.current.width + (event.clientX - from.current.x) * sign(event.currentTarget));
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    const step = { ArrowLeft: -10, ArrowRight: 10, Home: -1000, End: 1000 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    onWidth(width + step * (event.key.startsWith('Arrow') ? sign(event.currentTarget) : 1));
  };
  return (
    <div
      className={styles['divider']}
      role="separator"
      aria-label={say('shell.listWidth')}
      aria-orientation="vertical"
      aria-valuenow={width}
      aria-valuemin={NARROWEST}
      aria-valuemax={WIDEST}
      tabIndex={0}
      onPointerDown={event => {
        from.current = { x: event.clientX, width };
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={onPointerMove}
      onPointerUp={() => void (from.current = undefined)}
      onPointerCancel={() => void (from.current = undefined)}
      onKeyDown={onKeyDown}
    />
  );
}
