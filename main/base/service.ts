import type { Handlers, Payloads, ServiceSpec, Unsubscribe } from '../../preload/contract/define.ts';

export type Emit<S extends ServiceSpec> = <K extends keyof S['events'] & string>(name: K, payload: Payloads<S>[K]) => void;

export interface Service<S extends ServiceSpec = ServiceSpec> {
  readonly spec: S;
  readonly handlers: Handlers<S>;
  /** Begins to tell one window of events; answers how to end it. */
  readonly attach: (emit: Emit<S>) => Unsubscribe;
}

// oxlint-disable-next-line typescript/no-explicit-any -- services of any specification; each is checked where it is made
export type AnyService = Service<any>;
