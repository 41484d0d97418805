import type { ConversationId } from '../../../preload/contract/ids.ts';
import type { Message, Messages } from '../../../preload/contract/messages.ts';
import type { Rooms } from '../../../preload/contract/rooms.ts';
import { readLine, type Around, type Complaint, type RoomCommand } from './room-commands.ts';

/** A line that was not understood, or is not allowed: it stays in the box, with the reason. */
export class ComplaintError extends Error {
  override readonly name = 'ComplaintError';
  readonly complaint: Complaint;
  constructor(complaint: Complaint) {
    super(complaint.why);
    this.complaint = complaint;
  }
}

/** How what is written goes out: as a message, to one alone, or as something to do (then there is no message). */
export type Write = (body: string, privateTo: string | undefined) => Promise<Message | undefined>;

/** For a person: what is written is sent as it stands. */
export const writeTo =
  (conversation: ConversationId, messages: Pick<Messages, 'send'>): Write =>
  body =>
    messages.send({ conversation, body });

/** For a room: lines that begin with a slash do something. */
export function writeInRoom(
  conversation: ConversationId,
  services: { readonly messages: Pick<Messages, 'send'>; readonly rooms: Rooms },
  around: () => Around | undefined,
): Write {
  const { messages, rooms } = services;
  return async (body, privateTo) => {
    if (privateTo !== undefined) return rooms.sendPrivate({ conversation, nickname: privateTo, body });
    const now = around();
    const line = now ? readLine(body, now) : ({ kind: 'text', body } as const);
    if (line.kind === 'wrong') throw new ComplaintError(line.complaint);
    if (line.kind === 'text') return messages.send({ conversation, body: line.body });
    return carryOut(rooms, conversation, line.command);
  };
}

async function carryOut(rooms: Rooms, conversation: ConversationId, command: RoomCommand): Promise<Message | undefined> {
  switch (command.name) {
    case 'msg':
      return rooms.sendPrivate({ conversation, nickname: command.nickname, body: command.body });
    case 'topic':
      return none(rooms.setSubject({ conversation, text: command.text.slice(0, 4000) }));
    case 'nick':
      return none(rooms.setNickname({ conversation, nickname: command.nickname.slice(0, 256) }));
    case 'invite':
      return none(rooms.invite({ conversation, addresses: [command.address], ...because(command.reason) }));
    case 'kick':
      return none(rooms.kick({ conversation, nickname: command.nickname, ...because(command.reason) }));
    case 'ban': {
      const { nickname, address, reason } = command;
      return none(rooms.setAffiliation({ conversation, affiliation: 'outcast', ...(address === undefined ? { nickname } : { address }), ...because(reason) }));
    }
    case 'part':
      return none(rooms.leave({ conversation }));
  }
}

const because = (reason: string): { readonly reason?: string } => (reason === '' ? {} : { reason: reason.slice(0, 1023) });
async function none(work: Promise<void>): Promise<undefined> {
  await work;
  return undefined;
}
