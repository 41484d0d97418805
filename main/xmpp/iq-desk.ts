import type { Clock } from '../base/clock.ts';
import type { BareJid } from '../../preload/contract/ids.ts';
import { FailureError } from '../../preload/contract/wire.ts';
import { attr, child, childNamed, el, type Element } from './element.ts';
import type { IqAnswer } from './feature.ts';
import { NS } from './ns.ts';

interface Pending {
  readonly to: string | undefined;
  readonly limit: number;
  readonly resolve: (iq: Element) => void;
  readonly reject: (why: FailureError) => void;
  stopWaiting: () => void;
  /** The server has acknowledged the question. */
  taken: boolean;
}

/** Requests under way: each is answered once, and only by whom it was sent to. */
export class IqDesk {
  readonly #pending = new Map<string, Pending>();
  readonly #o: { readonly send: (stanza: Element) => boolean; readonly own: BareJid; readonly clock: Clock; readonly randomId: () => string };
  #full: string | undefined;
  #held = false;
  /** Counts what the server has acknowledged of all that was sent. */
  #progress = 0;

  constructor(options: { readonly send: (stanza: Element) => boolean; readonly own: BareJid; readonly clock: Clock; readonly randomId: () => string }) {
    this.#o = options;
  }

  boundAs(full: string): void {
    this.#full = full;
  }

  ask(type: 'get' | 'set', to: string | undefined, payload: Element, limit = 30_000): Promise<Element> {
    const id = this.#o.randomId();
    return new Promise((resolve, reject) => {
      const pending: Pending = { to, limit, resolve, reject, stopWaiting: () => undefined, taken: false };
      this.#pending.set(id, pending);
      if (!this.#held) this.#wait(id, pending);
      if (!this.#o.send(el('iq', NS.client, { type, to, id }, payload))) this.#end(id)?.reject(new FailureError({ code: 'offline' }));
    });
  }

  /** An answer whose sender is not the one asked changes nothing: ids can be guessed, addresses are stamped by the server. */
  answered(iq: Element): void {
    const id = attr(iq, 'id');
    const pending = id === undefined ? undefined : this.#pending.get(id);
    if (id === undefined || !pending || !this.#isFrom(attr(iq, 'from'), pending.to)) return;
    this.#end(id);
    if (attr(iq, 'type') === 'result') pending.resolve(iq);
    else pending.reject(failureOf(iq));
  }

  /** The server has acknowledged a stanza of ours: whoever asked waits for the answer from then on. */
  acknowledged(stanza: Element): void {
    this.#progress += 1;
    const id = stanza.name === 'iq' ? attr(stanza, 'id') : undefined;
    const pending = id === undefined ? undefined : this.#pending.get(id);
    if (id === undefined || !pending) return;
    pending.taken = true;
    if (!this.#held) this.#wait(id, pending);
  }

  reply(request: Element, answer: IqAnswer): void {
    const about = { to: attr(request, 'from'), id: attr(request, 'id') };
    if ('error' in answer) {
      const error = el('error', undefined, { type: answer.type ?? 'cancel' }, el(answer.error, NS.stanzaErrors), answer.application);
      this.#o.send(el('iq', NS.client, { ...about, type: 'error' }, error));
    } else this.#o.send(el('iq', NS.client, { ...about, type: 'result' }, answer.result));
  }

  /** The connection is gone but the session may go on: the answer comes after its resumption, so nobody is given up meanwhile. */
  hold(): void {
    this.#held = true;
    for (const pending of this.#pending.values()) pending.stopWaiting();
  }

  release(): void {
    this.#held = false;
    for (const [id, pending] of this.#pending) this.#wait(id, pending);
  }

  /** The session is gone: nobody will answer any more. */
  dropAll(): void {
    for (const id of [...this.#pending.keys()]) this.#end(id)?.reject(new FailureError({ code: 'offline' }));
  }

  /** RFC 6120 §8.1.2.1: what was asked of our own account may come back without a sender, or from any form of our own address. */
  #isFrom(from: string | undefined, to: string | undefined): boolean {
    const own = this.#o.own;
    const forAccount = to === undefined || to === own;
    if (forAccount && (from === undefined || from === own || from === this.#full)) return true;
    if (to === undefined && from === own.slice(own.indexOf('@') + 1)) return true;
    return from !== undefined && from === to;
  }

  /** A server that has much of ours to take before the question, and is at it, is not one that does not answer. */
  #wait(id: string, pending: Pending): void {
    pending.stopWaiting();
    const before = this.#progress;
    pending.stopWaiting = this.#o.clock.after(pending.limit, () => {
      if (!pending.taken && this.#progress > before) this.#wait(id, pending);
      else this.#end(id)?.reject(new FailureError({ code: 'stanza-error', condition: 'remote-server-timeout' }));
    });
  }

  #end(id: string): Pending | undefined {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    pending?.stopWaiting();
    return pending;
  }
}

function failureOf(iq: Element): FailureError {
  const error = child(iq, 'error');
  const condition = error?.getChildElements().find(one => one.getNS() === NS.stanzaErrors && one.name !== 'text');
  const text = error && childNamed(error, NS.stanzaErrors) ? error.getChild('text', NS.stanzaErrors)?.text() : undefined;
  return new FailureError({ code: 'stanza-error', condition: condition?.name ?? 'undefined-condition', ...(text ? { text: text.slice(0, 500) } : {}) });
}
