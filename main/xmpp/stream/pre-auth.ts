// A stream before sign-in: to sign up (XEP-0077 §3.1), with an invitation (XEP-0445), and nothing else.
import type { Route } from '../../../preload/contract/accounts.ts';
import { attr, type Element } from '../element.ts';
import { Dialogue } from './dialogue.ts';
import type { StreamDeps } from './create-stream.ts';
import type { PreAuthStream } from './stream.ts';
import { StreamProblem } from './transport.ts';

export interface PreAuthOptions {
  readonly domain: string;
  readonly route: Route;
  /** Extra certificate authorities in PEM. */
  readonly authorities?: readonly string[];
  readonly signal?: AbortSignal;
  readonly log: (line: string) => void;
}

/** Connects, encrypts and checks as for a sign-in. Throws a StreamProblem. `iq` gives the request an id and answers with the result or the error. */
export async function openPreAuth(options: PreAuthOptions, deps: StreamDeps): Promise<PreAuthStream> {
  const transport = await deps.openTransport(options);
  const dialogue = new Dialogue(transport, deps.clock);
  const features = await transport.open().catch((error: unknown) => {
    transport.destroy();
    throw error;
  });
  let last: Promise<unknown> = Promise.resolve();
  const ask = async (request: Element): Promise<Element> => {
    const id = Buffer.from(deps.random.bytes(12)).toString('base64url');
    request.attrs['id'] = id;
    dialogue.send(request);
    const { found } = await dialogue.until(one => one.name === 'iq' && attr(one, 'id') === id && ['result', 'error'].includes(attr(one, 'type') ?? ''));
    // Before sign-in nobody but this server can speak here, but it may say so (RFC 6120 §8.1.2.1).
    const from = attr(found, 'from');
    if (from !== undefined && from !== options.domain) throw new StreamProblem('bad-stream', 'somebody else answered');
    return found;
  };
  return {
    features,
    iq(request) {
      const answer = last.then(() => ask(request));
      last = answer.catch(() => undefined);
      return answer;
    },
    close: () => transport.close(2000),
  };
}
