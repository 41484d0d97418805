import { expect, test } from 'vitest';
import { bareJid } from '../../preload/contract/ids.ts';
import type { StoredMessage } from '../store/api.ts';
import type { Element } from '../xmpp/element.ts';
import { NS } from '../xmpp/ns.ts';
import { parseXml } from '../xmpp/xml.fixture.ts';
import { report, type RoomReport } from './report.ts';

const FEAST = bareJid('feast@rooms.capulet.lit');
const MALLORY = bareJid('mallory@evil.example');
const known: Pick<StoredMessage, 'sender' | 'archiveId'> = { sender: { nickname: 'Mallory', occupantId: 'm', address: MALLORY }, archiveId: 'a1' };

async function reported(about: RoomReport, { features = [NS.blocking, NS.reporting] as readonly string[], message = known, isBlocked = false } = {}) {
  const sent: string[] = [];
  const session = {
    supports: (feature: string) => features.includes(feature),
    iq: async (_type: unknown, _to: unknown, payload: Element) => {
      sent.push(payload.getName());
      const item = payload.getChild('item');
      expect(item?.attrs['jid']).toBe(MALLORY);
      const one = item?.getChild('report');
      if (one) sent.push([one.attrs['reason'], one.getChildText('text'), one.getChild('stanza-id')?.attrs['id']].join(' '));
      return parseXml('<iq/>');
    },
  };
  await report(session, message, FEAST, about, () => isBlocked);
  return sent;
}
const words = { why: 'abuse', text: 'rude', block: false } as const;

test('who is reported stays readable unless the user wants them blocked', async () => {
  expect(await reported(words)).toEqual(['block', 'urn:xmpp:reporting:abuse rude a1', 'unblock']);
  expect(await reported({ ...words, block: true })).toEqual(['block', 'urn:xmpp:reporting:abuse rude a1']);
});

test('who was blocked before stays blocked', async () => {
  expect(await reported(words, { isBlocked: true })).toEqual(['block', 'urn:xmpp:reporting:abuse rude a1']);
});

test('a server that takes no reports can still block, and never pretends to have been told', async () => {
  expect(await reported({ ...words, block: true }, { features: [NS.blocking] })).toEqual(['block']);
  await expect(reported(words, { features: [NS.blocking] })).rejects.toMatchObject({ failure: { code: 'unsupported' } });
});

test('nobody is reported whose address the room keeps to itself', async () => {
  await expect(reported(words, { message: { ...known, sender: { nickname: 'Mallory', occupantId: 'm', address: undefined } } })).rejects.toMatchObject({
    failure: { code: 'unsupported' },
  });
});
