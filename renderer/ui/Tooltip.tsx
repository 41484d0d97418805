import type { ReactElement } from 'react';
import { Tooltip as AriaTooltip, TooltipTrigger } from 'react-aria-components';
import styles from './Tooltip.module.css';

/** Says what the one control inside it does, on hover and on focus. */
export function Tooltip(props: { readonly text: string; readonly shortcut?: string | undefined; readonly children: ReactElement }): ReactElement {
  return (
    <TooltipTrigger delay={500} closeDelay={0}>
      {props.children}
      <AriaTooltip className={styles['tooltip'] ?? ''} offset={6}>
        {props.text}
        {props.shortcut && <kbd className={styles['shortcut']}>{props.shortcut}</kbd>}
      </AriaTooltip>
    </TooltipTrigger>
  );
}
