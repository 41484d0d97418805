import type { Affiliation, Occupant, Role, Room } from '../../../preload/contract/rooms.ts';

/** What the user may do to somebody in a room. */
export interface Rights {
  readonly kick: boolean;
  readonly ban: boolean;
  /** Take away the right to write, or give it. */
  readonly mute: boolean;
  readonly giveVoice: boolean;
  readonly makeModerator: boolean;
  readonly takeModerator: boolean;
  /** What they may be made; never what they are. */
  readonly affiliations: readonly Affiliation[];
}
export const NO_RIGHTS: Rights = { kick: false, ban: false, mute: false, giveVoice: false, makeModerator: false, takeModerator: false, affiliations: [] };

const RANK: Readonly<Record<Affiliation, number>> = { outcast: 0, none: 1, member: 2, admin: 3, owner: 4 };
const GRANTED: readonly Affiliation[] = ['member', 'admin', 'owner', 'none'];

type Own = Pick<Room, 'state' | 'role' | 'affiliation'>;
type Other = Pick<Occupant, 'role' | 'affiliation' | 'self'>;

const administers = ({ state, affiliation }: Own): boolean => state === 'joined' && (affiliation === 'owner' || affiliation === 'admin');

/** XEP-0045 §5: what a role and an affiliation allow towards another; nothing against oneself. */
export function rightsOver(own: Own, other: Other): Rights {
  if (own.state !== 'joined' || other.self) return NO_RIGHTS;
  // §8.2, §8.4: nobody is put out or silenced by who stands lower; administrators and owners always keep their voice.
  const ordinary = RANK[other.affiliation] < RANK.admin;
  const below = ordinary || (own.affiliation === 'owner' && other.affiliation === 'admin');
  return { ...moderating(own, other, ordinary, below), ...administering(own, other, ordinary, below) };
}

function moderating(own: Own, other: Other, ordinary: boolean, below: boolean): Pick<Rights, 'kick' | 'mute' | 'giveVoice'> {
  const moderates = own.role === 'moderator';
  return { kick: moderates && below, mute: moderates && ordinary && is(other, 'participant'), giveVoice: moderates && is(other, 'visitor') };
}

function administering(own: Own, other: Other, ordinary: boolean, below: boolean): Omit<Rights, 'kick' | 'mute' | 'giveVoice'> {
  const admin = administers(own);
  return {
    ban: admin && below && other.affiliation !== 'outcast',
    makeModerator: admin && ordinary && !is(other, 'moderator'),
    takeModerator: admin && ordinary && is(other, 'moderator'),
    affiliations: grantable(own, other.affiliation),
  };
}
const is = ({ role }: Other, wanted: Role): boolean => role === wanted;

/** §10: owners give anything to anybody; administrators make members, and bring back who was banned. */
export function grantable(own: Own, affiliation: Affiliation): readonly Affiliation[] {
  if (!administers(own)) return [];
  if (own.affiliation === 'owner') return GRANTED.filter(one => one !== affiliation);
  return RANK[affiliation] < RANK.admin ? GRANTED.filter(one => one !== affiliation && RANK[one] < RANK.admin) : [];
}

/** Whether the user sees who is a member, an administrator, an owner, or banned, here or not. */
export const seesLists = (own: Own): boolean => administers(own);
