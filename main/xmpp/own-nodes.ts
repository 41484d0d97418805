import type { Element } from './element.ts';
import { configureNode, createNode, PRIVATE_NODE, publish, type NodeOptions } from './features/pubsub/pubsub.codec.ts';
import { conditionOf, type Session } from './session.ts';

type Asker = Pick<Session, 'iq' | 'beginning'>;

/**
 * The options are what was refused, not the item (XEP-0060 §7.1.5): the node is there with others (`conflict`), or the server knows only some of
 * them when something is published (`resource-constraint`: ejabberd 23.01).
 */
const OPTIONS_REFUSED: ReadonlySet<string | undefined> = new Set(['conflict', 'resource-constraint', 'bad-request', 'not-acceptable']);

/** Nodes of our own account that hold many items and that nobody else sees. */
export class OwnNodes {
  /** Nodes that were given their options beforehand, in which session. */
  readonly #given = new WeakMap<Asker, Map<string, number>>();

  /** Publishes an item. Where the server does not take the options along with it, the node gets them first: it would keep one item only, the newest. */
  async publish(session: Asker, node: string, item: Element, options: NodeOptions): Promise<void> {
    const { beginning } = session;
    const isGiven = this.#given.get(session)?.get(node) === beginning;
    try {
      await session.iq('set', undefined, publish(node, item, isGiven ? PRIVATE_NODE : options));
      return;
    } catch (error) {
      if (!OPTIONS_REFUSED.has(conditionOf(error))) throw error;
    }
    await give(session, node, options);
    this.#given.set(session, new Map(this.#given.get(session)).set(node, beginning));
    await session.iq('set', undefined, publish(node, item, PRIVATE_NODE));
  }
}

async function give(session: Asker, node: string, options: NodeOptions): Promise<void> {
  try {
    await session.iq('set', undefined, configureNode(node, options));
  } catch (error) {
    if (conditionOf(error) !== 'item-not-found') throw error;
    await session.iq('set', undefined, createNode(node, options)).catch((failure: unknown) => {
      // Somebody else was faster: another item of ours, or another device.
      if (conditionOf(failure) !== 'conflict') throw failure;
    });
  }
}
