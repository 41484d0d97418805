import type { Handlers, Payloads, ServiceSpec } from '../../preload/contract/define.ts';

export type Emit<S extends ServiceSpec> = <K extends keyof S['events'] & string>(name: K, payload: Payloads<S>[K]) => void;

/** A window has gone. `isForGood`: it was closed, and not loaded anew or lost. */
export type Leave = (isForGood: boolean) => void;

export interface Service<S extends ServiceSpec = ServiceSpec> {
  readonly spec: S;
  readonly handlers: Handlers<S>;
  /** Begins to tell one window of events; answers how to end it. */
  readonly attach: (emit: Emit<S>) => Leave;
}

// oxlint-disable-next-line typescript/no-explicit-any -- services of any specification; each is checked where it is made
export type AnyService = Service<any>;
