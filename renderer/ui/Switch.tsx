import type { ReactElement } from 'react';
import { Check } from 'lucide-react';
import { Checkbox as AriaCheckbox, Switch as AriaSwitch } from 'react-aria-components';
import styles from './Switch.module.css';

export interface SwitchProps {
  readonly label: string;
  readonly description?: string | undefined;
  readonly isSelected: boolean;
  readonly isDisabled?: boolean;
  readonly onChange: (selected: boolean) => void;
}

/** Something that is on or off at once, in a row with its words at the start. */
export function Switch({ label, description, isSelected, isDisabled = false, onChange }: SwitchProps): ReactElement {
  return (
    <AriaSwitch isSelected={isSelected} isDisabled={isDisabled} onChange={onChange} className={styles['switch'] ?? ''}>
      <span className={styles['words']}>
        <span>{label}</span>
        {description && <span className={styles['description']}>{description}</span>}
      </span>
      <span className={styles['track']}>
        <span className={styles['knob']} />
      </span>
    </AriaSwitch>
  );
}

/** Something to agree to or to choose, that takes effect with a form. */
export function Checkbox({ label, description, isSelected, isDisabled = false, onChange }: SwitchProps): ReactElement {
  return (
    <AriaCheckbox isSelected={isSelected} isDisabled={isDisabled} onChange={onChange} className={styles['checkbox'] ?? ''}>
      <span className={styles['tick']}>
        <Check aria-hidden />
      </span>
      <span className={styles['words']}>
        <span>{label}</span>
        {description && <span className={styles['description']}>{description}</span>}
      </span>
    </AriaCheckbox>
  );
}
