import { Hash, Lock, Megaphone, type LucideIcon } from 'lucide-react';
import { useState, type FormEvent, type ReactElement } from 'react';
import { Label, Radio, RadioGroup } from 'react-aria-components';
import type { Account } from '../../../preload/contract/accounts.ts';
import type { RoomKind } from '../../../preload/contract/rooms.ts';
import { useText } from '../../i18n/text.tsx';
import { useReplicas } from '../../model/replicas.ts';
import { useViewModel } from '../../model/view-model.ts';
import { useServices } from '../../services.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Select } from '../../ui/Select.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { describeHint } from '../problem/describe-failure.ts';
import { useAction } from '../problem/use-action.ts';
import { useNavigation } from '../shell/routes.ts';
import { Disclosure } from '../sign-in/Disclosure.tsx';
import { PeoplePicker } from './PeoplePicker.tsx';
import styles from './RoomDialogs.module.css';
import { RoomProblem } from './RoomProblem.tsx';

const KINDS: Readonly<Record<RoomKind, LucideIcon>> = { group: Lock, channel: Hash, announcement: Megaphone };

/** A room of one's own: which kind, what it is called, and who is to come. */
export function CreateRoomDialog({ isOpen }: { readonly isOpen: boolean }): ReactElement {
  const say = useText();
  const navigation = useNavigation();
  return (
    <Dialog title={say('rooms.create')} isOpen={isOpen} onClose={navigation.closeDialog}>
      <Steps />
    </Dialog>
  );
}

interface Draft {
  readonly kind: RoomKind;
  readonly name: string;
  readonly description: string;
  readonly address: string;
  readonly invite: readonly string[];
}
const EMPTY: Draft = { kind: 'group', name: '', description: '', address: '', invite: [] };

function Steps(): ReactElement | null {
  const say = useText();
  const { rooms } = useServices();
  const navigation = useNavigation();
  const accounts = useViewModel(useReplicas().accounts).value.filter(({ enabled }) => enabled);
  const [chosen, setChosen] = useState<Account['id']>();
  const [draft, setDraft] = useState(EMPTY);
  const [step, setStep] = useState<'what' | 'who'>('what');
  const action = useAction();
  const account = accounts.find(({ id }) => id === chosen) ?? accounts[0];
  const change = (by: Partial<Draft>): void => {
    setDraft(before => ({ ...before, ...by }));
    action.clear();
  };
  if (!account) return null;
  const create = async (): Promise<void> => {
    const { kind, name, description, address, invite } = draft;
    const input = {
      account: account.id,
      kind,
      name: name.trim(),
      ...(invite.length > 0 ? { invite: [...invite] } : {}),
      ...optional({ description, address }),
    };
    const done = await action.run(async () => navigation.openConversation((await rooms.create(input)).id));
    // What is wrong with a name or an address stands on the first page.
    if (!done) setStep('what');
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (draft.name.trim() === '' || action.busy) return;
    if (step === 'what') setStep('who');
    else void create();
  };
  return (
    <form className={styles['form']} onSubmit={submit} aria-busy={action.busy}>
      {step === 'what' && accounts.length > 1 && (
        <Select
          label={say('rooms.account')}
          options={accounts.map(({ id, address }) => ({ id: String(id), label: address }))}
          value={String(account.id)}
          onChange={id => setChosen(accounts.find(one => String(one.id) === id)?.id)}
        />
      )}
      {step === 'what' ? (
        <What draft={draft} onChange={change} failure={action.failure} />
      ) : (
        <PeoplePicker account={account.id} chosen={draft.invite} onChange={invite => change({ invite })} autoFocus />
      )}
      <Buttons step={step} ready={draft.name.trim() !== ''} busy={action.busy} onBack={() => setStep('what')} />
    </form>
  );
}

const optional = (texts: Readonly<Record<'description' | 'address', string>>): { description?: string; address?: string } =>
  Object.fromEntries(Object.entries(texts).flatMap(([name, text]) => (text.trim() === '' ? [] : [[name, text.trim()]])));

interface WhatProps {
  readonly draft: Draft;
  readonly onChange: (by: Partial<Draft>) => void;
  readonly failure: ReturnType<typeof useAction>['failure'];
}
function What({ draft, onChange, failure }: WhatProps): ReactElement {
  const say = useText();
  const malformed = failure?.code === 'bad-address' ? describeHint(say, failure.hint) : failure?.code === 'exists' ? say('rooms.exists') : undefined;
  return (
    <>
      <Kinds kind={draft.kind} onChange={kind => onChange({ kind })} />
      <TextField label={say('rooms.name')} value={draft.name} onChange={name => onChange({ name })} maxLength={256} autoComplete="off" isRequired autoFocus />
      <TextField
        label={say('rooms.description')}
        value={draft.description}
        onChange={description => onChange({ description })}
        maxLength={1023}
        autoComplete="off"
        rows={2}
      />
      <Disclosure label={say('rooms.more')} startOpen={draft.address !== '' || malformed !== undefined}>
        <TextField
          label={say('rooms.address')}
          description={say('rooms.ownAddressHelp')}
          error={malformed}
          value={draft.address}
          onChange={address => onChange({ address })}
          maxLength={3071}
          autoComplete="off"
          spellCheck="false"
        />
      </Disclosure>
      {malformed === undefined && <RoomProblem failure={failure} />}
    </>
  );
}

function Kinds({ kind, onChange }: { readonly kind: RoomKind; readonly onChange: (kind: RoomKind) => void }): ReactElement {
  const say = useText();
  const kinds = Object.entries(KINDS) as [RoomKind, LucideIcon][]; // oxlint-disable-line typescript/no-unsafe-type-assertion -- the keys of a record of ours
  return (
    <RadioGroup className={styles['kinds'] ?? ''} value={kind} onChange={value => onChange(kinds.find(([one]) => one === value)?.[0] ?? 'group')}>
      <Label className={styles['kindsLabel'] ?? ''}>{say('rooms.kind')}</Label>
      {kinds.map(([one, Icon]) => (
        <Radio key={one} value={one} className={styles['kind'] ?? ''}>
          <Icon aria-hidden />
          <span className={styles['kindWords']}>
            <span className={styles['kindName']}>{say(`rooms.kind.${one}`)}</span>
            <span className={styles['quiet']}>{say(`rooms.kindText.${one}`)}</span>
          </span>
        </Radio>
      ))}
    </RadioGroup>
  );
}

interface ButtonsProps {
  readonly step: 'what' | 'who';
  readonly ready: boolean;
  readonly busy: boolean;
  readonly onBack: () => void;
}
function Buttons({ step, ready, busy, onBack }: ButtonsProps): ReactElement {
  const say = useText();
  const navigation = useNavigation();
  return (
    <div className={styles['actions']}>
      {step === 'who' && (
        <Button kind="quiet" onPress={onBack} isDisabled={busy}>
          {say('rooms.back')}
        </Button>
      )}
      <span className={styles['space']} />
      <Button onPress={navigation.closeDialog}>{say('common.cancel')}</Button>
      <Button kind="primary" type="submit" isDisabled={!ready} isPending={busy}>
        {say(step === 'what' ? 'rooms.next' : 'rooms.createAction')}
      </Button>
    </div>
  );
}
