import { accountId, bareJid } from '../../../preload/contract/ids.ts';
import type { Element } from '../element.ts';
import type { Incoming, IncomingEvent, IncomingPresence, Iq, IqContext } from '../feature.ts';
import { bareOf, resourceOf } from '../jid.ts';
import { parseXml } from '../xml.fixture.ts';

export const JULIET = bareJid('juliet@capulet.lit');
export const ROMEO = bareJid('romeo@montague.lit');

/** A message from Romeo to Juliet, who is us, as the filter hands it on. */
export const incoming = (xml: string, over: Partial<Incoming> = {}): Incoming => ({
  stanza: parseXml(xml),
  from: `${ROMEO}/orchard`,
  to: JULIET,
  peer: ROMEO,
  mine: false,
  arrival: 'live',
  stamp: undefined,
  archiveId: undefined,
  sharesPresence: true,
  ...over,
});

export const ours = (xml: string, over: Partial<Incoming> = {}): Incoming =>
  incoming(xml, { from: `${JULIET}/phone`, to: ROMEO, mine: true, arrival: 'carbon-sent', ...over });

export const presenceFrom = (stanza: Element, from = `${ROMEO}/orchard`): IncomingPresence => ({
  stanza,
  from,
  peer: bareOf(from) ?? ROMEO,
  resource: resourceOf(from) ?? '',
});

export const eventOf = (node: string, items: readonly string[], over: Partial<IncomingEvent> = {}): IncomingEvent => ({
  from: ROMEO,
  own: false,
  node,
  items: items.map(parseXml),
  retracted: [],
  ...over,
});

export const iqOf = (xml: string, over: Partial<Iq> = {}): Iq => ({
  type: 'get',
  from: `${ROMEO}/orchard`,
  trusted: false,
  sharesPresence: true,
  payload: parseXml(xml),
  ...over,
});

export const CONTEXT: IqContext = {
  account: accountId(1),
  now: Date.UTC(2006, 11, 19, 17, 58, 35),
  zoneOffset: -360,
  software: { name: 'Balcony', version: '1.2.3', os: undefined },
  disco: () => undefined,
};
