import type { LucideIcon } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components';
import styles from './Button.module.css';
import { Spinner } from './Spinner.tsx';

export interface ButtonProps extends Omit<AriaButtonProps, 'className' | 'style' | 'children'> {
  /** `primary`: the one thing to do here. `danger`: what cannot be undone. `quiet`: as good as a link. */
  readonly kind?: 'primary' | 'plain' | 'quiet' | 'danger';
  readonly size?: 'normal' | 'small' | 'large';
  readonly icon?: LucideIcon;
  /** `start`: its words begin where the text around it does, for buttons one below the other. */
  readonly align?: 'center' | 'start';
  /** As wide as what it stands in. */
  readonly wide?: boolean;
  readonly children: ReactNode;
}

/** A button with words. While `isPending` it keeps its place and its focus, shows a turning mark and cannot be pressed. */
export function Button({
  kind = 'plain',
  size = 'normal',
  icon: Icon,
  wide = false,
  align = 'center',
  children,
  isPending = false,
  ...rest
}: ButtonProps): ReactElement {
  const className = `${styles['button']} ${styles[kind]} ${styles[size]} ${wide ? styles['wide'] : ''} ${align === 'start' ? styles['start'] : ''}`;
  return (
    <AriaButton {...rest} isPending={isPending} className={className}>
      {isPending ? <Spinner /> : Icon ? <Icon aria-hidden className={styles['icon']} /> : null}
      <span className={styles['words']}>{children}</span>
    </AriaButton>
  );
}
