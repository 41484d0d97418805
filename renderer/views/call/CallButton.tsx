import type { LucideIcon } from 'lucide-react';
import type { ReactElement } from 'react';
import { Button } from 'react-aria-components';
import { Tooltip } from '../../ui/Tooltip.tsx';
import styles from './CallButton.module.css';

export interface CallButtonProps {
  /** Its name, the same whether it is on or off: what it is and not what it would do says `pressed`. */
  readonly label: string;
  readonly icon: LucideIcon;
  readonly kind?: 'plain' | 'answer' | 'end';
  readonly size?: 'normal' | 'small';
  /** On or off; undefined: it is no switch. */
  readonly pressed?: boolean;
  /** Why it cannot be pressed now. */
  readonly why?: string | undefined;
  /** Shown on hover in place of the name. */
  readonly hint?: string | undefined;
  readonly shortcut?: string;
  readonly onPress?: () => void;
}

/** A round button on the stage of a call. */
export function CallButton({
  label,
  icon: Icon,
  kind = 'plain',
  size = 'normal',
  pressed,
  why,
  hint,
  shortcut,
  onPress,
  ...rest
}: CallButtonProps): ReactElement {
  return (
    <Tooltip text={why ?? hint ?? label} shortcut={why === undefined ? shortcut : undefined}>
      <Button
        {...rest}
        className={`${styles['button']} ${styles[kind]} ${styles[size]}`}
        aria-label={label}
        {...(pressed === undefined ? {} : { 'aria-pressed': pressed })}
        {...(why === undefined ? {} : { 'aria-disabled': true })}
        onPress={() => {
          if (why === undefined) onPress?.();
        }}
      >
        <Icon aria-hidden className={styles['icon']} />
      </Button>
    </Tooltip>
  );
}
