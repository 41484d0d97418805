import type { ConsoleLine, Desk } from '../../../preload/contract/desk.ts';
import type { AccountId } from '../../../preload/contract/ids.ts';
import { ViewModel } from '../../model/view-model.ts';

export interface Line extends ConsoleLine {
  readonly key: number;
}
export interface ConsoleSnapshot {
  readonly lines: readonly Line[];
  readonly filter: string;
  readonly account: AccountId | undefined;
  readonly paused: boolean;
  /** Lines that came while it was paused. */
  readonly missed: number;
}

const KEPT = 1_000;

export class ConsoleModel extends ViewModel<ConsoleSnapshot> {
  readonly #desk: Pick<Desk, 'console' | 'onConsoleLine' | 'sendXml'>;
  #lastKey = 0;
  #held: Line[] = [];

  constructor(desk: Pick<Desk, 'console' | 'onConsoleLine' | 'sendXml'>) {
    super({ lines: [], filter: '', account: undefined, paused: false, missed: 0 });
    this.#desk = desk;
  }

  readonly setFilter = (filter: string): void => this.set({ filter });
  readonly setAccount = (account: AccountId | undefined): void => this.set({ account });
  readonly clear = (): void => {
    this.#held = [];
    this.set({ lines: [], missed: 0 });
  };
  readonly pause = (paused: boolean): void => {
    const { lines } = this.snapshot();
    this.set({ paused, missed: 0, lines: [...lines, ...this.#held].slice(-KEPT) });
    this.#held = [];
  };
  /** Rejects with a FailureError when it is no stanza that can be sent. */
  readonly send = (account: AccountId, xml: string): Promise<void> => this.#desk.sendXml({ account, xml });

  protected override start(): () => void {
    const stop = this.#desk.onConsoleLine(line => this.#add(line));
    void this.#desk.console({ on: true }).then(
      earlier => this.set({ lines: [...earlier.map(line => this.#keyed(line)), ...this.snapshot().lines].slice(-KEPT) }),
      () => undefined, // nothing to show is what an empty console says already
    );
    return () => {
      stop();
      void this.#desk.console({ on: false }).catch(() => undefined);
      this.clear();
    };
  }

  #keyed(line: ConsoleLine): Line {
    return { ...line, key: ++this.#lastKey };
  }

  #add(line: ConsoleLine): void {
    const { paused, lines } = this.snapshot();
    if (!paused) return this.set({ lines: [...lines, this.#keyed(line)].slice(-KEPT) });
    this.#held = [...this.#held, this.#keyed(line)].slice(-KEPT);
    this.set({ missed: this.#held.length });
  }
}

export function shownLines({ lines, filter, account }: Pick<ConsoleSnapshot, 'lines' | 'filter' | 'account'>): readonly Line[] {
  const wanted = filter.trim().toLowerCase();
  return lines.filter(line => (account === undefined || line.account === account) && (wanted === '' || line.xml.toLowerCase().includes(wanted)));
}
