import type { ReactElement, ReactNode } from 'react';
import type { FieldKind, FieldRule, FormField, FormPart } from '../../preload/contract/accounts.ts';
import type { Affiliated } from '../../preload/contract/rooms.ts';
import { bareJid } from '../../preload/contract/ids.ts';
import { stoppedClock } from '../model/clock.ts';
import { Composer } from '../views/composer/Composer.tsx';
import { ComposerModel } from '../views/composer/composer.model.ts';
import { ComplaintError } from '../views/composer/room-writer.ts';
import type { Complaint } from '../views/composer/room-commands.ts';
import { ConversationCommands } from '../views/conversation-list/conversation-commands.tsx';
import { NoticeLines } from '../views/conversation/NoticeLines.tsx';
import { AffiliatedList } from '../views/rooms/AffiliatedList.tsx';
import { JoinRoomOffers } from '../views/rooms/JoinRoomOffers.tsx';
import { ReasonDialog } from '../views/rooms/ReasonDialog.tsx';
import { ReportDialog } from '../views/rooms/ReportDialog.tsx';
import { RoomAbout } from '../views/rooms/RoomAbout.tsx';
import { RoomActsProvider } from '../views/rooms/room-acts.tsx';
import { RoomForm } from '../views/rooms/RoomForm.tsx';
import { Topic } from '../views/rooms/RoomHeader.tsx';
import { RoomLog } from '../views/rooms/RoomLog.tsx';
import { fakeAccounts } from './fake-accounts.ts';
import { fakeRooms, type FakeRoomsOptions } from './fake-rooms.ts';
import type { Part } from './parts.tsx';
import { anAccount, HOUR, NOW } from './people.ts';
import { aNotice, anOccupant, aRoom, aRoomConversation, LONG_TOPIC, NOTICES, OCCUPANTS, ORCHARD, said } from './room-people.ts';

const nothing = (): void => undefined;
const later = async (): Promise<void> => undefined;
const NOWHERE = 'orchrad-behind-the-house-of-capulet@rooms.montague.lit';
const owner = aRoom({ role: 'moderator', affiliation: 'owner' });
const services =
  (options: FakeRoomsOptions = {}) =>
  (): ReturnType<NonNullable<Part['services']>> => ({
    accounts: fakeAccounts({ list: [anAccount()] }).service,
    rooms: fakeRooms({ rooms: [owner], occupants: OCCUPANTS, ...options }).service,
  });
const Within = ({ children }: { readonly children: ReactNode }): ReactElement => (
  <ConversationCommands>
    <RoomActsProvider>{children}</RoomActsProvider>
  </ConversationCommands>
);
const part = (view: () => ReactElement, options?: FakeRoomsOptions): Part => ({ services: services(options), view: () => <Within>{view()}</Within> });

const field = (name: string, over: Partial<FormField> = {}): FormField => ({
  name,
  type: 'text',
  label: name,
  description: undefined,
  required: false,
  rule: undefined,
  value: [],
  options: [],
  picture: undefined,
  ...over,
});
const FORM: readonly FormField[] = [
  field('name', { label: 'Name of the room', value: ['The Orchard'] }),
  field('about', { label: 'Description', type: 'text-multi', value: ['Walls', 'and moonlight'] }),
  field('', { type: 'fixed', value: ['Who may enter'] }),
  field('members', { label: 'Only members may enter', type: 'boolean', value: ['1'] }),
  field('secret', { label: 'Password', type: 'password', value: ['moon'] }),
  field('whois', {
    label: 'Who sees the addresses of those who are in it',
    type: 'list-single',
    value: ['moderators'],
    options: [
      { value: 'moderators', label: 'Moderators' },
      { value: 'anyone', label: 'Everybody' },
    ],
  }),
];
const rule = (kind: FieldKind, over: Partial<FieldRule> = {}): FieldRule => ({
  kind,
  min: undefined,
  max: undefined,
  pattern: undefined,
  open: false,
  least: undefined,
  most: undefined,
  ...over,
});
const TONGUES = ['en', 'it', 'la'].map(value => ({ value, label: { en: 'English', it: 'Italian', la: 'Latin' }[value] }));
const LAID_OUT: readonly FormField[] = [
  ...FORM.filter(({ type }) => type !== 'fixed'),
  field('history', { label: 'Messages that who comes is told', value: ['20'], rule: rule('whole', { min: '0', max: '50' }) }),
  field('until', { label: 'Open until', value: ['2026-07-31'], rule: rule('date'), description: 'After that day nobody is let in any more.' }),
  field('tongue', { label: 'Language', type: 'list-single', value: ['rm'], options: TONGUES, rule: rule('text', { open: true }) }),
  field('tongues', { label: 'Also understood', type: 'list-multi', value: ['it'], options: TONGUES, rule: rule('text', { open: true, most: 3 }) }),
];
const LAYOUT: readonly FormPart[] = [
  { depth: 0, title: 'The room', text: ['What everybody sees before they come in.'], fields: ['name', 'about'] },
  { depth: 0, title: 'Who may enter', text: [], fields: ['members', 'secret'] },
  { depth: 1, title: 'What they see', text: ['Only owners can change this later.'], fields: ['whois', 'history'] },
  { depth: 0, title: undefined, text: [], fields: ['until'] },
];
const LISTED: readonly Affiliated[] = [
  { address: bareJid('mallory@evil.example'), affiliation: 'outcast', nickname: undefined, reason: 'pretends to be somebody' },
  { address: bareJid('tybalt@capulet.lit'), affiliation: 'outcast', nickname: 'Tybalt', reason: undefined },
];

function Writing({ text, privateTo, wrong }: { readonly text: string; readonly privateTo?: string; readonly wrong?: Complaint }): ReactElement {
  const write = async (): Promise<undefined> => {
    if (wrong) throw new ComplaintError(wrong);
  };
  const model = new ComposerModel(
    ORCHARD,
    text,
    { write, inRoom: true, conversations: { setDraft: async () => undefined, setTyping: async () => undefined } },
    stoppedClock(NOW),
  );
  if (privateTo !== undefined) model.setPrivate(privateTo);
  if (wrong) void model.send();
  return <Composer model={model} to="The Orchard" room={ORCHARD} takesFocus onLeave={nothing} />;
}
/** The list of what is completed stands above the box. */
const Low = ({ children }: { readonly children: ReactNode }): ReactElement => <div style={{ paddingBlockStart: '24rem' }}>{children}</div>;

/** Views of rooms in states that the whole app reaches only by somebody using it. */
export const roomParts: Readonly<Record<string, Part>> = {
  'room-topic-open': part(() => <Topic text={LONG_TOPIC} />),
  'room-notices': part(() => <NoticeLines notices={[...NOTICES, aNotice('role', 'Peter', { to: 'visitor', by: 'Juliet' }), aNotice('config', undefined)]} />),
  'room-about': part(() => <RoomAbout room={owner} conversation={aRoomConversation()} />),
  'room-about-guest': part(() => <RoomAbout room={aRoom({ slowSeconds: 30, maySetSubject: false, subject: undefined })} conversation={aRoomConversation()} />),
  'room-form': part(() => <RoomForm room={owner} />, { form: FORM }),
  'room-form-laid-out': part(() => <RoomForm room={owner} />, { form: LAID_OUT, formLayout: LAYOUT }),
  'room-form-failed': part(() => <RoomForm room={owner} />, { form: { code: 'stanza-error', condition: 'forbidden' } }),
  'room-log': part(() => <RoomLog room={ORCHARD} />, {
    log: [
      aNotice('banned', 'Mallory', { by: 'the Nurse', reason: 'spam' }),
      aNotice('affiliation', 'Benvolio', { by: 'Juliet', to: 'member', at: NOW - HOUR }),
    ],
  }),
  'room-log-empty': part(() => <RoomLog room={ORCHARD} />),
  'room-banned-list': part(
    () => (
      <div style={{ display: 'flex', flexDirection: 'column', blockSize: '24rem' }}>
        <AffiliatedList room={owner} affiliation="outcast" text="" />
      </div>
    ),
    { affiliated: LISTED },
  ),
  'room-ban': part(() => <ReasonDialog asked={{ act: 'ban', room: ORCHARD, person: anOccupant('Mallory') }} onClose={nothing} onDo={async () => undefined} />),
  'room-retract': part(() => (
    <ReasonDialog
      asked={{
        act: 'retract',
        room: ORCHARD,
        message: said('Mercutio', 'A plague on both your houses. They have made worms’ meat of me.', HOUR),
        name: 'Mercutio',
      }}
      onClose={nothing}
      onDo={async () => undefined}
    />
  )),
  'join-room-not-there': part(() => <JoinRoomOffers trouble="not-found" address={NOWHERE} ask={later} onJoin={nothing} />),
  'join-room-members-only': part(() => <JoinRoomOffers trouble="members-only" address={NOWHERE} ask={later} onJoin={nothing} />),
  'room-report': part(() => (
    <ReportDialog reported={{ room: ORCHARD, message: said('Mallory', 'Cheap masks! Cheap drums!', HOUR), known: true }} onClose={nothing} onDone={nothing} />
  )),
  'room-report-unknown': part(() => (
    <ReportDialog reported={{ room: ORCHARD, message: said('Mallory', 'Cheap masks!', HOUR), known: false }} onClose={nothing} onDone={nothing} />
  )),
  'composer-mention': part(() => (
    <Low>
      <Writing text="Who has the ladder, @" />
    </Low>
  )),
  'composer-commands': part(() => (
    <Low>
      <Writing text="/" />
    </Low>
  )),
  'composer-wrong': part(() => <Writing text="/kick Tybalt" wrong={{ why: 'nobody', name: 'kick', who: 'Tybalt' }} />),
  'composer-usage': part(() => <Writing text="/msg Juliet" wrong={{ why: 'usage', name: 'msg' }} />),
  'composer-private': part(() => <Writing text="Bring it to the side" privateTo="the Nurse" />),
};
