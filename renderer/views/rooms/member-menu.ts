import { AtSign, Ban, Copy, Lock, MessageSquare, Mic, MicOff, Shield, ShieldOff, UserCog, UserX } from 'lucide-react';
import type { BareJid } from '../../../preload/contract/ids.ts';
import type { Occupant, Room } from '../../../preload/contract/rooms.ts';
import type { Say } from '../../i18n/text.tsx';
import type { MenuEntry } from '../../ui/Menu.tsx';
import { toClipboard } from '../conversation/message-menu.ts';
import { grantable, rightsOver } from './member-rights.ts';
import type { Person, RoomActs } from './room-acts.tsx';

/** What the menu of a person leads to. */
export interface MemberDoing {
  readonly say: Say;
  readonly acts: RoomActs;
  readonly onWrite: (to: 'private' | 'mention', nickname: string) => void;
  readonly onOpen: (address: BareJid) => void;
}

/** What can be done with somebody who is here. What the user's role does not allow is not in it. */
export function memberMenu(room: Room, occupant: Occupant, doing: MemberDoing): readonly MenuEntry[] {
  const { say, onWrite, onOpen } = doing;
  const { nickname, address, self } = occupant;
  const here = room.state === 'joined';
  const talk: readonly MenuEntry[] =
    self || !here
      ? []
      : [
          { id: 'private', label: say('members.private'), icon: Lock, onAction: () => onWrite('private', nickname) },
          { id: 'mention', label: say('members.mention'), icon: AtSign, onAction: () => onWrite('mention', nickname) },
        ];
  const known: readonly MenuEntry[] =
    address === undefined
      ? []
      : [
          ...(self ? [] : [{ id: 'open', label: say('members.conversation'), icon: MessageSquare, onAction: () => onOpen(address) }]),
          { id: 'copy', label: say('members.copyAddress'), icon: Copy, onAction: () => toClipboard(address) },
        ];
  return parted([talk, known, moderating(room, occupant, doing)]);
}

function moderating(room: Room, occupant: Occupant, { say, acts }: MemberDoing): readonly MenuEntry[] {
  const rights = rightsOver(room, occupant);
  const id = room.conversation;
  const entries: readonly (MenuEntry | false)[] = [
    rights.giveVoice && { id: 'voice', label: say('members.giveVoice'), icon: Mic, onAction: () => acts.setRole(id, occupant, 'participant') },
    rights.mute && { id: 'mute', label: say('members.mute'), icon: MicOff, onAction: () => acts.setRole(id, occupant, 'visitor') },
    rights.makeModerator && { id: 'moderator', label: say('members.makeModerator'), icon: Shield, onAction: () => acts.setRole(id, occupant, 'moderator') },
    rights.takeModerator && {
      id: 'no-moderator',
      label: say('members.takeModerator'),
      icon: ShieldOff,
      onAction: () => acts.setRole(id, occupant, 'participant'),
    },
    rights.affiliations.length > 0 && { id: 'make', label: say('members.make'), icon: UserCog, items: affiliationItems(room, occupant, say, acts) },
    rights.kick && { id: 'kick', label: say('members.kick'), icon: UserX, danger: true, onAction: () => acts.ask({ act: 'kick', room: id, person: occupant }) },
    rights.ban && { id: 'ban', label: say('members.ban'), icon: Ban, danger: true, onAction: () => acts.ask({ act: 'ban', room: id, person: occupant }) },
  ];
  return entries.filter(entry => entry !== false);
}

function affiliationItems(room: Room, person: Person, say: Say, acts: RoomActs): readonly MenuEntry[] {
  return grantable(room, person.affiliation).map(affiliation => ({
    id: affiliation,
    label: say(`members.make.${affiliation}`),
    onAction: () => acts.setAffiliation(room.conversation, person, affiliation),
  }));
}

/** What can be done with somebody on a list of the room, who need not be here. */
export function affiliatedMenu(room: Room, person: Person, { say, acts, onOpen }: Pick<MemberDoing, 'say' | 'acts' | 'onOpen'>): readonly MenuEntry[] {
  const { address, affiliation } = person;
  const known: readonly MenuEntry[] =
    address === undefined
      ? []
      : [
          { id: 'open', label: say('members.conversation'), icon: MessageSquare, onAction: () => onOpen(address) },
          { id: 'copy', label: say('members.copyAddress'), icon: Copy, onAction: () => toClipboard(address) },
        ];
  const may = grantable(room, affiliation);
  const ban: readonly MenuEntry[] =
    may.length > 0 && affiliation !== 'outcast'
      ? [{ id: 'ban', label: say('members.ban'), icon: Ban, danger: true, onAction: () => acts.ask({ act: 'ban', room: room.conversation, person }) }]
      : [];
  return parted([known, [...affiliationItems(room, person, say, acts), ...ban]]);
}

const parted = (groups: readonly (readonly MenuEntry[])[]): readonly MenuEntry[] =>
  groups.filter(group => group.length > 0).flatMap((group, index) => (index === 0 ? group : ['line' as const, ...group]));
