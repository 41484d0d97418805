import type { z } from 'zod';

export type Unsubscribe = () => void;
export interface Call<In, Out> {
  readonly input: z.ZodType<In>;
  readonly output?: Out;
}
export interface Event<Payload> {
  readonly payload?: Payload;
}
export interface ServiceSpec {
  readonly name: string;
  // oxlint-disable-next-line typescript/no-explicit-any -- a specification of any calls; their types live in each service's own constant
  readonly calls: Readonly<Record<string, Call<any, any>>>;
  // oxlint-disable-next-line typescript/no-explicit-any -- as above
  readonly events: Readonly<Record<string, Event<any>>>;
}

/** Arguments come from the renderer and are validated; results come from main and are trusted. */
export const call =
  <Out>() =>
  <In>(input: z.ZodType<In>): Call<In, Out> => ({ input });
export const event = <Payload>(): Event<Payload> => ({});

export type Handlers<S extends ServiceSpec> = {
  readonly [K in keyof S['calls']]: S['calls'][K] extends Call<infer In, infer Out> ? (input: In) => Promise<Out> : never;
};
export type Payloads<S extends ServiceSpec> = {
  readonly [K in keyof S['events']]: S['events'][K] extends Event<infer Payload> ? Payload : never;
};
/** What the renderer holds: the calls, and for each event an `onEvent(listener)`. */
export type Client<S extends ServiceSpec> = Handlers<S> & {
  readonly [K in keyof S['events'] & string as `on${Capitalize<K>}`]: (listener: (payload: Payloads<S>[K]) => void) => Unsubscribe;
};
