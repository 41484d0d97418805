import { expect, test } from 'vitest';
import type { Affiliation, Role } from '../../../preload/contract/rooms.ts';
import { grantable, NO_RIGHTS, rightsOver } from './member-rights.ts';

const own = (role: Role, affiliation: Affiliation) => ({ state: 'joined', role, affiliation }) as const;
const other = (role: Role, affiliation: Affiliation) => ({ role, affiliation, self: false });

test('who is no moderator can do nothing to anybody, and nobody anything to themselves', () => {
  expect(rightsOver(own('participant', 'member'), other('participant', 'none'))).toEqual(NO_RIGHTS);
  expect(rightsOver(own('moderator', 'owner'), { ...other('moderator', 'owner'), self: true })).toEqual(NO_RIGHTS);
  expect(rightsOver({ ...own('moderator', 'owner'), state: 'trouble' }, other('participant', 'none'))).toEqual(NO_RIGHTS);
});

test('a moderator puts out and silences, but bans nobody', () => {
  expect(rightsOver(own('moderator', 'none'), other('participant', 'member'))).toMatchObject({ kick: true, mute: true, ban: false, affiliations: [] });
  expect(rightsOver(own('moderator', 'none'), other('visitor', 'none'))).toMatchObject({ giveVoice: true, mute: false });
});

test('nobody is put out by who stands lower or as high', () => {
  expect(rightsOver(own('moderator', 'none'), other('moderator', 'admin'))).toMatchObject({ kick: false, mute: false });
  expect(rightsOver(own('moderator', 'admin'), other('moderator', 'admin'))).toMatchObject({ kick: false, ban: false, affiliations: [] });
  expect(rightsOver(own('moderator', 'admin'), other('moderator', 'owner'))).toMatchObject({ kick: false, ban: false, affiliations: [] });
  expect(rightsOver(own('moderator', 'owner'), other('moderator', 'admin'))).toMatchObject({ kick: true, ban: true });
});

test('an administrator makes members and moderators, an owner anything', () => {
  expect(rightsOver(own('moderator', 'admin'), other('participant', 'none'))).toMatchObject({ ban: true, makeModerator: true, affiliations: ['member'] });
  expect(rightsOver(own('moderator', 'owner'), other('participant', 'member')).affiliations).toEqual(['admin', 'owner', 'none']);
  expect(grantable(own('moderator', 'admin'), 'outcast')).toEqual(['member', 'none']);
});
