import type { LucideIcon } from 'lucide-react';
import type { ReactElement } from 'react';
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components';
import styles from './IconButton.module.css';
import { Tooltip } from './Tooltip.tsx';

export interface IconButtonProps extends Omit<AriaButtonProps, 'className' | 'style' | 'children' | 'aria-label'> {
  /** Its name for everybody who cannot see the icon, and its tooltip. */
  readonly label: string;
  readonly icon: LucideIcon;
  readonly size?: 'normal' | 'small' | 'large';
  /** The thing it opens is open. */
  readonly active?: boolean;
  readonly shortcut?: string;
  readonly tooltip?: boolean;
  /** Said on hover and focus in place of the name: why it cannot be pressed (with `aria-disabled`, which keeps the focus). */
  readonly why?: string | undefined;
}

export function IconButton({ label, icon: Icon, size = 'normal', active = false, shortcut, tooltip = true, why, ...rest }: IconButtonProps): ReactElement {
  const button = (
    <AriaButton {...rest} aria-label={label} className={`${styles['button']} ${styles[size]} ${active ? styles['active'] : ''}`}>
      <Icon aria-hidden className={styles['icon']} />
    </AriaButton>
  );
  return tooltip ? (
    <Tooltip text={why ?? label} shortcut={shortcut}>
      {button}
    </Tooltip>
  ) : (
    button
  );
}
