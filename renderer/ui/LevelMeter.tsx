import type { ReactElement } from 'react';
import styles from './LevelMeter.module.css';

/** A bar that goes with a sound. `level`: 0 to 1. */
export function LevelMeter({ label, level }: { readonly label: string; readonly level: number }): ReactElement {
  const percent = Math.round(Math.min(1, Math.max(0, level)) * 100);
  return (
    <div className={styles['meter']} role="meter" aria-label={label} aria-valuemin={0} aria-valuemax={100} aria-valuenow={percent}>
      <div className={styles['bar']} style={{ scale: `${percent / 100} 1` }} />
    </div>
  );
}
