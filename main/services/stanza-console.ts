import { Emitter } from '../base/emitter.ts';
import type { ConsoleLine } from '../../preload/contract/desk.ts';

const KEPT = 500;
const LONGEST = 20_000;

/** The last stanzas on the wire, kept only while somebody looks. Secrets were blanked out by the stream. */
export class StanzaConsole {
  #lines: ConsoleLine[] = [];
  #on = false;
  readonly #line = new Emitter<ConsoleLine>();

  readonly onLine = this.#line.on;

  switch(on: boolean): readonly ConsoleLine[] {
    this.#on = on;
    if (!on) this.#lines = [];
    return this.#lines;
  }

  heard(line: ConsoleLine): void {
    if (!this.#on) return;
    const kept = { ...line, xml: line.xml.slice(0, LONGEST) };
    this.#lines.push(kept);
    if (this.#lines.length > KEPT) this.#lines.splice(0, this.#lines.length - KEPT);
    this.#line.emit(kept);
  }
}
