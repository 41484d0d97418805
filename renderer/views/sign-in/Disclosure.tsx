import { ChevronDown, ChevronUp } from 'lucide-react';
import { useId, useState, type ReactElement, type ReactNode } from 'react';
import { Button } from '../../ui/Button.tsx';
import styles from './Entry.module.css';

/** A part that few need, behind a button that says what it is. */
export function Disclosure(props: { readonly label: string; readonly startOpen?: boolean; readonly children: ReactNode }): ReactElement {
  const [open, setOpen] = useState(props.startOpen ?? false);
  const id = useId();
  return (
    <div className={styles['disclosure']}>
      <Button kind="quiet" size="small" icon={open ? ChevronUp : ChevronDown} aria-expanded={open} aria-controls={id} onPress={() => setOpen(!open)}>
        {props.label}
      </Button>
      <div id={id} className={styles['disclosed']} hidden={!open}>
        {open && props.children}
      </div>
    </div>
  );
}
