import { useCallback, useEffect, useState, type FormEvent, type ReactElement } from 'react';
import type { Account } from '../../../preload/contract/accounts.ts';
import type { ListedRoom, RoomTrouble } from '../../../preload/contract/rooms.ts';
import type { Failure } from '../../../preload/contract/wire.ts';
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
import { useNavigation, type DialogRoute } from '../shell/routes.ts';
import { Directory } from './Directory.tsx';
import { DirectoryModel } from './directory.model.ts';
import { JoinRoomOffers } from './JoinRoomOffers.tsx';
import styles from './RoomDialogs.module.css';
import { RoomProblem, troubleOf } from './RoomProblem.tsx';

type Wanted = Extract<DialogRoute, { kind: 'join-room' }>;

/** A room by its address, or chosen from a directory. */
export function JoinRoomDialog({ wanted }: { readonly wanted: Wanted | undefined }): ReactElement {
  const say = useText();
  const navigation = useNavigation();
  return (
    <Dialog title={say('rooms.joinTitle')} isOpen={wanted !== undefined} onClose={navigation.closeDialog}>
      {wanted && <WithAccount wanted={wanted} />}
    </Dialog>
  );
}

/** The account that joins. Another one has other services, and begins anew. */
function WithAccount({ wanted }: { readonly wanted: Wanted }): ReactElement | null {
  const say = useText();
  const accounts = useViewModel(useReplicas().accounts).value.filter(({ enabled }) => enabled);
  const [chosen, setChosen] = useState<Account['id']>();
  const account = accounts.find(({ id }) => id === chosen) ?? accounts[0];
  if (!account) return null;
  return (
    <div className={styles['form']}>
      {accounts.length > 1 && (
        <Select
          label={say('rooms.account')}
          options={accounts.map(({ id, address }) => ({ id: String(id), label: address }))}
          value={String(account.id)}
          onChange={id => setChosen(accounts.find(one => String(one.id) === id)?.id)}
        />
      )}
      <Form key={account.id} account={account} wanted={wanted} />
    </div>
  );
}

/** What the account is called in rooms, before it chose. */
export const nicknameOf = ({ name, address }: Account): string => name ?? address.split('@')[0] ?? '';

function Form({ account, wanted }: { readonly account: Account; readonly wanted: Wanted }): ReactElement {
  const say = useText();
  const { rooms } = useServices();
  const navigation = useNavigation();
  const action = useAction();
  const { clear } = action;
  const [directory] = useState(() => new DirectoryModel(account.id, rooms));
  const { services } = useViewModel(directory);
  const [address, setAddress] = useState(wanted.address ?? '');
  const [nickname, setNickname] = useState(wanted.nickname ?? nicknameOf(account));
  const [password, setPassword] = useState(wanted.password ?? '');
  const asksPassword = useOnce(troubleOf(action.failure) === 'password') || wanted.password !== undefined;
  const choose = useCallback(
    (room: ListedRoom) => {
      setAddress(room.address);
      clear();
    },
    [clear],
  );
  // "orchard" alone is a room of the account's own service.
  const whole = wholeAddress(address, services?.[0]?.address);
  const join = (how: { readonly make?: true } = {}): void => {
    if (whole === '' || action.busy) return;
    const input = { account: account.id, address: whole, ...given('nickname', nickname.trim()), ...given('password', password), ...how };
    void action.run(async () => navigation.openConversation((await rooms.join(input)).id));
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    join();
  };
  return (
    <form className={styles['form']} onSubmit={submit} aria-busy={action.busy}>
      <Fields
        {...{ address, nickname, password, failure: action.failure }}
        asksPassword={asksPassword}
        help={whole === address.trim() || whole === '' ? say('rooms.addressHelp') : whole}
        onAddress={text => {
          setAddress(text);
          clear();
        }}
        onNickname={setNickname}
        onPassword={setPassword}
      />
      <JoinRoomOffers
        trouble={troubleOf(action.failure)}
        address={whole}
        ask={() => rooms.askToJoin({ account: account.id, address: whole, ...given('nickname', nickname.trim()) })}
        onJoin={join}
      />
      <Directory model={directory} chosen={whole} onChoose={choose} />
      <Foot isEmpty={whole === ''} busy={action.busy} />
    </form>
  );
}

function Foot({ isEmpty, busy }: { readonly isEmpty: boolean; readonly busy: boolean }): ReactElement {
  const say = useText();
  const navigation = useNavigation();
  return (
    <div className={styles['actions']}>
      <Button kind="quiet" onPress={() => navigation.openDialog({ kind: 'create-room' })}>
        {say('rooms.create')}
      </Button>
      <span className={styles['space']} />
      <Button onPress={navigation.closeDialog}>{say('common.cancel')}</Button>
      <Button kind="primary" type="submit" isDisabled={isEmpty} isPending={busy}>
        {say('rooms.join')}
      </Button>
    </div>
  );
}

const given = <Name extends string>(name: Name, text: string): Partial<Record<Name, string>> => (text === '' ? {} : ({ [name]: text } as Record<Name, string>)); // oxlint-disable-line typescript/no-unsafe-type-assertion -- the one name it has

function wholeAddress(typed: string, service: string | undefined): string {
  const text = typed.trim();
  return text === '' || text.includes('@') || /\s/.test(text) || service === undefined ? text : `${text}@${service}`;
}

/** Once asked for, a field stays: it would go away while it is filled in. */
function useOnce(now: boolean): boolean {
  const [once, setOnce] = useState(now);
  if (now && !once) setOnce(true);
  return once || now;
}

interface FieldsProps {
  readonly address: string;
  readonly nickname: string;
  readonly password: string;
  readonly asksPassword: boolean;
  readonly help: string;
  readonly failure: Failure | undefined;
  readonly onAddress: (text: string) => void;
  readonly onNickname: (text: string) => void;
  readonly onPassword: (text: string) => void;
}
function Fields(props: FieldsProps): ReactElement {
  const say = useText();
  const { failure, asksPassword } = props;
  const trouble = troubleOf(failure);
  const malformed = failure?.code === 'bad-address' ? describeHint(say, failure.hint) : undefined;
  const aboutName = trouble !== undefined && ABOUT_NAME.has(trouble);
  const [passwordBox, setPasswordBox] = useState<HTMLInputElement | null>(null);
  useEffect(() => (trouble === 'password' ? passwordBox?.focus() : undefined), [passwordBox, trouble]);
  return (
    <>
      <TextField
        label={say('rooms.address')}
        value={props.address}
        onChange={props.onAddress}
        description={props.help}
        error={malformed}
        maxLength={3071}
        autoComplete="off"
        spellCheck="false"
        autoFocus
      />
      <TextField
        label={say('rooms.nickname')}
        value={props.nickname}
        onChange={props.onNickname}
        error={aboutName ? say(`room.trouble.${trouble}.title`, { nickname: props.nickname, known: 'no', by: '' }) : undefined}
        maxLength={256}
        autoComplete="off"
        spellCheck="false"
      />
      {asksPassword && (
        <TextField
          label={say('rooms.password')}
          type="password"
          value={props.password}
          onChange={props.onPassword}
          description={say('rooms.passwordHelp')}
          error={trouble === 'password' && props.password !== '' ? say('rooms.passwordWrong') : undefined}
          maxLength={1023}
          autoComplete="off"
          inputRef={setPasswordBox}
        />
      )}
      {malformed === undefined && !aboutName && !(trouble && ANSWERED.has(trouble)) && <RoomProblem failure={failure} />}
    </>
  );
}

/** What is asked or offered in its place. */
const ANSWERED: ReadonlySet<RoomTrouble> = new Set<RoomTrouble>(['password', 'not-found', 'members-only']);
const ABOUT_NAME: ReadonlySet<RoomTrouble> = new Set<RoomTrouble>(['nickname-taken', 'nickname-refused']);
