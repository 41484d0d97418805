import { childRunner, workerRunner } from '../../store/worker-runner.ts';
import type { StoreRunner } from '../host.ts';

/** The least Node that the database's addon runs on. */
const LEAST_NODE = 22;

/**
 * Path of a newer Node, written in by the bundler for the tests' older Electron alone (`build/bundle.ts --older NODE`). In the product it writes
 * `undefined`, and nothing that can be said at run time puts another program in the store's place.
 */
declare const STORE_NODE: string | undefined;

/** The store's thread from its own bundle: a worker of this process. */
export function storeRunner(bundle: string): StoreRunner {
  const tooOld = Number(process.versions.node.split('.')[0]) < LEAST_NODE;
  if (STORE_NODE === undefined || !tooOld) return workerRunner(bundle);
  // Another Node cannot look into an archive: there it is packed beside it.
  return childRunner(STORE_NODE, bundle.replace('app.asar', 'app.asar.unpacked'));
}
