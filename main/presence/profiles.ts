import type { Profile } from '../../preload/contract/contacts.ts';
import type { AccountId, BareJid } from '../../preload/contract/ids.ts';
import type { Effect } from '../xmpp/feature.ts';
import { encodeNickname } from '../xmpp/features/nickname/nickname.codec.ts';
import { EMPTY_PROFILE, profileRequest, publishProfile, readProfile } from '../xmpp/features/profile/profile.codec.ts';
import { CONTACTS_NODE, itemElement, publish } from '../xmpp/features/pubsub/pubsub.codec.ts';
import { encodeVcard, readVcard, vcardRequest } from '../xmpp/features/vcard/vcard.codec.ts';
import { NS } from '../xmpp/ns.ts';
import type { Session } from '../xmpp/session.ts';
import type { People } from './people.ts';

/** Own and others' profiles: vCard4 first (XEP-0292), the old vCard for who has no other (XEP-0054). */
export class Profiles {
  readonly #people: People;
  readonly #online: (account: AccountId) => Session;

  constructor(people: People, online: (account: AccountId) => Session) {
    this.#people = people;
    this.#online = online;
  }

  async carryOut(session: Session, effect: Effect): Promise<void> {
    if (effect.do === 'nickname') await this.#people.putPerson(session.account, effect.peer, { nickname: effect.nickname ?? null });
    // Read again when somebody looks; until then the old one stands.
    if (effect.do === 'profile-changed') await this.#people.putPerson(session.account, effect.peer, { profile: null });
  }

  /** What is kept, refreshed where there is a connection. */
  async read(account: AccountId, address: BareJid): Promise<Profile> {
    const kept = this.#people.row(account, address)?.profile;
    const fresh = await this.#fetch(account, address).catch(() => undefined);
    if (!fresh) return kept ?? EMPTY_PROFILE;
    await this.#people.putPerson(account, address, { profile: fresh, ...(fresh.nickname ? { nickname: fresh.nickname } : {}) });
    return fresh;
  }

  async writeOwn(account: AccountId, profile: Profile): Promise<void> {
    const session = this.#online(account);
    await session.iq('set', undefined, publishProfile(profile));
    await session.iq('set', undefined, publish(NS.nickname, itemElement('current', encodeNickname(profile.nickname ?? '')), CONTACTS_NODE));
    const before = await session.iq('get', undefined, vcardRequest()).catch(() => undefined);
    const photo = before && readVcard(before)?.photo;
    await session.iq('set', undefined, encodeVcard({ profile, photo }, before?.getChild('vCard', NS.vcard)));
    await this.#people.putPerson(account, session.address, { profile, nickname: profile.nickname ?? null });
  }

  async #fetch(account: AccountId, address: BareJid): Promise<Profile | undefined> {
    const session = this.#online(account);
    const to = address === session.address ? undefined : address;
    const newer = await session.iq('get', to, profileRequest()).then(readProfile, () => undefined);
    return newer ?? readVcard(await session.iq('get', to, vcardRequest()))?.profile;
  }
}
