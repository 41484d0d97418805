import { useEffect, useMemo, useRef, type ReactElement } from 'react';
import type { FormField } from '../../../preload/contract/accounts.ts';
import { useText } from '../../i18n/text.tsx';
import { Select } from '../../ui/Select.tsx';
import { Checkbox } from '../../ui/Switch.tsx';
import { TextField } from '../../ui/TextField.tsx';
import styles from '../sign-in/Entry.module.css';
import { pictureOf, type Fault } from './form-values.ts';
import { passwordStrength } from './password-strength.ts';

export interface FormFieldInputProps {
  readonly field: FormField;
  readonly domain: string;
  readonly value: readonly string[];
  readonly again: string;
  readonly fault: Fault | undefined;
  /** The address that is being made, to judge the password by. */
  readonly address: string;
  readonly onChange: (value: readonly string[]) => void;
  readonly onAgain: (text: string) => void;
}

/** One field of a data form (XEP-0004), whatever its type. */
export function FormFieldInput(props: FormFieldInputProps): ReactElement | null {
  const { field, value, onChange } = props;
  const label = useLabel(field);
  switch (field.type) {
    case 'hidden':
      return null;
    case 'fixed':
      return <p className={styles['quiet']}>{value.join('\n')}</p>;
    case 'boolean':
      return <Checkbox label={label} isSelected={value[0] === '1' || value[0] === 'true'} onChange={on => onChange([on ? 'true' : 'false'])} />;
    case 'list-single':
      return <Select label={label} value={value[0]} onChange={id => onChange([id])} options={optionsOf(field)} />;
    case 'list-multi':
      return <ManyOf label={label} {...props} />;
    case 'password':
      return <NewPassword label={label} {...props} />;
    case 'text':
    case 'text-multi':
      return <Words label={label} {...props} />;
  }
}

/** The names that registration forms use are ours to say in the user's language (XEP-0077 §14.1). */
function useLabel({ name, label }: FormField): string {
  const say = useText();
  if (name === 'username') return say('signUp.name');
  if (name === 'password') return say('signIn.password');
  if (name === 'email') return say('signUp.email');
  return label ?? (name === 'ocr' ? say('signUp.captcha') : name);
}

const optionsOf = ({ options }: FormField) => options.map(option => ({ id: option.value, label: option.label ?? option.value }));

function useFaultText(fault: Fault | undefined): string | undefined {
  const say = useText();
  return fault === undefined ? undefined : say(fault === 'required' ? 'signUp.required' : 'signUp.notSame');
}

type Labelled = FormFieldInputProps & { readonly label: string };

function Words({ field, label, value, fault, domain, onChange }: Labelled): ReactElement {
  const say = useText();
  const error = useFaultText(fault);
  const many = field.type === 'text-multi';
  return (
    <>
      {field.picture !== undefined && <Captcha picture={field.picture} />}
      <TextField
        label={label}
        value={value.join('\n')}
        onChange={text => onChange(many ? text.split('\n') : [text])}
        {...(many ? { rows: 4 } : {})}
        description={field.name === 'username' ? say('signUp.nameHelp', { server: domain }) : undefined}
        error={error}
        autoComplete={field.name === 'username' ? 'username' : field.name === 'email' ? 'email' : 'off'}
        spellCheck="false"
        isRequired={field.required}
      />
    </>
  );
}

function NewPassword({ label, value, again, fault, address, onChange, onAgain }: Labelled): ReactElement {
  const say = useText();
  const password = value[0] ?? '';
  const error = useFaultText(fault);
  return (
    <>
      <TextField
        label={label}
        type="password"
        value={password}
        onChange={text => onChange([text])}
        autoComplete="new-password"
        isRequired
        error={fault === 'required' ? error : undefined}
      />
      {password !== '' && <StrengthHint password={password} address={address} />}
      <TextField
        label={say('signUp.again')}
        type="password"
        value={again}
        onChange={onAgain}
        autoComplete="new-password"
        isRequired
        error={fault === 'not-same' ? error : undefined}
      />
    </>
  );
}

export function StrengthHint({ password, address }: { readonly password: string; readonly address: string }): ReactElement {
  const say = useText();
  const strength = passwordStrength(password, address);
  return (
    <div className={styles['strength']}>
      <div className={styles['bar']} data-strength={strength} aria-hidden>
        <span />
        <span />
        <span />
      </div>
      <span role="status">{say(`signUp.strength.${strength}`)}</span>
    </div>
  );
}

function ManyOf({ field, label, value, onChange }: Labelled): ReactElement {
  return (
    <fieldset className={styles['group']}>
      <legend>{label}</legend>
      {optionsOf(field).map(({ id, label: words }) => (
        <Checkbox
          key={id}
          label={words}
          isSelected={value.includes(id)}
          onChange={on => onChange(on ? [...value, id] : value.filter(chosen => chosen !== id))}
        />
      ))}
    </fieldset>
  );
}

function Captcha({ picture }: { readonly picture: string }): ReactElement | null {
  const say = useText();
  const image = useRef<HTMLImageElement>(null);
  const blob = useMemo(() => pictureOf(picture), [picture]);
  useEffect(() => {
    if (!blob || !image.current) return undefined;
    const url = URL.createObjectURL(blob);
    image.current.src = url;
    return () => URL.revokeObjectURL(url);
  }, [blob]);
  return blob ? <img ref={image} className={styles['captcha']} alt={say('signUp.captchaPicture')} /> : null;
}
