import { ArrowLeft, BellOff, ChevronDown, ChevronUp, Search, Settings2, Users } from 'lucide-react';
import { memo, useContext, useMemo, useState, type ReactElement } from 'react';
import { Button } from 'react-aria-components';
import type { Conversation } from '../../../preload/contract/conversations.ts';
import { useFormats, useText } from '../../i18n/text.tsx';
import { calmLine } from '../../model/calm-text.ts';
import { useRoom } from '../../model/use-room.ts';
import { Avatar } from '../../ui/Avatar.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { Tooltip } from '../../ui/Tooltip.tsx';
import styles from '../conversation/ConversationHeader.module.css';
import { textRuns } from '../conversation/text-runs.ts';
import { TextWithLinks } from '../conversation/TextWithLinks.tsx';
import { TimelineContext } from '../conversation/timeline-context.ts';
import { useNavigation } from '../shell/routes.ts';
import own from './RoomHeader.module.css';
import { useMembersShown } from './use-members-shown.ts';

/** A topic longer than this, or of several lines, can be unfolded. */
const SHORT = 60;

/** Which room it is, what it talks about, and what can be opened beside it. */
export function RoomHeader({ conversation }: { readonly conversation: Conversation }): ReactElement {
  const say = useText();
  const navigation = useNavigation();
  const room = useRoom(conversation.id);
  const [open, setOpen] = useState(false);
  const title = calmLine(conversation.title);
  const topic = room?.subject?.text ?? '';
  const line = calmLine(topic) || conversation.peer;
  const long = isLong(topic);
  return (
    <>
      <header className={styles['header']}>
        <span className={styles['back']}>
          <IconButton icon={ArrowLeft} label={say('conversation.back')} onPress={navigation.closeConversation} />
        </span>
        <Avatar name={title} address={conversation.peer} picture={conversation.avatar} size={36} shape="square" />
        <div className={styles['who']}>
          <h1 className={styles['name']} title={title}>
            <bdi>{title}</bdi>
          </h1>
          <p className={styles['presence']} title={line}>
            <bdi>{line}</bdi>
          </p>
        </div>
        {long && <Unfold open={open} onPress={() => setOpen(!open)} />}
        <Buttons id={conversation.id} muted={conversation.muted !== undefined || room?.notify === 'never'} count={room?.occupants ?? 0} />
      </header>
      {open && long && <Topic text={topic} />}
    </>
  );
}

const isLong = (topic: string): boolean => topic.trim().includes('\n') || topic.trim().length > SHORT;

function Unfold({ open, onPress }: { readonly open: boolean; readonly onPress: () => void }): ReactElement {
  const say = useText();
  const label = say(open ? 'room.topicLess' : 'room.topicMore');
  return <IconButton size="small" icon={open ? ChevronUp : ChevronDown} label={label} aria-expanded={open} onPress={onPress} />;
}

interface ButtonsProps {
  readonly id: Conversation['id'];
  readonly muted: boolean;
  readonly count: number;
}
/** Not drawn again with each message. */
const Buttons = memo(function Buttons({ id, muted, count }: ButtonsProps): ReactElement {
  const say = useText();
  const navigation = useNavigation();
  return (
    <>
      {muted && <BellOff className={styles['muted']} role="img" aria-label={say('conversation.muted')} />}
      <MembersButton count={count} />
      <IconButton icon={Search} label={say('conversation.search')} onPress={() => navigation.openSearch('', id)} />
      <IconButton icon={Settings2} label={say('room.settings')} onPress={() => navigation.openDialog({ kind: 'room-settings', conversation: id })} />
    </>
  );
});

/** How many there are; opens the list of them. */
function MembersButton({ count }: { readonly count: number }): ReactElement {
  const say = useText();
  const formats = useFormats();
  const navigation = useNavigation();
  const shown = useMembersShown();
  return (
    <Tooltip text={say('room.members')}>
      <Button
        className={own['members'] ?? ''}
        aria-label={count > 0 ? say('room.membersCount', { count }) : say('room.members')}
        aria-pressed={shown}
        onPress={() => navigation.setMembers(!shown)}
      >
        <Users aria-hidden className={own['icon']} />
        {count > 0 && <span>{formats.formatNumber(count, { notation: 'compact' })}</span>}
      </Button>
    </Tooltip>
  );
}

/** The whole topic; of a very long one twenty lines are seen, and the rest is scrolled to. */
export function Topic({ text }: { readonly text: string }): ReactElement {
  const say = useText();
  const { openLink } = useContext(TimelineContext);
  const runs = useMemo(() => textRuns(text.slice(0, 4000)), [text]);
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it may scroll, and there may be no link in it
    <section className={own['topic']} aria-label={say('room.topic')} tabIndex={0} dir="auto">
      <TextWithLinks runs={runs} onOpen={openLink} />
    </section>
  );
}
