import type { AccountId, BareJid, ConversationId, MessageId } from '../../preload/contract/ids.ts';
import type { Affiliated, Affiliation, Role, RoomConfig, RoomRequest } from '../../preload/contract/rooms.ts';
import { FailureError } from '../../preload/contract/wire.ts';
import type { StoredMessage } from '../store/api.ts';
import { moderate, moderationOf } from '../xmpp/features/moderation/moderation.codec.ts';
import {
  affiliationList,
  configRequest,
  configSubmit,
  kick,
  readAdminList,
  readConfig,
  registerInRoom,
  setAffiliation,
  setRole,
  shownForm,
} from '../xmpp/features/muc/muc-admin.codec.ts';
import type { VoiceRequest } from '../xmpp/features/muc/muc.types.ts';
import { answerRequest, MEMBERSHIP, requestVoice } from '../xmpp/features/muc/voice.codec.ts';
import { registrationRequest } from '../xmpp/features/registration/registration.codec.ts';
import { bareOf, readAddress } from '../xmpp/jid.ts';
import type { Session } from '../xmpp/session.ts';
import { report, type RoomReport } from './report.ts';
import type { Asking, Room } from './room.ts';

/** Who asks more than that is heard again when others have been answered. */
const MOST_REQUESTS = 100;

export interface ModerationOptions {
  readonly isBlocked: (account: AccountId, address: BareJid) => boolean;
  readonly room: (conversation: ConversationId) => Room;
  readonly message: (message: MessageId) => Promise<StoredMessage | undefined>;
}

/** What moderators, admins and owners do in rooms. Whether we may is the room's to say. */
export class RoomModeration {
  readonly #o: ModerationOptions;

  constructor(options: ModerationOptions) {
    this.#o = options;
  }

  async kick(conversation: ConversationId, nickname: string, reason: string | undefined): Promise<void> {
    const room = this.#o.room(conversation);
    await room.joined().iq('set', room.address, kick(nickname, reason));
  }

  async setRole(conversation: ConversationId, nickname: string, role: Role, reason: string | undefined): Promise<void> {
    const room = this.#o.room(conversation);
    await room.joined().iq('set', room.address, setRole(nickname, role, reason));
  }

  /** By the real address where it is known: a nickname may have another owner when the room reads it. */
  async setAffiliation(
    conversation: ConversationId,
    who: { readonly address?: string | undefined; readonly nickname?: string | undefined },
    affiliation: Affiliation,
    reason: string | undefined,
  ): Promise<void> {
    const room = this.#o.room(conversation);
    const session = room.joined();
    const shown = who.nickname === undefined ? undefined : room.occupants.get(who.nickname)?.address;
    const address = who.address === undefined ? shown : knownAddress(who.address);
    if (address !== undefined) await session.iq('set', room.address, setAffiliation({ address }, affiliation, reason));
    else if (who.nickname !== undefined) await session.iq('set', room.address, setAffiliation({ nickname: who.nickname }, affiliation, reason));
    else throw new FailureError({ code: 'bad-request', detail: 'nobody is named' });
  }

  async affiliated(conversation: ConversationId, affiliation: Affiliation): Promise<readonly Affiliated[]> {
    const room = this.#o.room(conversation);
    const items = readAdminList(await room.joined().iq('get', room.address, affiliationList(affiliation)));
    return items.flatMap(({ address: full, nickname, reason }) => {
      const address = bareOf(full);
      return address === undefined ? [] : [{ address, affiliation, nickname, reason }];
    });
  }

  async retract(conversation: ConversationId, id: MessageId, reason: string | undefined): Promise<void> {
    const room = this.#o.room(conversation);
    const version = room.info && moderationOf(room.info.features);
    const message = await this.#o.message(id);
    if (message?.conversation !== conversation) throw new FailureError({ code: 'not-found' });
    if (version === undefined || message.archiveId === undefined) throw new FailureError({ code: 'unsupported' });
    await room.joined().iq('set', room.address, moderate(message.archiveId, version, reason));
  }

  async report(conversation: ConversationId, id: MessageId, about: RoomReport): Promise<void> {
    const room = this.#o.room(conversation);
    const message = await this.#o.message(id);
    if (message?.conversation !== conversation) throw new FailureError({ code: 'not-found' });
    await report(room.joined(), message, room.address, about, address => this.#o.isBlocked(room.account, address));
  }

  async config(conversation: ConversationId): Promise<RoomConfig> {
    const room = this.#o.room(conversation);
    const form = readConfig(await room.joined().iq('get', room.address, configRequest()));
    if (!form) throw new FailureError({ code: 'unsupported' });
    return { title: form.title, instructions: form.instructions, fields: shownForm(form), layout: form.layout };
  }

  /** The form is asked for anew: what others have changed meanwhile stays, but for what is given. */
  async setConfig(conversation: ConversationId, values: Readonly<Record<string, readonly string[]>>): Promise<void> {
    const room = this.#o.room(conversation);
    const session = room.joined();
    const form = readConfig(await session.iq('get', room.address, configRequest()));
    if (!form) throw new FailureError({ code: 'unsupported' });
    await session.iq('set', room.address, configSubmit(form, values));
  }

  async ask(conversation: ConversationId, what: 'voice' | 'membership'): Promise<void> {
    const room = this.#o.room(conversation);
    if (what === 'voice') {
      room.joined().send(requestVoice(room.address));
      return;
    }
    // §7.10: who is not let in asks from outside.
    const { session } = room;
    if (!session?.online) throw new FailureError({ code: 'offline' });
    await register(session, room.address, room.nickname);
    // Where nobody has to agree, we are a member now; where somebody has, the door says so again.
    room.wanted = true;
    room.hear('want');
  }

  /** A room asks its moderators, and nobody else. */
  heardRequest(room: Room, said: VoiceRequest): void {
    if (room.state !== 'joined' || room.role !== 'moderator' || room.requests.length >= MOST_REQUESTS) return;
    const kind = said.role === MEMBERSHIP ? 'membership' : 'voice';
    const id = JSON.stringify([kind, said.nickname]).slice(0, 128);
    const { conversation, world } = room;
    const request: Asking = { id, conversation, kind, nickname: said.nickname, address: said.address, at: world.clock.now(), said };
    this.#put(room, [...room.requests.filter(other => other.id !== id), request]);
  }

  requests(conversation: ConversationId): readonly RoomRequest[] {
    return shownRequests(this.#o.room(conversation));
  }

  answerRequest(conversation: ConversationId, id: string, grant: boolean): void {
    const room = this.#o.room(conversation);
    const request = room.requests.find(one => one.id === id);
    if (!request) throw new FailureError({ code: 'not-found' });
    room.joined().send(answerRequest(room.address, request.said, grant));
    this.#put(
      room,
      room.requests.filter(other => other !== request),
    );
  }

  #put(room: Room, requests: readonly Asking[]): void {
    room.requests = requests;
    room.world.asked(room);
    room.world.changed(room);
  }
}

/** §7.10: asks to become a member. Where nobody has to agree, we are one when this resolves. */
export async function register(session: Session, room: BareJid, nickname: string): Promise<void> {
  const form = await session.iq('get', room, registrationRequest());
  await session.iq('set', room, registerInRoom(form, nickname));
}

export const shownRequests = (room: Room): readonly RoomRequest[] => room.requests.map(({ said: _said, ...request }) => request);

function knownAddress(text: string): BareJid {
  const read = readAddress(text);
  if (!('address' in read)) throw new FailureError({ code: 'bad-address', hint: read.hint });
  return read.address;
}
