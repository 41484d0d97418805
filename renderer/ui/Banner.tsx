import type { LucideIcon } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import styles from './Banner.module.css';

/** One line, or two, that stays where it is: something about the whole of what is below it. */
export function Banner(props: {
  readonly tone?: 'quiet' | 'warning' | 'danger' | 'success';
  readonly icon?: LucideIcon;
  readonly actions?: ReactNode;
  /** `alert` is read out at once; leave it out for what was there when the view opened. */
  readonly role?: 'alert' | 'status';
  readonly children: ReactNode;
}): ReactElement {
  const { tone = 'quiet', icon: Icon, actions, role, children } = props;
  return (
    <div className={styles['banner']} data-tone={tone} role={role}>
      {Icon && <Icon aria-hidden className={styles['icon']} />}
      <div className={styles['text']}>{children}</div>
      {actions && <div className={styles['actions']}>{actions}</div>}
    </div>
  );
}
