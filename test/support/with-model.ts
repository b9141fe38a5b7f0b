// The server of a concurrency model on a free port of the loopback address, with what it tells.

import type { Model } from '../../server/core/targets/models.ts';
import { createLogger } from '../../server/net/logger.ts';
import type { ModelOptions, ModelServer } from '../../server/net/models/model-server.ts';
import { startModel } from '../../server/net/models/start-model.ts';
import { EchoTranscript } from './echo-transcript.ts';
import { HealthLog } from './health-log.ts';

export interface ModelUnderTest {
  readonly server: ModelServer;
  readonly transcript: EchoTranscript;
  readonly health: HealthLog;
}

/** Runs `test` with the server as it starts; afterwards it is closed, and its connections with it. */
export async function withStartingModel(
  model: Model,
  options: Partial<ModelOptions>,
  test: (underTest: ModelUnderTest) => Promise<void>,
): Promise<void> {
  const transcript = new EchoTranscript();
  const health = new HealthLog();
  const server = startModel(model, {
    host: '127.0.0.1',
    port: 0,
    maxConnections: 100,
    observer: transcript,
    health,
    logger: createLogger({ level: 'silent' }),
    ...options,
  });
  try {
    await test({ server, transcript, health });
  } finally {
    await server.close(0);
  }
}

/** The same once it is up. */
export function withModel(
  model: Model,
  options: Partial<ModelOptions>,
  test: (underTest: ModelUnderTest & { readonly port: number }) => Promise<void>,
): Promise<void> {
  return withStartingModel(model, options, async (underTest) => {
    const { port } = await underTest.health.untilUp();
    await test({ ...underTest, port });
  });
}
