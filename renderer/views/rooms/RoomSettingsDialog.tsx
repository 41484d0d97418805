import { useState, type ReactElement } from 'react';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components';
import type { Conversation } from '../../../preload/contract/conversations.ts';
import type { ConversationId } from '../../../preload/contract/ids.ts';
import type { Room } from '../../../preload/contract/rooms.ts';
import { useText } from '../../i18n/text.tsx';
import { calmLine } from '../../model/calm-text.ts';
import { useReplicas } from '../../model/replicas.ts';
import { useRoom } from '../../model/use-room.ts';
import { useViewModel } from '../../model/view-model.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { useNavigation } from '../shell/routes.ts';
import { RoomAbout } from './RoomAbout.tsx';
import { RoomForm } from './RoomForm.tsx';
import { RoomForMe } from './RoomForMe.tsx';
import { RoomLog } from './RoomLog.tsx';
import styles from './RoomSettings.module.css';

/** Everything that can be set about a room: for oneself, for everybody, and what moderators did. */
export function RoomSettingsDialog({ conversation }: { readonly conversation: ConversationId | undefined }): ReactElement {
  const say = useText();
  const navigation = useNavigation();
  const replica = useReplicas().conversations;
  useViewModel(replica);
  const room = useRoom(conversation);
  const shown = conversation === undefined ? undefined : replica.find(conversation);
  return (
    <Dialog
      title={say('roomSettings.title', { name: calmLine(shown?.title ?? '') })}
      isOpen={room !== undefined && shown !== undefined}
      onClose={navigation.closeDialog}
      size="large"
    >
      {room && shown && <Sections key={room.conversation} room={room} conversation={shown} />}
    </Dialog>
  );
}

export interface RoomSettingsProps {
  readonly room: Room;
  readonly conversation: Conversation;
}
const SECTIONS = ['me', 'about', 'form', 'log'] as const;
type Section = (typeof SECTIONS)[number];

function Sections(props: RoomSettingsProps): ReactElement {
  const say = useText();
  const { room } = props;
  const [section, setSection] = useState<Section>('me');
  // The form is the owner's (§10.2); what moderators did is theirs to look at.
  const may: Readonly<Record<Section, boolean>> = {
    me: true,
    about: true,
    form: room.affiliation === 'owner' && room.state === 'joined',
    log: room.role === 'moderator' || room.affiliation === 'owner' || room.affiliation === 'admin',
  };
  const sections = SECTIONS.filter(one => may[one]);
  return (
    <Tabs
      className={styles['tabs'] ?? ''}
      orientation="vertical"
      selectedKey={may[section] ? section : 'me'}
      onSelectionChange={key => setSection(sections.find(one => one === key) ?? 'me')}
    >
      <TabList aria-label={say('roomSettings.sections')} className={styles['list'] ?? ''}>
        {sections.map(one => (
          <Tab key={one} id={one} className={styles['tab'] ?? ''}>
            {say(`roomSettings.section.${one}`)}
          </Tab>
        ))}
      </TabList>
      <Panel id="me">
        <RoomForMe {...props} />
      </Panel>
      <Panel id="about">
        <RoomAbout {...props} />
      </Panel>
      {may.form && (
        <Panel id="form">
          <RoomForm room={room} />
        </Panel>
      )}
      {may.log && (
        <Panel id="log">
          <RoomLog room={room.conversation} />
        </Panel>
      )}
    </Tabs>
  );
}

const Panel = ({ id, children }: { readonly id: Section; readonly children: ReactElement }): ReactElement => (
  <TabPanel id={id} className={styles['panel'] ?? ''}>
    {children}
  </TabPanel>
);
