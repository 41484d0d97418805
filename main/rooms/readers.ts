import type { Store } from '../store/api.ts';
import type { Effect } from '../xmpp/feature.ts';
import { NS } from '../xmpp/ns.ts';
import type { Room } from './room.ts';

export type Read = Extract<Effect, { do: 'room-read' }>;

export interface ReadersOptions {
  readonly store: Pick<Store, 'putReader' | 'readers'>;
  readonly told: (room: Room, readers: Awaited<ReturnType<Store['readers']>>) => void;
}

/** How far others in rooms have read (XEP-0333 §4.3). */
export class Readers {
  readonly #o: ReadersOptions;

  constructor(options: ReadersOptions) {
    this.#o = options;
  }

  /** `live`: said now, by who is here under that name. */
  async heard(room: Room, reads: readonly Read[], live: boolean): Promise<void> {
    const { store, told } = this.#o;
    const { conversation } = room;
    let moved = false;
    for (const read of reads) {
      const reader = whoRead(room, read, live);
      if (reader !== undefined && (await store.putReader({ conversation, reader, nickname: read.nickname, archiveId: read.id }))) moved = true;
    }
    if (moved) told(room, await store.readers({ conversation }));
  }
}

/** §6: by the room's id for the person or by the real address, for a name has another owner tomorrow. Undefined: nobody sure, or ourselves. */
export function whoRead(room: Pick<Room, 'supports' | 'row' | 'occupants' | 'session'>, { nickname, occupantId }: Read, live: boolean): string | undefined {
  const here = live ? room.occupants.get(nickname) : undefined;
  if (here?.self === true) return undefined;
  if (room.supports(NS.occupantId) && occupantId !== undefined) return occupantId === room.row.occupantId ? undefined : occupantId;
  return here?.address === room.session?.address ? undefined : here?.address;
}
