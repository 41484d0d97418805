import type { Effect, Feature, IncomingEvent } from '../../feature.ts';
import { NS } from '../../ns.ts';
import { readMark } from './mds.codec.ts';

export const mds: Feature = {
  xeps: [
    { number: '0490', version: '1.0.1', status: 'complete' },
    { number: '0223', version: '1.1.1', status: 'complete' },
  ],
  advertises: [`${NS.mds}+notify`],

  event({ from, own, node, items }: IncomingEvent): readonly Effect[] {
    // Only our own account knows what we have read: the same node of anybody else is a trick.
    if (node !== NS.mds || !own) return [];
    return items.flatMap(item => {
      const mark = readMark(item, from);
      return mark ? [{ do: 'read-elsewhere' as const, peer: mark.peer, id: { archive: mark.archive } }] : [];
    });
  },
};
