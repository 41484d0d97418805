import { useState, type ReactElement, type SyntheticEvent } from 'react';
import type { FormField, SignUpForm } from '../../../preload/contract/accounts.ts';
import { useText } from '../../i18n/text.tsx';
import { useViewModel } from '../../model/view-model.ts';
import { Button } from '../../ui/Button.tsx';
import { Problem } from '../problem/Problem.tsx';
import styles from '../sign-in/Entry.module.css';
import { Working } from '../sign-in/Working.tsx';
import { sectionsOf } from './form-sections.ts';
import { FormSections } from './FormSections.tsx';
import { answerOf, faultOf, firstValues, type FormValues } from './form-values.ts';
import { FormFieldInput } from './FormFieldInput.tsx';
import type { SignUpModel } from './sign-up.model.ts';

/** The form that the server asks for. A refused one comes back as a new form; what was typed is kept. */
export function SignUpFields({ model }: { readonly model: SignUpModel }): ReactElement {
  const { form } = useViewModel(model);
  const [typed, setTyped] = useState<FormValues>({});
  return <>{form && <Fields key={form.id} model={model} form={form} typed={typed} onTyped={setTyped} />}</>;
}

interface FieldsProps {
  readonly model: SignUpModel;
  readonly form: SignUpForm;
  readonly typed: FormValues;
  readonly onTyped: (values: FormValues) => void;
}
function Fields({ model, form, typed, onTyped }: FieldsProps): ReactElement {
  const say = useText();
  const { phase, failure, proposed } = useViewModel(model);
  const [values, setValues] = useState(() => firstValues(form, typed, proposed));
  const [again, setAgain] = useState('');
  const [tried, setTried] = useState(false);
  const working = phase === 'working';
  const repeats = form.fields.some(({ type }) => type === 'password');
  const faults = new Map(form.fields.map(field => [field, faultOf(field, values[field.name] ?? [], repeats ? again : undefined)]));
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    setTried(true);
    if (working || [...faults.values()].some(fault => fault !== undefined)) return;
    onTyped(values);
    void model.submit(answerOf(form, values));
  };
  const show = (field: FormField, index = 0): ReactElement => (
    <FormFieldInput
      key={`${field.name} ${index}`}
      field={field}
      domain={form.domain}
      value={values[field.name] ?? []}
      again={again}
      fault={tried ? faults.get(field) : undefined}
      address={`${values['username']?.[0] ?? ''}@${form.domain}`}
      onChange={value => setValues({ ...values, [field.name]: value })}
      onAgain={setAgain}
    />
  );
  return (
    <form className={styles['form']} onSubmit={submit} noValidate aria-busy={working}>
      {form.instructions !== undefined && <p className={styles['quiet']}>{form.instructions.slice(0, 2000)}</p>}
      {form.layout ? (
        <FormSections sections={sectionsOf(form.fields, form.layout)}>{field => show(field)}</FormSections>
      ) : (
        form.fields.map((field, index) => show(field, index))
      )}
      <Problem failure={failure} server={form.domain} />
      <Button type="submit" kind="primary" size="large" wide isPending={working}>
        {say('signUp.create')}
      </Button>
      {working && <Working text={say('signUp.creating')} onCancel={model.cancel} />}
    </form>
  );
}
