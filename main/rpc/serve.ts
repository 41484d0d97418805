import { z } from 'zod';
import type { AnyService, Leave } from '../base/service.ts';
import { FailureError, type Failure, type Port } from '../../preload/contract/wire.ts';

const request = z.object({ t: z.literal('call'), id: z.number(), service: z.string().max(64), method: z.string().max(64), input: z.unknown().optional() });

/** The one door between a window and the app: an allow-list, validated arguments, and failures that have names. */
export function serve(port: Port, services: readonly AnyService[], report: (bug: unknown) => void): Leave {
  const byName = new Map(services.map(service => [service.spec.name, service]));

  const run = async (service: string, method: string, input: unknown): Promise<unknown> => {
    const target = byName.get(service);
    // Only what the contract declares is callable: a name from outside never reaches the handlers unchecked.
    const declared = target && Object.hasOwn(target.spec.calls, method) ? target.spec.calls[method] : undefined;
    const handler = declared && target?.handlers[method];
    if (!handler) throw new FailureError({ code: 'bad-request', detail: `no ${service}.${method}` });
    const parsed = declared.input.safeParse(input);
    if (!parsed.success) throw new FailureError({ code: 'bad-request', detail: z.prettifyError(parsed.error) });
    return handler(parsed.data);
  };

  const fail = (error: unknown): Failure => {
    if (error instanceof FailureError) return error.failure;
    report(error);
    return { code: 'internal' };
  };

  const stops: Leave[] = services.map(service =>
    service.attach((name: string, payload: unknown) => port.send({ t: 'event', service: service.spec.name, name, payload })),
  );
  stops.push(
    port.onMessage(message => {
      const parsed = request.safeParse(message);
      if (!parsed.success) return report(parsed.error);
      const { id, service, method, input } = parsed.data;
      void run(service, method, input).then(
        value => port.send({ t: 'ok', id, value }),
        (error: unknown) => port.send({ t: 'fail', id, failure: fail(error) }),
      );
    }),
  );
  return isForGood => stops.forEach(stop => stop(isForGood));
}
