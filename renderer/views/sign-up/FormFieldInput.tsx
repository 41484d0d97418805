import { useEffect, useMemo, useRef, useState, type ReactElement } from 'react';
import type { FormField } from '../../../preload/contract/accounts.ts';
import { useText } from '../../i18n/text.tsx';
import { calmText } from '../../model/calm-text.ts';
import { Select } from '../../ui/Select.tsx';
import { Checkbox } from '../../ui/Switch.tsx';
import { TextField } from '../../ui/TextField.tsx';
import styles from '../sign-in/Entry.module.css';
import { pictureOf, type Fault } from './form-values.ts';
import { nativeInput } from './native-input.ts';
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
      return (
        <Checkbox
          label={label}
          description={calmed(field.description)}
          isSelected={value[0] === '1' || value[0] === 'true'}
          onChange={on => onChange([on ? 'true' : 'false'])}
        />
      );
    case 'list-single':
      return <OneOf label={label} {...props} />;
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

const calmed = (text: string | undefined): string | undefined => (text === undefined ? undefined : calmText(text));
const optionsOf = ({ options }: FormField) => options.map(option => ({ id: option.value, label: option.label ?? option.value }));

/** What is wrong, and what would be right. */
function useFaultText({ rule }: FormField, fault: Fault | undefined): string | undefined {
  const say = useText();
  if (fault === undefined || fault === 'required') return fault && say('signUp.required');
  if (fault === 'not-same') return say('signUp.notSame');
  const { min = 'none', max = 'none', least = 0, most = 0 } = rule ?? {};
  return say(`form.fault.${fault}`, { min, max, least, most });
}

/** What the service says of a field, or else which values it takes. */
function useHelp({ description, rule }: FormField): string | undefined {
  const say = useText();
  if (description !== undefined) return calmText(description);
  if (rule?.kind !== 'whole' && rule?.kind !== 'number') return undefined;
  return rule.min === undefined && rule.max === undefined ? undefined : say('form.fault.range', { min: rule.min ?? 'none', max: rule.max ?? 'none' });
}

type Labelled = FormFieldInputProps & { readonly label: string };

/** How its text is typed. */
function boxOf({ type, rule }: FormField, value: readonly string[], onChange: FormFieldInputProps['onChange']) {
  if (type === 'text-multi') return { value: value.join('\n'), onChange: (text: string) => onChange(text.split('\n')), rows: 4 };
  const native = nativeInput(rule?.kind, value[0] ?? '');
  if (native) return { type: native.type, value: native.shown, onChange: (text: string) => onChange([native.back(text)]) };
  return { value: value[0] ?? '', onChange: (text: string) => onChange([text]), ...(rule?.kind === 'whole' ? { inputMode: 'numeric' as const } : {}) };
}

function Words({ field, label, value, fault, domain, onChange }: Labelled): ReactElement {
  const say = useText();
  const help = useHelp(field);
  const error = useFaultText(field, fault);
  return (
    <>
      {field.picture !== undefined && <Captcha picture={field.picture} />}
      <TextField
        label={label}
        {...boxOf(field, value, onChange)}
        description={field.name === 'username' ? say('signUp.nameHelp', { server: domain }) : help}
        error={error}
        autoComplete={field.name === 'username' ? 'username' : field.name === 'email' ? 'email' : 'off'}
        spellCheck="false"
        isRequired={field.required}
      />
    </>
  );
}

function NewPassword({ field, label, value, again, fault, address, onChange, onAgain }: Labelled): ReactElement {
  const say = useText();
  const help = useHelp(field);
  const password = value[0] ?? '';
  const error = useFaultText(field, fault);
  return (
    <>
      <TextField
        label={label}
        type="password"
        value={password}
        onChange={text => onChange([text])}
        autoComplete="new-password"
        isRequired
        description={help}
        error={fault === 'not-same' ? undefined : error}
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

/** A choice, or the user's own words where the service takes those, too (XEP-0122 §2.2). */
function OneOf({ field, label, value, fault, onChange }: Labelled): ReactElement {
  const say = useText();
  const error = useFaultText(field, fault);
  const options = optionsOf(field);
  const [chosen] = value;
  const [writes, setWrites] = useState(field.rule?.open === true && chosen !== undefined && options.every(({ id }) => id !== chosen));
  const own = field.rule?.open === true ? [{ id: OWN, label: say('form.other') }] : [];
  return (
    <>
      <Select
        label={label}
        description={calmed(field.description)}
        value={writes ? OWN : chosen}
        onChange={id => {
          setWrites(id === OWN);
          onChange(id === OWN ? [] : [id]);
        }}
        options={[...options, ...own]}
      />
      {writes && <TextField label={say('form.own', { label })} value={chosen ?? ''} onChange={text => onChange([text])} error={error} autoComplete="off" />}
      {!writes && <Wrong text={error} />}
    </>
  );
}
const OWN = '\0own';

const Wrong = ({ text }: { readonly text: string | undefined }): ReactElement | null =>
  text === undefined ? null : (
    <p className={styles['wrong']} role="alert">
      {text}
    </p>
  );

function ManyOf({ field, label, value, fault, onChange }: Labelled): ReactElement {
  const say = useText();
  const error = useFaultText(field, fault);
  const isListed = (text: string): boolean => field.options.some(option => option.value === text);
  return (
    <fieldset className={styles['group']}>
      <legend>{label}</legend>
      {field.description !== undefined && <p className={styles['quiet']}>{calmText(field.description)}</p>}
      {optionsOf(field).map(({ id, label: words }) => (
        <Checkbox
          key={id}
          label={words}
          isSelected={value.includes(id)}
          onChange={on => onChange(on ? [...value, id] : value.filter(chosen => chosen !== id))}
        />
      ))}
      {field.rule?.open === true && (
        <TextField
          label={say('form.others', { label })}
          value={value.filter(text => !isListed(text)).join('\n')}
          onChange={text => onChange([...value.filter(isListed), ...(text === '' ? [] : text.split('\n'))])}
          rows={2}
        />
      )}
      <Wrong text={error} />
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
