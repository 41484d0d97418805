import { useLayoutEffect, useRef, type ReactElement } from 'react';
import styles from './LevelMeter.module.css';

/** Where a level, 0 to 1, is read, and how one hears that it has changed. */
export interface LevelSource {
  readonly level: () => number;
  readonly subscribe: (changed: () => void) => () => void;
}
/** As fine as the eye sees on so short a bar. */
const STEPS = 16;

/** A bar that goes with a sound. It is moved by hand: to render it for each change would cost more than the sound itself. */
export function LevelMeter({ label, source }: { readonly label: string; readonly source: LevelSource }): ReactElement {
  const meter = useRef<HTMLDivElement>(null);
  const bar = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    let shown: number | undefined;
    const show = (): void => {
      const step = Math.round(Math.min(1, Math.max(0, source.level())) * STEPS);
      if (step === shown) return;
      shown = step;
      meter.current?.setAttribute('aria-valuenow', String(Math.round((step / STEPS) * 100)));
      bar.current?.style.setProperty('scale', `${step / STEPS} 1`);
    };
    show();
    return source.subscribe(show);
  }, [source]);
  return (
    <div ref={meter} className={styles['meter']} role="meter" aria-label={label} aria-valuemin={0} aria-valuemax={100} aria-valuenow={0}>
      <div ref={bar} className={styles['bar']} />
    </div>
  );
}
