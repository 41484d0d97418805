import { Crown, Lock, ShieldCheck, ShieldHalf } from 'lucide-react';
import { useContext, type CSSProperties, type ReactElement } from 'react';
import type { ConversationId } from '../../../preload/contract/ids.ts';
import type { Message, Sender } from '../../../preload/contract/messages.ts';
import type { Hat, Occupant } from '../../../preload/contract/rooms.ts';
import { useText } from '../../i18n/text.tsx';
import { calmLine } from '../../model/calm-text.ts';
import { sectionOf } from '../../model/occupants.ts';
import { useSender } from '../../model/use-room.ts';
import { Avatar } from '../../ui/Avatar.tsx';
import { personHue } from '../../ui/person-hue.ts';
import styles from './Face.module.css';
import { TimelineContext } from './timeline-context.ts';

/** What a writer's colour is made of: the address where it is known, as everywhere else, else the nickname (XEP-0392). */
export const colourOf = ({ author, sender }: Pick<Message, 'author' | 'sender'>): string => (sender ? (sender.address ?? sender.nickname) : author);

/** The picture of whoever wrote a message. */
export function Face({ message, name }: { readonly message: Message; readonly name: string }): ReactElement {
  const { room, pictureOf } = useContext(TimelineContext);
  if (room !== undefined && message.sender) return <FaceInRoom room={room} sender={message.sender} message={message} name={name} />;
  return <Avatar name={name} address={message.author} picture={pictureOf(message)} size={36} />;
}

interface InRoom {
  readonly room: ConversationId;
  readonly sender: Sender;
}
function FaceInRoom({ room, sender, message, name }: InRoom & { readonly message: Message; readonly name: string }): ReactElement {
  const { pictureOf } = useContext(TimelineContext);
  const occupant = useSender(room, sender);
  return <Avatar name={name} address={colourOf(message)} picture={occupant?.avatar ?? (message.mine ? pictureOf(message) : undefined)} size={36} />;
}

/** What the room says of whoever wrote: owner, moderator, and its hats (XEP-0317). */
export function SenderMarks({ message }: { readonly message: Message }): ReactElement | null {
  const { room } = useContext(TimelineContext);
  return room !== undefined && message.sender ? <Marks room={room} sender={message.sender} /> : null;
}

function Marks({ room, sender }: InRoom): ReactElement | null {
  const occupant = useSender(room, sender);
  return occupant ? (
    <>
      <RoleMark occupant={occupant} />
      <Hats hats={occupant.hats} most={2} />
    </>
  ) : null;
}

const ROLE_ICONS = { owner: Crown, admin: ShieldCheck, moderator: ShieldHalf } as const;

/** Who may put others out. Nothing for everybody else. */
export function RoleMark({ occupant }: { readonly occupant: Pick<Occupant, 'affiliation' | 'role'> }): ReactElement | null {
  const say = useText();
  const section = sectionOf(occupant);
  if (section !== 'owner' && section !== 'admin' && section !== 'moderator') return null;
  const Icon = ROLE_ICONS[section];
  const name = say(`room.is.${section}`);
  return (
    <span role="img" aria-label={name} title={name} className={styles['role']}>
      <Icon aria-hidden />
    </span>
  );
}

/** What the room calls somebody, such as "Host". */
export function Hats({ hats, most }: { readonly hats: readonly Hat[]; readonly most: number }): ReactElement {
  return (
    <>
      {hats.slice(0, most).map(hat => {
        const title = calmLine(hat.title).slice(0, 64);
        const style = { '--hue-of-person': Math.round(hat.hue ?? personHue(hat.uri)) } as CSSProperties; // oxlint-disable-line typescript/no-unsafe-type-assertion -- custom properties are not in React's type
        return (
          <span key={hat.uri} className={styles['hat']} style={style} title={title}>
            <bdi>{title}</bdi>
          </span>
        );
      })}
    </>
  );
}

/** Above what only two people in the room can read. */
export function PrivateMark({ name }: { readonly name: string }): ReactElement {
  const say = useText();
  return (
    <div className={styles['private']}>
      <Lock aria-hidden />
      <span>{say('room.private', { name: calmLine(name) })}</span>
    </div>
  );
}
