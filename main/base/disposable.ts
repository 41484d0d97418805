/** Collects what must be undone, and undoes it in reverse order, once. */
export class Disposables {
  #items: (() => void | Promise<void>)[] = [];

  add(undo: () => void | Promise<void>): void {
    this.#items.push(undo);
  }

  async dispose(): Promise<void> {
    const items = this.#items.toReversed();
    this.#items = [];
    for (const undo of items) await undo();
  }
}
