import type { Effect, Feature, IncomingEvent } from '../../feature.ts';
import { NS } from '../../ns.ts';
import { readAvatar } from './avatars.codec.ts';

/** The hash in presence (XEP-0153) is read by the presence feature. */
export const avatars: Feature = {
  xeps: [
    { number: '0084', version: '1.1.4', status: 'complete', note: 'Pictures behind a URL are not fetched: looking at one would tell its server.' },
    { number: '0153', version: '1.1.1', status: 'complete' },
    { number: '0398', version: '1.0.0', status: 'complete' },
  ],
  advertises: [`${NS.avatarMetadata}+notify`],

  event({ from, node, items }: IncomingEvent): readonly Effect[] {
    if (node !== NS.avatarMetadata) return [];
    const avatar = readAvatar(items.at(-1));
    if (avatar === undefined) return [];
    return [{ do: 'avatar', peer: from, avatar: avatar === 'none' ? undefined : { hash: avatar.hash, type: avatar.type, bytes: avatar.bytes } }];
  },
};
