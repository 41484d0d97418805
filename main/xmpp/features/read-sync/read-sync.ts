import type { Effect, Feature, IncomingEvent } from '../../feature.ts';
import { NS } from '../../ns.ts';
import { readReadMark } from './read-sync.codec.ts';

export const readSync: Feature = {
  xeps: [
    { number: '0490', version: '1.0.1', status: 'complete' },
    { number: '0223', version: '1.1.1', status: 'complete' },
  ],
  advertises: [`${NS.readSync}+notify`],

  event({ from, own, node, items }: IncomingEvent): readonly Effect[] {
    // Only our own account knows what we have read: the same node of anybody else is a trick.
    if (node !== NS.readSync || !own) return [];
    return items.flatMap(item => {
      const mark = readReadMark(item, from);
      return mark ? [{ do: 'read-elsewhere' as const, peer: mark.peer, id: { archive: mark.archive } }] : [];
    });
  },
};
