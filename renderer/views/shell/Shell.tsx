import { useEffect, useMemo, useState, type ReactElement } from 'react';
import type { Capabilities } from '../../../preload/contract/desk.ts';
import type { ConversationId } from '../../../preload/contract/ids.ts';
import { useText } from '../../i18n/text.tsx';
import { useReplicas } from '../../model/replicas.ts';
import { useConversation, useConversationKind, useHasConversations } from '../../model/use-conversation.ts';
import { useViewModel } from '../../model/view-model.ts';
import { useServices } from '../../services.ts';
import { ArchDrawing, EmptyState } from '../../ui/EmptyState.tsx';
import { CallHistory } from '../calls/CallHistory.tsx';
import { CallHistoryModel } from '../calls/call-history.model.ts';
import { CallPage } from '../calls/CallPage.tsx';
import { useCallPlace } from '../call/use-call-place.tsx';
import { ContactsModel } from '../contacts/contacts.model.ts';
import { Conversation } from '../conversation/Conversation.tsx';
import { ConversationCommands } from '../conversation-list/conversation-commands.tsx';
import { ConversationList } from '../conversation-list/ConversationList.tsx';
import { Details } from '../details/Details.tsx';
import { Members } from '../rooms/Members.tsx';
import { MentionsColumn } from '../rooms/MentionsColumn.tsx';
import { useMembersShown } from '../rooms/use-members-shown.ts';
import { RoomActsProvider } from '../rooms/room-acts.tsx';
import { NoticePermissionHint } from '../settings/NoticePermissionHint.tsx';
import { SettingsPage } from '../settings/SettingsPage.tsx';
import { SettingsSections } from '../settings/SettingsSections.tsx';
import { Boundary } from './Boundary.tsx';
import { Contacts, ContactMain } from './ContactsColumns.tsx';
import { Dialogs } from './Dialogs.tsx';
import { Frame } from './Frame.tsx';
import { Rail } from './Rail.tsx';
import { useNavigation, type Route } from './routes.ts';
import { SearchColumn } from './SearchColumn.tsx';
import { StatusLine } from './StatusLine.tsx';
import { TitleBar } from './TitleBar.tsx';
import { useCommands, useGlobalKeys, useOpenRequests } from './use-commands.ts';
import { useKeptFocus } from './use-kept-focus.ts';

/** The app, once there is an account. It is drawn anew by what the user does, never by what is said somewhere: in a busy room that is ten times a second. */
export function Shell({ capabilities }: { readonly capabilities: Capabilities }): ReactElement {
  const say = useText();
  const services = useServices();
  const navigation = useNavigation();
  const route = useViewModel(navigation);
  const replicas = useReplicas();
  useViewModel(replicas.contacts); // kept running while the app is open, so that no view waits for it
  // The same for rooms, of which the shell itself draws nothing.
  useEffect(() => replicas.rooms.subscribe(() => undefined), [replicas]);
  const kind = useConversationKind(route.conversation);
  const open = kind && route.conversation;
  const [people] = useState(() => new ContactsModel(services.contacts));
  const { requests } = useViewModel(people);
  const { value: invites } = useViewModel(replicas.invites);
  const commands = useCommands();
  const call = useCallPlace();
  const [history] = useState(() => new CallHistoryModel(services.calls));
  const { missedCount } = useViewModel(history);
  useGlobalKeys();
  useOpenRequests();
  useKeptFocus();
  const beside = useBeside(route, open, kind);
  const mainFirst =
    { conversations: open, search: open, mentions: open, contacts: route.contact, calls: route.record, settings: route.settingsSection }[route.main] !==
    undefined;
  const columns: ColumnProps = { route, open, people, history, capabilities };
  return (
    <ConversationCommands>
      <RoomActsProvider>
        <Frame
          titleBar={capabilities.ownTitleBar ? <TitleBar platform={capabilities.platform} /> : null}
          rail={<Rail requests={requests.length + invites.length} missed={missedCount} />}
          list={
            <Boundary place={route.main}>
              <ListColumn {...columns} />
            </Boundary>
          }
          listName={say(`shell.column.${route.main}`)}
          main={
            <Boundary place={`${route.main} ${route.conversation ?? ''} ${route.settingsSection ?? ''}`}>
              <MainColumn {...columns} />
            </Boundary>
          }
          mainName={say(`shell.view.${route.main}`)}
          details={beside}
          detailsName={say(kind === 'room' ? 'room.members' : 'details.title')}
          mainFirst={mainFirst && !route.listFirst}
          callBar={call.bar}
          callStage={call.stage}
        />
        {call.layer}
        <Dialogs commands={commands} people={people} demo={capabilities.demo} />
      </RoomActsProvider>
    </ConversationCommands>
  );
}

/** What stands beside the open conversation; undefined: nothing. */
function useBeside(route: Route, open: ConversationId | undefined, kind: BesideProps['kind']): ReactElement | undefined {
  const membersShown = useMembersShown();
  const showsConversation = ['conversations', 'search', 'mentions'].includes(route.main);
  const wanted = kind === 'room' ? membersShown : route.details;
  return showsConversation && open !== undefined && wanted ? <Beside key={open} id={open} kind={kind} /> : undefined;
}

interface BesideProps {
  readonly id: ConversationId;
  readonly kind: ReturnType<typeof useConversationKind>;
}
const Beside = ({ id, kind }: BesideProps): ReactElement => (kind === 'room' ? <Members conversation={id} /> : <DetailsOf id={id} />);

function DetailsOf({ id }: Pick<BesideProps, 'id'>): ReactElement | null {
  const conversation = useConversation(id);
  return conversation ? <Details conversation={conversation} /> : null;
}

interface ColumnProps {
  readonly route: Route;
  /** The open conversation. */
  readonly open: ConversationId | undefined;
  readonly people: ContactsModel;
  readonly history: CallHistoryModel;
  readonly capabilities: Capabilities;
}

function ListColumn({ route, people, history, capabilities }: ColumnProps): ReactElement {
  const navigation = useNavigation();
  const hasConversations = useHasConversations();
  const status = (
    <>
      <StatusLine />
      {capabilities.pageNotices && hasConversations && <NoticePermissionHint />}
    </>
  );
  switch (route.main) {
    case 'conversations':
      return <ConversationList status={status} shortcut={capabilities.platform === 'darwin' ? '⌘K' : 'Ctrl K'} />;
    case 'search':
      return <SearchColumn />;
    case 'mentions':
      return <MentionsColumn />;
    case 'contacts':
      return <Contacts model={people} />;
    case 'calls':
      return <CallHistory model={history} chosen={route.record} onChoose={({ id }) => navigation.openRecord(id)} />;
    case 'settings':
      return <SettingsSections section={route.settingsSection} onChoose={navigation.openSettings} />;
  }
}

function MainColumn({ route, open, people, history }: ColumnProps): ReactElement {
  const navigation = useNavigation();
  switch (route.main) {
    case 'conversations':
    case 'search':
    case 'mentions':
      return <OpenConversation id={open} route={route} />;
    case 'contacts':
      return <ContactMain model={people} />;
    case 'calls':
      return <CallPage model={history} chosen={route.record} />;
    case 'settings':
      return (
        <SettingsPage
          section={route.settingsSection}
          onSection={navigation.openSettings}
          onAddAccount={() => navigation.openDialog({ kind: 'add-account' })}
          onLeave={() => navigation.openSettings()}
        />
      );
  }
}

function OpenConversation({ id: which, route }: { readonly id: ConversationId | undefined; readonly route: Route }): ReactElement {
  const say = useText();
  const open = useConversation(which);
  const { value: accounts } = useViewModel(useReplicas().accounts);
  const account = useMemo(() => accounts.find(({ id }) => id === open?.account), [accounts, open?.account]);
  if (!open) return <EmptyState drawing={<ArchDrawing />} title={say('shell.nothingOpen')} text={say('shell.nothingOpenText')} />;
  return (
    <Conversation
      key={open.id}
      conversation={open}
      ownName={account?.name ?? account?.address.split('@')[0] ?? say('shell.me')}
      ownPicture={account?.avatar}
      around={route.around}
    />
  );
}
