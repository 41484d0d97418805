import type { AccountId, BareJid, ConversationId } from '../../preload/contract/ids.ts';
import type { RoomInvite } from '../../preload/contract/rooms.ts';
import { FailureError } from '../../preload/contract/wire.ts';
import type { Clock } from '../base/clock.ts';
import { Emitter } from '../base/emitter.ts';
import { declineMessage, directInvitation, mediatedInvitation } from '../xmpp/features/muc/invites.codec.ts';
import { setAffiliation } from '../xmpp/features/muc/muc-admin.codec.ts';
import type { RoomInvitation } from '../xmpp/features/muc/muc.types.ts';
import { readAddress } from '../xmpp/jid.ts';
import type { Session } from '../xmpp/session.ts';
import type { Room } from './room.ts';

/** More wait from nobody's friends. */
const MOST = 100;
const MOST_OF_ONE = 5;

interface Waiting extends RoomInvite {
  readonly said: RoomInvitation;
}
export interface InvitationsOptions {
  readonly clock: Clock;
  readonly randomId: () => string;
  readonly room: (conversation: ConversationId) => Room;
  readonly online: (account: AccountId) => Session;
  readonly isBlocked: (account: AccountId, address: BareJid) => boolean;
  readonly isJoined: (account: AccountId, room: BareJid) => boolean;
  /** Whom the user knows: of others nothing comes, where the user wants it so. */
  readonly isWelcome: (account: AccountId, address: BareJid) => boolean;
  readonly title: (account: AccountId, address: BareJid) => string;
}

/** Who invites us where, and whom we invite. Nothing is joined before the user says so. */
export class Invitations {
  readonly #o: InvitationsOptions;
  readonly #changed = new Emitter<readonly RoomInvite[]>();
  readonly #came = new Emitter<RoomInvite>();
  readonly #gone = new Emitter<BareJid>();
  #all: readonly Waiting[] = [];

  constructor(options: InvitationsOptions) {
    this.#o = options;
  }

  readonly onChanged = this.#changed.on;
  /** A new one, to be told. */
  readonly onCame = this.#came.on;
  /** Answered, or no longer needed. */
  readonly onGone = this.#gone.on;

  list(): readonly RoomInvite[] {
    return this.#all.map(({ said: _said, ...invite }) => invite);
  }

  heard(account: AccountId, said: RoomInvitation): void {
    const { room, by, reason } = said;
    const { isBlocked, isJoined, isWelcome, title, clock, randomId } = this.#o;
    if (isBlocked(account, by) || isBlocked(account, room) || !isWelcome(account, by) || isJoined(account, room)) return;
    const others = this.#all.filter(one => one.account !== account || one.room !== room);
    const known = this.#all.find(one => one.account === account && one.room === room);
    if (others.length >= MOST || others.filter(one => one.by === by).length >= MOST_OF_ONE) return;
    const invite = { account, room, name: undefined, by, byTitle: title(account, by), reason, at: clock.now(), id: known?.id ?? randomId(), said };
    this.#put([...others, invite]);
    if (!known) this.#came.emit(invite);
  }

  /** What it said, for who joins now. It stays until we are in: a room may want a password, or another name. */
  known(id: string): { readonly account: AccountId; readonly said: RoomInvitation } {
    const found = this.#all.find(one => one.id === id);
    if (!found) throw new FailureError({ code: 'not-found' });
    return found;
  }

  decline(id: string, reason: string | undefined): void {
    const { account, said } = this.known(id);
    this.#put(this.#all.filter(one => one.id !== id));
    if (!said.direct) this.#o.online(account).send(declineMessage(said.room, said.by, reason));
  }

  /** We are in, however it came. */
  joined(account: AccountId, room: BareJid): void {
    if (this.#all.some(one => one.account === account && one.room === room)) this.#put(this.#all.filter(one => one.account !== account || one.room !== room));
  }
  forget(account: AccountId): void {
    this.#put(this.#all.filter(one => one.account !== account));
  }

  /** Who is to come into a room of members is made one first. Directly, for a room is a stranger to many; and through it where we may not decide. */
  async invite(conversation: ConversationId, addresses: readonly string[], reason: string | undefined): Promise<void> {
    const room = this.#o.room(conversation);
    const session = room.joined();
    const invited = addresses.map(text => {
      const read = readAddress(text);
      if (!('address' in read)) throw new FailureError({ code: 'bad-address', hint: read.hint });
      return read.address;
    });
    const decides = room.affiliation === 'owner' || room.affiliation === 'admin';
    if (room.nature.membersOnly && !decides) {
      session.send(mediatedInvitation(room.address, invited, reason));
      return;
    }
    for (const address of invited) {
      if (room.nature.membersOnly) await session.iq('set', room.address, setAffiliation({ address }, 'member'));
      session.send(directInvitation(address, { room: room.address, reason, password: room.row.password }));
    }
  }

  #put(all: readonly Waiting[]): void {
    const gone = this.#all.filter(one => !all.some(other => other.id === one.id));
    this.#all = all;
    for (const { room } of gone) this.#gone.emit(room);
    this.#changed.emit(this.list());
  }
}
