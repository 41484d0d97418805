import type { RoomNature, RoomNotify, RoomTrouble } from '../../preload/contract/rooms.ts';
import type { BareJid } from '../../preload/contract/ids.ts';
import { discoInfoRequest, readDiscoInfo } from '../xmpp/features/disco/disco.codec.ts';
import type { RoomInfo } from '../xmpp/features/muc/muc.types.ts';
import { isConference, natureOf, readRoomInfo } from '../xmpp/features/muc/room-info.codec.ts';
import { domainOf } from '../xmpp/jid.ts';
import { conditionOf, type Session } from '../xmpp/session.ts';

type Kept = Omit<RoomInfo, 'features'> & { readonly features: readonly string[] };

/** As it is kept between sessions. */
export const keepInfo = (info: RoomInfo): string => JSON.stringify({ ...info, features: [...info.features] });

export function keptInfo(text: string | undefined): RoomInfo | undefined {
  if (text === undefined) return undefined;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by `keepInfo`
  const { features, ...rest } = JSON.parse(text) as Kept;
  return { ...rest, features: new Set(features) };
}

export const UNKNOWN: RoomNature = natureOf({ features: new Set() });

/** Unless the user chose otherwise: everything among people who know each other, only what means the user in public. */
export const usualNotify = ({ membersOnly, nonAnonymous }: RoomNature): RoomNotify => (membersOnly && nonAnonymous ? 'always' : 'on-mention');

/** What can be told of a room before we ask to be let in. `unknown`: it says nothing, which does not mean that it is not there. */
export type Asked = { readonly info: RoomInfo } | { readonly trouble: RoomTrouble } | 'unknown';

const MEANS: ReadonlyMap<string | undefined, RoomTrouble> = new Map([
  ['item-not-found', 'not-found'],
  ['remote-server-not-found', 'unreachable'],
  ['remote-server-timeout', 'unreachable'],
]);

export async function askInfo(session: Session, room: BareJid): Promise<Asked> {
  try {
    const info = readRoomInfo(await session.iq('get', room, discoInfoRequest()));
    return info ? { info } : { trouble: 'not-a-room' };
  } catch (error) {
    const trouble = MEANS.get(conditionOf(error));
    return trouble === undefined ? askService(session, room) : { trouble };
  }
}

/** A room may keep to itself what it is. Whoever lives where there are no rooms is none. */
async function askService(session: Session, room: BareJid): Promise<Asked> {
  const domain = domainOf(room);
  const info = domain === undefined ? undefined : await session.iq('get', domain, discoInfoRequest()).then(readDiscoInfo, () => undefined);
  return info && !isConference(info) ? { trouble: 'not-a-room' } : 'unknown';
}
