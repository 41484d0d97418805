import type { ConversationId } from '../../preload/contract/ids.ts';
import { originId } from '../../preload/contract/ids.ts';
import type { Message, Sender } from '../../preload/contract/messages.ts';
import { FailureError } from '../../preload/contract/wire.ts';
import type { StoredMessage } from '../store/api.ts';
import type { Element } from '../xmpp/element.ts';
import type { TypingState } from '../xmpp/feature.ts';
import { displayedInRoom } from '../xmpp/features/markers/markers.codec.ts';
import { roomStateMessage } from '../xmpp/features/chat-states/chat-states.codec.ts';
import type { Mention } from '../xmpp/features/muc/muc.types.ts';
import { privateMessage, roomMessage, subjectMessage } from '../xmpp/features/muc/room-messages.codec.ts';
import { NS } from '../xmpp/ns.ts';
import { everybodyIn, mentionsIn } from './mentions.ts';
import type { Room } from './room.ts';

/** Who types in a crowd disturbs everybody's line. */
const MOST_TOLD_TYPING = 100;

export interface RoomTalkOptions {
  readonly room: (conversation: ConversationId) => Room;
  readonly find: (conversation: ConversationId) => Room | undefined;
  /** Writes it into the outbox, and sends it where it may leave. */
  readonly post: (message: {
    readonly conversation: ConversationId;
    readonly body: string;
    readonly sender: Sender;
    readonly privateWith?: string;
  }) => Promise<Message>;
  readonly sendTyping: () => boolean;
}

/** What we say in rooms. */
export class RoomTalk {
  readonly #o: RoomTalkOptions;

  constructor(options: RoomTalkOptions) {
    this.#o = options;
  }

  send(conversation: ConversationId, body: string): Promise<Message> {
    return this.#o.post({ conversation, body, sender: ownSender(this.#o.room(conversation)) });
  }

  async sendPrivate(conversation: ConversationId, nickname: string, body: string): Promise<Message> {
    const room = this.#o.room(conversation);
    if (room.state === 'joined' && !room.occupants.has(nickname)) throw new FailureError({ code: 'not-found' });
    return this.#o.post({ conversation, body, sender: ownSender(room), privateWith: nickname });
  }

  /** How a message of the outbox leaves; `held`: not yet. Undefined: it is none for a room. */
  stanza(message: StoredMessage): Element | 'held' | undefined {
    const room = this.#o.find(message.conversation);
    if (!room) return message.sender === undefined ? undefined : 'held';
    if (!room.ready || room.state !== 'joined' || message.originId === undefined) return 'held';
    const { originId: id, body } = message;
    if (message.privateWith !== undefined) return privateMessage({ room: room.address, nickname: message.privateWith, id, body });
    return roomMessage({ room: room.address, id, body, mentions: mentionsOf(room, body) });
  }

  setSubject(conversation: ConversationId, text: string): void {
    const room = this.#o.room(conversation);
    const session = room.joined();
    session.send(subjectMessage(room.address, text, originId(session.randomId())));
  }

  /** XEP-0333 §5.2: only among people who know each other; a crowd would answer every word with a hundred marks. */
  tellRead({ conversation, archiveId }: StoredMessage): void {
    const room = this.#o.find(conversation);
    const { session } = room ?? {};
    if (!room || !session?.online || room.state !== 'joined' || archiveId === undefined) return;
    const { membersOnly, nonAnonymous } = room.nature;
    if (membersOnly && nonAnonymous && room.occupants.size <= MOST_TOLD_TYPING) session.send(displayedInRoom(room.address, archiveId));
  }

  tellTyping(conversation: ConversationId, state: TypingState): void {
    const room = this.#o.find(conversation);
    const { session } = room ?? {};
    if (!room || !session?.online || room.state !== 'joined' || room.role === 'visitor') return;
    if (!this.#o.sendTyping() || room.occupants.size > MOST_TOLD_TYPING) return;
    session.send(roomStateMessage(room.address, state));
  }
}

const ownSender = ({ nickname, row, session }: Room): Sender => ({ nickname, occupantId: row.occupantId, address: session?.address });

/** By id where the room gives one: the name may have another owner when it is read. */
function mentionsOf(room: Room, body: string): readonly Mention[] {
  const ids = room.supports(NS.occupantId);
  const people = mentionsIn(body, room.occupants.nicknames()).map(({ begin, end, nickname }): Mention => {
    const id = room.occupants.get(nickname)?.id;
    return { begin, end, nickname, occupantId: ids && id !== nickname ? id : undefined, address: undefined, everybody: false };
  });
  const all = everybodyIn(body).map(({ begin, end }): Mention => ({
    begin,
    end,
    nickname: undefined,
    occupantId: undefined,
    address: undefined,
    everybody: true,
  }));
  return [...people, ...all];
}
