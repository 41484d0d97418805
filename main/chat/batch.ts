import type { AccountId, BareJid } from '../../preload/contract/ids.ts';
import type { ConversationKind } from '../../preload/contract/conversations.ts';
import type { ArchivePoint, Batch, ReceivedMessage } from '../store/api.ts';
import type { Effect, Incoming } from '../xmpp/feature.ts';

export interface Judged {
  readonly message: Incoming;
  readonly effects: readonly Effect[];
}

type KindOf = (peer: BareJid) => ConversationKind | 'refused';

/** Turns what the features said of one or more messages into rows, in their order. `now` stands in for a stamp that is missing or in the future. */
export function batchOf(account: AccountId, judged: readonly Judged[], now: number, kindOf: KindOf): Batch {
  const messages = judged.flatMap(one => rowsOf(one, now, kindOf));
  const newest = newestOf(judged, now);
  return { account, messages, marks: judged.flatMap(marksOf), reads: judged.flatMap(readsOf), ...(newest ? { newest } : {}) };
}

function rowsOf({ message, effects }: Judged, now: number, kindOf: KindOf): readonly ReceivedMessage[] {
  return effects.flatMap(effect => {
    if (effect.do !== 'store-message') return [];
    const kind = message.mine ? 'person' : kindOf(message.peer);
    if (kind === 'refused') return [];
    const at = Math.min(message.stamp ?? now, now + 1000);
    return [
      {
        peer: message.peer,
        mine: message.mine,
        body: effect.body,
        originId: effect.originId,
        archiveId: message.archiveId,
        at,
        arrived: message.arrival,
        ...(message.stamp === undefined ? {} : { delayed: true }),
        kind,
      },
    ];
  });
}

const marksOf = ({ effects }: Judged): Batch['marks'] =>
  effects.flatMap((effect): Batch['marks'] => {
    if (effect.do === 'mark-delivered') return [{ peer: effect.peer, id: effect.id, to: 'delivered' }];
    return effect.do === 'mark-displayed' ? [{ peer: effect.peer, id: effect.id, to: 'displayed' }] : [];
  });

const readsOf = ({ effects }: Judged): Batch['reads'] =>
  effects.flatMap(effect =>
    effect.do === 'read-elsewhere'
      ? [{ peer: effect.peer, ...('origin' in effect.id ? { originId: effect.id.origin } : { archiveId: effect.id.archive }) }]
      : [],
  );

/** A live message that our archive has numbered moves the newest known point on; but for one that waited at the server, it may lie further back. */
function newestOf(judged: readonly Judged[], now: number): ArchivePoint | undefined {
  const last = judged.at(-1)?.message;
  return last?.archiveId !== undefined && last.arrival === 'live' && last.stamp === undefined ? { id: last.archiveId, at: now } : undefined;
}
