// Starts the server of a concurrency model; begin here. Each is in a file of its own.

import type { Model } from '../../core/targets/models.ts';
import { startForked } from './echo-forked.ts';
import { startIterative } from './echo-iterative.ts';
import { startThreads } from './echo-threads.ts';
import type { ModelOptions, ModelServer } from './model-server.ts';

const starters: Readonly<Record<Model, (options: ModelOptions) => ModelServer>> = {
  iterative: startIterative,
  forked: startForked,
  threads: startThreads,
};

/**
 * Starts it, in the background. It never throws: `options.health` is told when it is up, and whenever it is down and why.
 */
export function startModel(model: Model, options: ModelOptions): ModelServer {
  return starters[model](options);
}
