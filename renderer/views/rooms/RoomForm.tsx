import { useCallback, useState, type FormEvent, type ReactElement } from 'react';
import type { FormField } from '../../../preload/contract/accounts.ts';
import type { Room, RoomConfig } from '../../../preload/contract/rooms.ts';
import { useText } from '../../i18n/text.tsx';
import { calmText } from '../../model/calm-text.ts';
import { useServices } from '../../services.ts';
import { Banner } from '../../ui/Banner.tsx';
import { Button } from '../../ui/Button.tsx';
import { Skeleton } from '../../ui/Spinner.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { Problem } from '../problem/Problem.tsx';
import { useAction } from '../problem/use-action.ts';
import { useAnswer } from '../problem/use-answer.ts';
import { FormFieldInput } from '../sign-up/FormFieldInput.tsx';
import { sectionsOf } from '../sign-up/form-sections.ts';
import { FormSections } from '../sign-up/FormSections.tsx';
import { answerOf, faultOf, type FormValues } from '../sign-up/form-values.ts';
import { DestroyRoom } from './DestroyRoom.tsx';
import styles from './RoomSettings.module.css';

/** The room's own settings, as its service asks for them (XEP-0004). */
export function RoomForm({ room }: { readonly room: Room }): ReactElement {
  const say = useText();
  const { rooms } = useServices();
  const { conversation } = room;
  const { value, failure, again } = useAnswer(useCallback(() => rooms.config({ conversation }), [rooms, conversation]));
  return (
    <div className={styles['section']}>
      {failure && (
        <>
          <Problem failure={failure} />
          <div>
            <Button onPress={again}>{say('common.retry')}</Button>
          </div>
        </>
      )}
      {!value && !failure && <Skeleton rows={6} />}
      {value?.instructions !== undefined && <p className={styles['quiet']}>{calmText(value.instructions).slice(0, 2000)}</p>}
      {value && <Fields key={value.fields.length} room={room} form={value} />}
      <DestroyRoom room={room} />
    </div>
  );
}

function Fields({ room, form: { fields, layout } }: { readonly room: Room; readonly form: RoomConfig }): ReactElement {
  const say = useText();
  const { rooms } = useServices();
  const action = useAction();
  const [values, setValues] = useState<FormValues>(() => Object.fromEntries(fields.map(({ name, value }) => [name, value])));
  const [saved, setSaved] = useState(false);
  const [tried, setTried] = useState(false);
  const faults = new Map(fields.map(field => [field, faultOf(field, values[field.name] ?? [], undefined)]));
  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setTried(true);
    if (action.busy || [...faults.values()].some(fault => fault !== undefined)) return;
    setSaved(await action.run(() => rooms.setConfig({ conversation: room.conversation, values: answerOf({ fields }, values) })));
  };
  return (
    <form className={styles['section']} onSubmit={event => void save(event)} noValidate>
      <FormSections sections={sectionsOf(fields, layout)}>
        {field => (
          <Field
            key={field.name}
            field={field}
            room={room}
            value={values[field.name] ?? []}
            fault={tried ? faults.get(field) : undefined}
            onChange={value => {
              setSaved(false);
              setValues(before => ({ ...before, [field.name]: value }));
            }}
          />
        )}
      </FormSections>
      <Problem failure={action.failure} />
      {saved && (
        <Banner tone="success" role="status">
          {say('roomSettings.saved')}
        </Banner>
      )}
      <div>
        <Button type="submit" kind="primary" isPending={action.busy}>
          {say('roomSettings.save')}
        </Button>
      </div>
    </form>
  );
}

interface FieldProps {
  readonly field: FormField;
  readonly room: Room;
  readonly value: readonly string[];
  readonly fault: ReturnType<typeof faultOf>;
  readonly onChange: (value: readonly string[]) => void;
}
function Field({ field, room, value, fault, onChange }: FieldProps): ReactElement {
  // The password of a room is told to others: it is not chosen for oneself, and not typed twice.
  if (field.type === 'password')
    return <TextField label={field.label ?? field.name} type="password" value={value[0] ?? ''} onChange={text => onChange([text])} autoComplete="off" />;
  return (
    <FormFieldInput
      field={field}
      domain={room.address}
      value={value}
      again=""
      fault={fault}
      address={room.address}
      onChange={onChange}
      onAgain={() => undefined}
    />
  );
}
