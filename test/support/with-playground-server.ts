// The whole playground on free ports, without a browser.

import { type Config, createConfig } from '../../server/core/config.ts';
import { createLogger } from '../../server/net/logger.ts';
import { createPlayground, type Playground } from '../../server/playground.ts';

/** Runs `test` with a playground, without models unless `settings` ask for some; it is closed afterwards. */
export async function withPlaygroundServer(
  settings: Partial<Config>,
  test: (playground: Playground) => Promise<void>,
): Promise<void> {
  const config = createConfig({ port: 0, echoPort: 0, models: [], drainTimeoutMs: 0, ...settings });
  const playground = await createPlayground(config, createLogger({ level: 'silent' }));
  try {
    await test(playground);
  } finally {
    await playground.close();
  }
}
