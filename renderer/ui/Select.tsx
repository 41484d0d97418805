import { Check, ChevronsUpDown } from 'lucide-react';
import type { ReactElement } from 'react';
import { Button, Label, ListBox, ListBoxItem, Popover, Select as AriaSelect, SelectValue, Text } from 'react-aria-components';
import styles from './Select.module.css';

export interface SelectOption<Id extends string> {
  readonly id: Id;
  readonly label: string;
}
export interface SelectProps<Id extends string> {
  readonly label: string;
  readonly description?: string | undefined;
  readonly options: readonly SelectOption<Id>[];
  readonly value: Id | undefined;
  readonly onChange: (id: Id) => void;
  readonly isDisabled?: boolean;
  /** `row`: label at the start, choice at the end, as in settings. */
  readonly layout?: 'stack' | 'row';
}

/** One of a few, in a list that opens. */
export function Select<Id extends string>(props: SelectProps<Id>): ReactElement {
  const { label, description, options, value, onChange, isDisabled = false, layout = 'stack' } = props;
  return (
    <AriaSelect
      value={value ?? null}
      onChange={chosen => {
        const option = options.find(({ id }) => id === chosen);
        if (option) onChange(option.id);
      }}
      isDisabled={isDisabled}
      className={`${styles['select']} ${styles[layout]}`}
    >
      <span className={styles['words']}>
        <Label className={styles['label'] ?? ''}>{label}</Label>
        {description && (
          <Text slot="description" className={styles['description'] ?? ''}>
            {description}
          </Text>
        )}
      </span>
      <Button className={styles['button'] ?? ''}>
        <span className={styles['shown']} title={options.find(({ id }) => id === value)?.label}>
          <SelectValue className={styles['value'] ?? ''} />
        </span>
        <ChevronsUpDown aria-hidden className={styles['arrows']} />
      </Button>
      <Popover className={styles['popover'] ?? ''} offset={4}>
        <ListBox className={styles['list'] ?? ''}>
          {options.map(option => (
            <ListBoxItem key={option.id} id={option.id} textValue={option.label} className={styles['option'] ?? ''}>
              <span className={styles['tick']}>
                <Check aria-hidden />
              </span>
              <Text slot="label">{option.label}</Text>
            </ListBoxItem>
          ))}
        </ListBox>
      </Popover>
    </AriaSelect>
  );
}
