import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { accountId, bareJid } from '../../preload/contract/ids.ts';
import { FailureError } from '../../preload/contract/wire.ts';
import { attr, el, type Element } from '../xmpp/element.ts';
import type { Caps } from '../xmpp/feature.ts';
import { verificationHash } from '../xmpp/features/caps/caps.codec.ts';
import { discoInfoElement, type DiscoInfo } from '../xmpp/features/disco/disco.codec.ts';
import { NS } from '../xmpp/ns.ts';
import { Devices } from './devices.ts';
import type { CallSession } from './signalling.ts';

const ACCOUNT = accountId(1);
const ROMEO = bareJid('romeo@montague.lit');
const sha1 = (text: string): string => createHash('sha1').update(text).digest('base64');
const INFO: DiscoInfo = { node: undefined, identities: [{ category: 'client', type: 'pc', lang: undefined, name: 'Dino' }], features: [NS.jingle], forms: [] };
const CAPS: Caps = { node: 'https://dino.im', hash: 'sha-1', ver: verificationHash(INFO, sha1) };

function world(answer: (node: string | undefined) => DiscoInfo | undefined = () => INFO) {
  const asked: string[] = [];
  const kept = new Map<string, string>();
  const session = {
    iq: async (_type: string, to: string | undefined, payload: Element) => {
      const node = attr(payload, 'node');
      asked.push(`${to}${node === undefined ? '' : ` ${node}`}`);
      const info = answer(node);
      if (!info) throw new FailureError({ code: 'stanza-error', condition: 'service-unavailable' });
      return el('iq', NS.client, { type: 'result' }, discoInfoElement({ ...info, node }));
    },
  } as unknown as CallSession;
  const store = {
    caps: async ({ ver }: { ver: string }) => kept.get(ver),
    putCaps: async ({ ver, info }: { ver: string; info: string }) => void kept.set(ver, info),
  };
  const make = (): Devices => new Devices({ store, session: () => session, sha1 });
  return { asked, kept, devices: make(), make };
}
const presence = (resource: string, availability: 'available' | 'offline' = 'available', caps: Caps | undefined = CAPS) =>
  ({ do: 'presence', peer: ROMEO, resource, availability, caps, status: undefined, priority: 0, idleSince: undefined, vcardAvatar: undefined }) as const;

test('devices that are the same are asked once, and never again', async () => {
  const { devices, asked, make } = world();
  devices.heard(ACCOUNT, presence('a'));
  devices.heard(ACCOUNT, presence('b'));
  const found = await devices.of(ACCOUNT, ROMEO);
  expect(found.map(one => one.resource)).toEqual(['a', 'b']);
  expect(found[0]?.info.features.has(NS.jingle)).toBe(true);
  expect(asked).toEqual([`${ROMEO}/a https://dino.im#${CAPS.ver}`]);
  const later = make();
  later.heard(ACCOUNT, presence('c'));
  expect((await later.of(ACCOUNT, ROMEO))[0]?.info).toMatchObject({ node: 'https://dino.im', identities: [{ name: 'Dino' }] });
  expect(asked).toHaveLength(1);
});

test('what does not fit its hash counts for that device alone', async () => {
  const { devices, asked, kept } = world(node => (node === undefined ? INFO : { ...INFO, features: [NS.jingle, NS.rtp] }));
  devices.heard(ACCOUNT, presence('liar'));
  expect([...((await devices.of(ACCOUNT, ROMEO))[0]?.info.features ?? [])]).toEqual([NS.jingle]);
  expect(asked).toHaveLength(2);
  expect(kept.size).toBe(0);
});

test('who left is not there any more, and a device that tells nothing counts for nothing', async () => {
  const { devices } = world(() => undefined);
  devices.heard(ACCOUNT, presence('a'));
  expect(devices.isHere(ACCOUNT, ROMEO)).toBe(true);
  expect(await devices.of(ACCOUNT, ROMEO)).toEqual([]);
  devices.heard(ACCOUNT, presence('a', 'offline'));
  expect(devices.isHere(ACCOUNT, ROMEO)).toBe(false);
  devices.heard(ACCOUNT, presence('b'));
  devices.forget(ACCOUNT);
  expect(devices.isHere(ACCOUNT, ROMEO)).toBe(false);
});

test('a change is told once; the same again is no change', () => {
  const { devices } = world();
  let changes = 0;
  devices.onChanged(() => (changes += 1));
  devices.heard(ACCOUNT, presence('a'));
  devices.heard(ACCOUNT, presence('a'));
  devices.heard(ACCOUNT, presence('a', 'available', { ...CAPS, ver: 'other' }));
  expect(changes).toBe(2);
});

test('a device is called by its client, or by its resource where nobody asked it', async () => {
  const { devices } = world();
  devices.heard(ACCOUNT, presence('a'));
  expect(devices.nameOf(ACCOUNT, `${ROMEO}/a`)).toBe('a');
  await devices.one(ACCOUNT, `${ROMEO}/a`);
  expect(devices.nameOf(ACCOUNT, `${ROMEO}/a`)).toBe('Dino');
});
