import type { CallRecord, Calls } from '../../../preload/contract/calls.ts';
import { ViewModel } from '../../model/view-model.ts';

export interface CallHistorySnapshot {
  readonly phase: 'loading' | 'ready' | 'failed';
  /** Newest first. */
  readonly records: readonly CallRecord[];
  readonly hasOlder: boolean;
  /** Missed since anybody last looked. */
  readonly missedCount: number;
}
const PAGE = 50;

/** The calls of the past, of all own devices. */
export class CallHistoryModel extends ViewModel<CallHistorySnapshot> {
  readonly #calls: Pick<Calls, 'history' | 'markSeen' | 'removeRecord' | 'onRecorded' | 'onRecordRemoved'>;
  #asking = false;

  constructor(calls: Pick<Calls, 'history' | 'markSeen' | 'removeRecord' | 'onRecorded' | 'onRecordRemoved'>) {
    super({ phase: 'loading', records: [], hasOlder: false, missedCount: 0 });
    this.#calls = calls;
  }

  readonly loadOlder = async (): Promise<void> => {
    const before = this.snapshot().records.at(-1)?.id;
    if (this.#asking || !this.snapshot().hasOlder || before === undefined) return;
    this.#asking = true;
    try {
      const older = await this.#calls.history({ before, limit: PAGE });
      if (this.running) this.#put([...this.snapshot().records, ...older], { hasOlder: older.length === PAGE });
    } catch {
      // What is there stays, and the next scroll asks again.
    } finally {
      this.#asking = false;
    }
  };

  readonly retry = (): void => {
    this.set({ phase: 'loading' });
    this.#read();
  };

  /** Somebody looks at them. */
  readonly markSeen = (): void => {
    if (this.snapshot().missedCount === 0) return;
    this.#put(this.snapshot().records.map(one => (one.isNew ? { ...one, isNew: false } : one)));
    void this.#calls.markSeen({}).catch(() => undefined); // counted again at the next start
  };

  readonly remove = (record: CallRecord): Promise<void> => this.#calls.removeRecord({ record: record.id });

  protected override start(): () => void {
    const stops = [
      this.#calls.onRecorded(record => this.#put([record, ...this.snapshot().records.filter(({ id }) => id !== record.id)])),
      this.#calls.onRecordRemoved(({ record }) => this.#put(this.snapshot().records.filter(({ id }) => id !== record))),
    ];
    this.#read();
    return () => stops.forEach(stop => stop());
  }

  #read(): void {
    this.#calls.history({ limit: PAGE }).then(
      records => {
        const heard = this.snapshot().records.filter(one => !records.some(({ id }) => id === one.id));
        this.#put([...heard, ...records], { phase: 'ready', hasOlder: records.length === PAGE });
      },
      () => this.set({ phase: 'failed' }),
    );
  }

  #put(records: readonly CallRecord[], change: Partial<CallHistorySnapshot> = {}): void {
    const sorted = records.toSorted((a, b) => b.startedAt - a.startedAt || b.id - a.id);
    const missedCount = sorted.filter(({ isNew, outcome }) => isNew && outcome === 'missed').length;
    this.set({ ...change, records: sorted, missedCount });
  }
}
