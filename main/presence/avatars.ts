import { createHash } from 'node:crypto';
import { KeyedQueue } from '../base/keyed-queue.ts';
import type { Log } from '../base/log.ts';
import type { AccountId, BareJid } from '../../preload/contract/ids.ts';
import type { Store } from '../store/api.ts';
import type { Effect } from '../xmpp/feature.ts';
import {
  avatarDataRequest,
  MOST_AVATAR_BYTES,
  publishAvatarData,
  publishAvatarMetadata,
  readAvatarData,
  withdrawAvatar,
} from '../xmpp/features/avatars/avatars.codec.ts';
import { encodeVcard, readVcard, vcardRequest } from '../xmpp/features/vcard/vcard.codec.ts';
import { EMPTY_PROFILE } from '../xmpp/features/profile/profile.codec.ts';
import { NS } from '../xmpp/ns.ts';
import { conditionOf, type Session } from '../xmpp/session.ts';
import type { People } from './people.ts';

export interface AvatarsOptions {
  readonly store: Store;
  readonly people: People;
  readonly log: Log;
  readonly online: (account: AccountId) => Session;
  readonly keepOwn: (account: AccountId, hash: string | undefined) => Promise<void>;
}

/** Pictures lie in the store under their hash; a picture whose hash is another is no picture. */
export class Avatars {
  readonly #o: AvatarsOptions;
  /** Two fetches at a time: a roster of hundreds must not crowd out messages. */
  readonly #fetching = new KeyedQueue(2);

  constructor(options: AvatarsOptions) {
    this.#o = options;
  }

  carryOut(session: Session, effect: Effect): void {
    if (effect.do === 'avatar') this.#announced(session, effect.peer, effect.avatar);
    if (effect.do === 'presence' && effect.vcardAvatar !== undefined) this.#announcedByPresence(session, effect.peer, effect.vcardAvatar);
  }

  /** PNG or JPEG, base64; undefined takes it away. PEP for everybody new, the vCard where the server does not convert (XEP-0398). */
  async setOwn(account: AccountId, picture: { readonly type: string; readonly data: string } | undefined): Promise<void> {
    const session = this.#o.online(account);
    const converts = session.supports(NS.avatarConversion);
    if (!picture) {
      await session.iq('set', undefined, withdrawAvatar());
      if (!converts) await this.#setVcardPhoto(session, undefined);
      await this.#o.keepOwn(account, undefined);
      return;
    }
    const bytes = Buffer.from(picture.data, 'base64');
    const hash = createHash('sha1').update(bytes).digest('hex');
    await this.#o.store.putPicture({ hash, type: picture.type, bytes });
    await session.iq('set', undefined, publishAvatarData(hash, picture.data));
    await session.iq('set', undefined, publishAvatarMetadata({ hash, type: picture.type, bytes: bytes.byteLength, width: undefined, height: undefined }));
    if (!converts) await this.#setVcardPhoto(session, picture);
    await this.#o.keepOwn(account, hash);
  }

  /** A picture that an address keeps in its vCard, such as a room's; true: it is here. */
  async fetch(session: Session, address: string, hash: string): Promise<boolean> {
    try {
      if (await this.#o.store.picture({ hash })) return true;
      const data = readVcard(await session.iq('get', address, vcardRequest()))?.photo?.data;
      const kept = data === undefined ? undefined : checked(data, hash);
      if (kept) await this.#o.store.putPicture({ hash, ...kept });
      return kept !== undefined;
    } catch (error) {
      this.#o.log.debug(`a picture could not be fetched: ${conditionOf(error) ?? 'offline'}`);
      return false;
    }
  }

  #announced(session: Session, peer: BareJid, avatar: Extract<Effect, { do: 'avatar' }>['avatar']): void {
    if (avatar === undefined) return this.#know(session, peer, undefined);
    this.#later(session, peer, avatar.hash, async () => {
      const answer = await session.iq('get', peer, avatarDataRequest(avatar.hash));
      return readAvatarData(answer, avatar.hash);
    });
  }

  /** Only for who has nothing better: a picture by PEP is newer than the vCard's. */
  #announcedByPresence(session: Session, peer: BareJid, hash: string): void {
    const known = this.#o.people.row(session.account, peer)?.avatar;
    if (hash === '' || known === hash) return;
    this.#later(session, peer, hash, async () => {
      return readVcard(await session.iq('get', peer, vcardRequest()))?.photo?.data;
    });
  }

  #later(session: Session, peer: BareJid, hash: string, fetch: () => Promise<string | undefined>): void {
    if (this.#o.people.row(session.account, peer)?.avatar === hash) return;
    this.#fetching.run(`${session.account} ${peer}`, async () => {
      try {
        if (!(await this.#o.store.picture({ hash }))) {
          const data = await fetch();
          const kept = data === undefined ? undefined : checked(data, hash);
          if (!kept) return;
          await this.#o.store.putPicture({ hash, ...kept });
        }
        this.#know(session, peer, hash);
      } catch (error) {
        this.#o.log.debug(`a picture could not be fetched: ${conditionOf(error) ?? 'offline'}`);
      }
    });
  }

  #know(session: Session, peer: BareJid, hash: string | undefined): void {
    const kept = this.#o.people.putPerson(session.account, peer, { avatar: hash ?? null });
    const own = peer === session.address ? this.#o.keepOwn(session.account, hash) : undefined;
    void Promise.all([kept, own]).catch(error => this.#o.log.warn('a picture could not be kept', error));
  }

  async #setVcardPhoto(session: Session, photo: { readonly type: string; readonly data: string } | undefined): Promise<void> {
    const before = await session.iq('get', undefined, vcardRequest()).catch(() => undefined);
    const profile = (before && readVcard(before)?.profile) ?? EMPTY_PROFILE;
    await session.iq('set', undefined, encodeVcard({ profile, photo }, before?.getChild('vCard', NS.vcard)));
  }
}

const SIGNATURES: readonly (readonly [string, readonly number[]])[] = [
  ['image/png', [0x89, 0x50, 0x4e, 0x47]],
  ['image/jpeg', [0xff, 0xd8, 0xff]],
  ['image/gif', [0x47, 0x49, 0x46, 0x38]],
  ['image/webp', [0x52, 0x49, 0x46, 0x46]],
];

/** What it is called comes from its first bytes, not from who sent it: an SVG never gets in. */
export function checked(data: string, hash: string): { readonly type: string; readonly bytes: Uint8Array } | undefined {
  const bytes = Buffer.from(data, 'base64');
  if (bytes.byteLength === 0 || bytes.byteLength > MOST_AVATAR_BYTES) return undefined;
  if (createHash('sha1').update(bytes).digest('hex') !== hash) return undefined;
  const type = SIGNATURES.find(([, start]) => start.every((byte, index) => bytes[index] === byte))?.[0];
  return type === undefined ? undefined : { type, bytes };
}
