import type { Batch, ReceivedMessage, Store, StoredMessage } from '../store/api.ts';
import type { AccountId, BareJid, OriginId } from '../../preload/contract/ids.ts';
import type { Sender } from '../../preload/contract/messages.ts';
import type { Effect, Incoming } from '../xmpp/feature.ts';
import type { RoomMessage } from '../xmpp/features/muc/muc.types.ts';
import { NS } from '../xmpp/ns.ts';
import { meansMe } from './mentions.ts';
import type { Room } from './room.ts';

type Said = Extract<Effect, { do: 'room-message' }>;

/** Finds what we have written ourselves: `undefined` where there is no such message. */
export type FindOwn = (input: { readonly account: AccountId; readonly peer: BareJid; readonly originId: OriginId }) => Promise<StoredMessage | undefined>;

/**
 * A room stamps what it repeats when we enter, and the subject ends that (XEP-0045 §7.1). From then on a stamp in its name may be the
 * sender's own: ejabberd passes it on, and the message would hide among old ones.
 */
export const asSaid = (message: Incoming, toldHistory: boolean): Incoming =>
  toldHistory && message.arrival === 'live' && message.stamp !== undefined ? { ...message, stamp: undefined } : message;

export const ownIn =
  (store: Store): FindOwn =>
  input =>
    store.findMessage(input);

/** Who wrote. A nickname is believed of what is said now; of what was said once, only what the room itself keeps with it. */
export function senderOf(room: Room, { nickname, said }: Said, { arrival, stamp }: Incoming): Sender {
  const occupantId = room.supports(NS.occupantId) ? said.occupantId : undefined;
  const now = isNow({ arrival, stamp });
  const occupant = room.occupants.get(nickname);
  const known = occupant && (occupantId === undefined ? now : occupant.id === occupantId) ? occupant.address : undefined;
  return { nickname: nickname === '' ? room.title : nickname, occupantId, address: (showsAddresses(room) ? said.address : undefined) ?? known };
}

const isNow = ({ arrival, stamp }: Pick<Incoming, 'arrival' | 'stamp'>): boolean => arrival === 'live' && stamp === undefined;

/** A room that hides them takes claims of them away; one that does not know the extension may not. */
const showsAddresses = ({ nature, affiliation }: Room): boolean => nature.nonAnonymous || affiliation === 'owner' || affiliation === 'admin';

/** Is it our own? By our id in the room, by our address as the room shows it, or because we have this name now. */
async function isMine(room: Room, { nickname, said }: Said, sender: Sender, message: Incoming, findOwn: FindOwn): Promise<boolean> {
  const own = room.session?.address;
  if (sender.occupantId !== undefined && room.row.occupantId !== undefined) return sender.occupantId === room.row.occupantId;
  if (sender.address !== undefined) return sender.address === own;
  if (isNow(message)) return nickname === room.nickname;
  const { originId } = said;
  if (originId === undefined) return false;
  const stored = await findOwn({ account: room.account, peer: room.address, originId });
  return stored?.mine === true && stored.body === said.body && stored.sender?.nickname === nickname;
}

export interface Judging {
  readonly findOwn: FindOwn;
  readonly now: number;
  /** It was there before we ever came. */
  readonly quiet: boolean;
}

/** One text in a room, as a row. `message` is the stanza that it came in. */
export async function rowOf(room: Room, effect: Said, message: Incoming, { findOwn, now, quiet }: Judging): Promise<ReceivedMessage> {
  const { said, nickname } = effect;
  const sender = senderOf(room, effect, message);
  const mine = said.private ? message.mine : await isMine(room, effect, sender, message, findOwn);
  return {
    peer: room.address,
    mine,
    body: said.body,
    originId: said.originId,
    // A private word lies in our own archive, whose ids mean nothing here.
    archiveId: said.private || !room.supports(NS.stanzaIds) ? undefined : said.archiveId,
    at: Math.min(message.stamp ?? now, now + 1000),
    arrived: arrivedOf(message, said),
    ...(message.stamp === undefined ? {} : { delayed: true }),
    quiet,
    kind: 'room',
    sender: mine ? { ...sender, nickname: said.private ? room.nickname : nickname } : sender,
    ...(said.private ? { privateWith: nickname } : {}),
    mentioned: !mine && !quiet && isMentioned(room, said),
  };
}

const isMentioned = (room: Room, { body, mentions, private: alone }: RoomMessage): boolean =>
  alone || meansMe(body, mentions, { nickname: room.nickname, occupantId: room.row.occupantId, address: room.session?.address });

/** What our own archive tells late of a private word belongs behind what was said: the room's order does not know it. */
const arrivedOf = ({ arrival }: Incoming, { private: alone }: RoomMessage): ReceivedMessage['arrived'] => (alone && arrival === 'catch-up' ? 'live' : arrival);

/** A batch of one live message. */
export function liveBatch(room: Room, row: ReceivedMessage, { stamp }: Incoming): Batch {
  const marks = row.mine && row.originId !== undefined ? [{ peer: room.address, id: row.originId, to: 'delivered' as const }] : [];
  const newest = row.archiveId !== undefined && stamp === undefined ? { newest: { id: row.archiveId, at: row.at } } : {};
  return { account: room.account, room: room.address, messages: [row], marks, reads: [], ...newest };
}
