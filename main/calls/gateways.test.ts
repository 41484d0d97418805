import { expect, test } from 'vitest';
import { accountId, bareJid } from '../../preload/contract/ids.ts';
import { FailureError } from '../../preload/contract/wire.ts';
import { el, type Element } from '../xmpp/element.ts';
import { discoInfoElement, discoItemsElement } from '../xmpp/features/disco/disco.codec.ts';
import { NS } from '../xmpp/ns.ts';
import { Gateways } from './gateways.ts';
import type { CallSession } from './signalling.ts';

const ACCOUNT = accountId(1);
const KINDS: Readonly<Record<string, readonly [string, string]>> = {
  'tel.lit': ['gateway', 'pstn'],
  'sip.lit': ['gateway', 'sip'],
  'irc.lit': ['gateway', 'irc'],
  'rooms.lit': ['conference', 'text'],
};

function world(items: readonly string[], services: string[] = []) {
  const session = {
    account: ACCOUNT,
    domain: 'capulet.lit',
    online: true,
    iq: async (_type: string, to: string | undefined, payload: Element) => {
      if (payload.is('query', NS.discoItems)) {
        return el('iq', NS.client, {}, discoItemsElement(items.map(address => ({ address, node: undefined, name: undefined }))));
      }
      const kind = KINDS[to ?? ''];
      if (!kind) throw new FailureError({ code: 'stanza-error', condition: 'item-not-found' });
      const identities = [{ category: kind[0], type: kind[1], lang: undefined, name: `The ${kind[1]}` }];
      return el('iq', NS.client, {}, discoInfoElement({ node: undefined, identities, features: [], forms: [] }));
    },
  } as unknown as CallSession & { readonly account: typeof ACCOUNT };
  return new Gateways({ sessions: () => [session], services: () => services.map(one => bareJid(one)), country: () => 'DE' });
}

test('telephones are found at the server and in the roster, and nothing else is one', async () => {
  const gateways = world(['irc.lit', 'rooms.lit', 'sip.lit', 'gone.lit'], ['tel.lit']);
  expect((await gateways.list()).map(one => [one.address, one.name])).toEqual([
    ['tel.lit', 'The pstn'],
    ['sip.lit', 'The sip'],
  ]);
  expect(gateways.has(ACCOUNT, bareJid('+4930901820@tel.lit'))).toBe(true);
  expect(gateways.has(ACCOUNT, bareJid('romeo@irc.lit'))).toBe(false);
});

test('a gateway that is added to the contacts later is found', async () => {
  const contacts: string[] = [];
  const gateways = world([], contacts);
  expect(await gateways.list()).toEqual([]);
  contacts.push('tel.lit');
  expect((await gateways.list()).map(one => one.address)).toEqual(['tel.lit']);
});

test('a number of the own country, or of another, is dialled there', async () => {
  const gateways = world(['tel.lit']);
  expect(await gateways.dial('030 / 901 820', undefined)).toEqual({ account: ACCOUNT, peer: '+4930901820@tel.lit' });
  expect(await gateways.dial('tel:+1-212-234-5678', ACCOUNT)).toEqual({ account: ACCOUNT, peer: '+12122345678@tel.lit' });
  await expect(gateways.dial('Juliet', undefined)).rejects.toMatchObject({ failure: { code: 'bad-request' } });
  await expect(gateways.dial('030 901820', accountId(2))).rejects.toMatchObject({ failure: { code: 'not-found' } });
});

test('a number is written as its country does, also one of the own country', () => {
  const gateways = world([]);
  expect(gateways.written('030 / 901 820')).toBe('+49 30 901820');
  expect(gateways.written('+12122345678')).toBe('+1 212 234 5678');
  expect(gateways.written('Juliet')).toBeUndefined();
});

test('an address of SIP goes to who speaks SIP', async () => {
  expect((await world(['tel.lit', 'sip.lit']).dial('romeo@montague.lit', undefined)).peer).toBe(String.raw`romeo\40montague.lit@sip.lit`);
});

test('without a gateway nothing is dialled', async () => {
  await expect(world(['irc.lit']).dial('+4930901820', undefined)).rejects.toMatchObject({ failure: { code: 'not-found' } });
});
