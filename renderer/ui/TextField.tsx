import { Eye, EyeOff } from 'lucide-react';
import { useState, type ReactElement, type ReactNode, type Ref } from 'react';
import { FieldError, Input, Label, Text, TextArea, TextField as AriaTextField, type TextFieldProps as AriaTextFieldProps } from 'react-aria-components';
import { useText } from '../i18n/text.tsx';
import { IconButton } from './IconButton.tsx';
import styles from './TextField.module.css';

interface BoxProps {
  readonly placeholder?: string | undefined;
  readonly rows?: number | undefined;
  /** Something before the text, such as a magnifying glass. */
  readonly leading?: ReactNode;
  readonly inputRef?: Ref<HTMLInputElement> | undefined;
}
export interface TextFieldProps extends BoxProps, Omit<AriaTextFieldProps, 'className' | 'style' | 'children' | 'aria-label' | 'isInvalid'> {
  readonly label: string;
  /** The label is for screen readers only; the place says the rest. */
  readonly labelHidden?: boolean;
  readonly description?: string | undefined;
  /** What is wrong with the text, and what to do. */
  readonly error?: string | undefined;
}

/** A text field of one line, or of several with `rows`. A password can be looked at. */
export function TextField(props: TextFieldProps): ReactElement {
  const { label, labelHidden = false, description, error, placeholder, rows, leading, inputRef, type = 'text', ...rest } = props;
  const [shown, setShown] = useState(false);
  const secret = type === 'password';
  return (
    <AriaTextField
      {...rest}
      {...(labelHidden ? { 'aria-label': label } : {})}
      type={secret && shown ? 'text' : type}
      isInvalid={error !== undefined}
      // An error that we know of is said, not enforced: the browser would hold back the very form that is to try again.
      validationBehavior={error === undefined ? 'native' : 'aria'}
      className={styles['field'] ?? ''}
    >
      {!labelHidden && <Label className={styles['label'] ?? ''}>{label}</Label>}
      <Box placeholder={placeholder} rows={rows} leading={leading} inputRef={inputRef}>
        {secret && <Look shown={shown} onPress={() => setShown(!shown)} />}
      </Box>
      <Below description={description} error={error} />
    </AriaTextField>
  );
}

function Box({ placeholder, rows, leading, inputRef, children }: BoxProps & { readonly children: ReactNode }): ReactElement {
  const input = { className: styles['input'] ?? '', dir: 'auto', ...(placeholder === undefined ? {} : { placeholder }) };
  return (
    <div className={styles['box']}>
      {leading}
      {rows === undefined ? <Input {...input} ref={inputRef ?? null} /> : <TextArea {...input} rows={rows} />}
      {children}
    </div>
  );
}

/** What helps, or in its place what is wrong. */
function Below({ description, error }: Pick<TextFieldProps, 'description' | 'error'>): ReactElement {
  return (
    <>
      {description !== undefined && error === undefined && (
        <Text slot="description" className={styles['description'] ?? ''}>
          {description}
        </Text>
      )}
      <FieldError className={styles['error'] ?? ''}>{error}</FieldError>
    </>
  );
}

function Look({ shown, onPress }: { readonly shown: boolean; readonly onPress: () => void }): ReactElement {
  const say = useText();
  return <IconButton size="small" icon={shown ? EyeOff : Eye} label={say(shown ? 'common.hidePassword' : 'common.showPassword')} onPress={onPress} />;
}
