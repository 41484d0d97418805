import type { ConversationId } from '../../preload/contract/ids.ts';
import type { Sender } from '../../preload/contract/messages.ts';
import type { Occupant, Rooms } from '../../preload/contract/rooms.ts';
import { fold } from './fold.ts';
import { AT_ONCE, type Pace } from './pace.ts';
import { ViewModel } from './view-model.ts';

export interface OccupantsSnapshot {
  readonly phase: 'loading' | 'ready' | 'failed';
  /** By section, then by name. */
  readonly occupants: readonly Occupant[];
}
export const SECTIONS = ['owner', 'admin', 'moderator', 'member', 'participant', 'visitor'] as const;
export type OccupantSection = (typeof SECTIONS)[number];

/** Where somebody stands in the list of those who are here. */
export function sectionOf({ affiliation, role }: Pick<Occupant, 'affiliation' | 'role'>): OccupantSection {
  if (affiliation === 'owner' || affiliation === 'admin') return affiliation;
  if (role === 'moderator' || role === 'visitor') return role;
  return affiliation === 'member' ? 'member' : 'participant';
}

interface Entry {
  readonly occupant: Occupant;
  /** What it is sorted by, made once: thousands of names are compared with each change. */
  readonly key: string;
}
const entryOf = (occupant: Occupant): Entry => ({ occupant, key: `${SECTIONS.indexOf(sectionOf(occupant))} ${fold(occupant.nickname)}` });
const byKey = (a: Entry, b: Entry): number => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0);

type Source = Pick<Rooms, 'occupants' | 'onOccupants'>;

/** Who is in one room now. Runs while somebody looks, and forgets everybody afterwards. */
export class Occupants extends ViewModel<OccupantsSnapshot> {
  readonly #conversation: ConversationId;
  readonly #service: Source;
  readonly #pace: Pace;
  /** By nickname: that is what only one can have. */
  #entries = new Map<string, Entry>();
  #byId = new Map<string, string>();
  #sorted: readonly Entry[] = [];
  #changed = new Set<string>();
  #ready = false;
  #turn = 0;

  constructor(conversation: ConversationId, service: Source, pace: Pace = AT_ONCE) {
    super({ phase: 'loading', occupants: [] });
    this.#conversation = conversation;
    this.#service = service;
    this.#pace = pace;
  }

  readonly find = (nickname: string): Occupant | undefined => this.#entries.get(nickname)?.occupant;

  /** Who wrote a message, if they are here and it is certainly they: a nickname alone may have a new owner. */
  readonly whoIs = ({ occupantId, nickname, address }: Sender): Occupant | undefined => {
    const known = occupantId === undefined ? undefined : this.#byId.get(occupantId);
    if (known !== undefined) return this.find(known);
    const here = this.find(nickname);
    return address !== undefined && here?.address === address ? here : undefined;
  };

  readonly retry = (): void => {
    this.set({ phase: 'loading' });
    this.#read();
  };

  protected override start(): () => void {
    const stop = this.#service.onOccupants(({ conversation, all, changed, gone }) => {
      if (conversation !== this.#conversation) return;
      if (all) this.#clear();
      gone.forEach(this.#drop);
      changed.forEach(this.#put);
      this.#pace.ask(this.#tell);
    });
    this.#read();
    return () => {
      stop();
      this.#turn += 1;
      this.#clear();
      this.#ready = false;
      this.#changed.clear();
      this.set({ phase: 'loading', occupants: [] });
    };
  }

  #read(): void {
    const turn = ++this.#turn;
    this.#service.occupants({ conversation: this.#conversation }).then(
      list => {
        if (turn !== this.#turn) return;
        // Events that came before the answer are in it: main keeps their order.
        this.#clear();
        list.forEach(this.#put);
        this.#ready = true;
        this.#tell();
      },
      () => (turn === this.#turn ? this.set({ phase: 'failed' }) : undefined),
    );
  }

  #clear(): void {
    this.#entries = new Map();
    this.#byId = new Map();
    this.#sorted = [];
  }

  readonly #put = (occupant: Occupant): void => {
    this.#entries.set(occupant.nickname, entryOf(occupant));
    this.#byId.set(occupant.id, occupant.nickname);
    this.#changed.add(occupant.nickname);
  };

  /** By nickname, or by the room's id for the person. */
  readonly #drop = (who: string): void => {
    const nickname = this.#entries.has(who) ? who : (this.#byId.get(who) ?? who);
    const id = this.#entries.get(nickname)?.occupant.id;
    this.#entries.delete(nickname);
    if (id !== undefined && this.#byId.get(id) === nickname) this.#byId.delete(id);
    this.#changed.add(nickname);
  };

  /** What stayed is sorted already: the sort only merges the changed ones in. */
  readonly #tell = (): void => {
    const stayed = this.#sorted.filter(({ occupant }) => !this.#changed.has(occupant.nickname));
    const changed = [...this.#changed].flatMap(nickname => this.#entries.get(nickname) ?? []).toSorted(byKey);
    this.#changed.clear();
    this.#sorted = [...stayed, ...changed].toSorted(byKey);
    this.set({ phase: this.#ready ? 'ready' : this.snapshot().phase, occupants: this.#sorted.map(({ occupant }) => occupant) });
  };
}
