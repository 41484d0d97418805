import { contacts } from '../../preload/contract/contacts.ts';
import type { AccountId, BareJid } from '../../preload/contract/ids.ts';
import { FailureError } from '../../preload/contract/wire.ts';
import type { Service } from '../base/service.ts';
import { readAddress } from '../xmpp/jid.ts';
import { EMPTY_PROFILE } from '../xmpp/features/profile/profile.codec.ts';
import type { Core, WhenReady } from './core.ts';
import { whenAttached } from './settings.ts';

/** Addresses come from a page: read as if typed. */
function prepared(address: string): BareJid {
  const read = readAddress(address);
  if (!('address' in read)) throw new FailureError({ code: 'bad-address', hint: read.hint });
  return read.address;
}

export function contactsService(ready: WhenReady): Service<typeof contacts> {
  return {
    spec: contacts,
    handlers: {
      list: async () => (await ready()).people.contacts(),
      requests: async () => (await ready()).rosters.requests(),
      checkAddress: async ({ text }) => ({ address: prepared(text) }),
      add: async ({ account, address, name, groups, token }) => (await ready()).rosters.add(account, prepared(address), { name, groups, token }),
      edit: async ({ account, address, name, groups }) => (await ready()).rosters.edit(account, prepared(address), name, groups),
      remove: async ({ account, address }) => (await ready()).rosters.remove(account, prepared(address)),
      allow: async ({ account, address }) => (await ready()).rosters.allow(account, prepared(address)),
      deny: async ({ account, address }) => (await ready()).rosters.deny(account, prepared(address)),
      block: async ({ account, address, report }) => (await ready()).blocking.block(account, prepared(address), report),
      unblock: async ({ account, address }) => (await ready()).blocking.unblock(account, prepared(address)),
      blocked: async ({ account }) => blockedBy(await ready(), account),
      profile: async ({ account, address }) => (await ready()).profiles.read(account, prepared(address)),
      setProfile: async ({ account, profile }) => (await ready()).profiles.writeOwn(account, { ...EMPTY_PROFILE, ...profile }),
      setAvatar: async ({ account, picture }) => (await ready()).avatars.setOwn(account, picture ?? undefined),
      ownPresence: async () => (await ready()).availabilities.get(),
      setPresence: async change => (await ready()).availabilities.set(change),
      reportIdle: async ({ idleFor }) => (await ready()).availabilities.reportIdle(idleFor),
    },
    attach: emit =>
      whenAttached(ready, core => [
        core.people.onChanged(contact => emit('changed', contact)),
        core.people.onRemoved(gone => emit('removed', gone)),
        core.people.onBlocked(account => emit('blocked', { account, addresses: blockedBy(core, account) })),
        core.rosters.onRequests(requests => emit('requests', requests)),
        core.availabilities.onChanged(presence => emit('ownPresence', presence)),
      ]),
  };
}

/** Domains, too. */
const blockedBy = ({ people }: Core, account: AccountId): readonly BareJid[] =>
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- prepared when they were read from the server
  people.blocked(account) as readonly BareJid[];
