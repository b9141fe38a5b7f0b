// The real playground within the test's own process, on ports that the system chose; it can be stopped and
// started again on the same ports, as an operator would, while a page stays open.

import { type Config, createConfig } from '../../../server/core/config.ts';
import { createLogger } from '../../../server/net/logger.ts';
import { createPlayground, type Playground } from '../../../server/playground.ts';
import type { Endpoint } from '../../../server/protocol/endpoint.ts';

export interface RunningPlaygroundOptions {
  /** These win over the defaults, of which the two ports are 0 here, and the echo server is the only target. */
  readonly settings?: Partial<Config> | undefined;
  /** Folder of the built page. Default: the one beside the built server. */
  readonly pageDirectory?: string;
  /** Gets each line that the playground logs as an error. */
  readonly onError?: (line: string) => void;
}

export class RunningPlayground {
  /** Address of the page. */
  readonly url: string;
  /** Where the TCP echo server listens. */
  readonly echo: Endpoint;
  readonly #options: RunningPlaygroundOptions;
  #current: Playground | undefined;

  private constructor(started: Playground, options: RunningPlaygroundOptions) {
    const { url, echo } = started;
    this.url = url;
    this.echo = echo;
    const samePorts = { port: Number(new URL(url).port), echoPort: echo.port };
    this.#options = { ...options, settings: { ...options.settings, ...samePorts } };
    this.#current = started;
  }

  static async start(options: RunningPlaygroundOptions = {}): Promise<RunningPlayground> {
    return new RunningPlayground(await launch(options), options);
  }

  /** Stops it as SIGTERM does: sessions are drained and closed with 1001. Does nothing while it is stopped. */
  async stop(): Promise<void> {
    const stopping = this.#current;
    this.#current = undefined;
    await stopping?.close();
  }

  /** Starts it again, on the same ports. */
  async restart(): Promise<void> {
    await this.stop();
    this.#current = await launch(this.#options);
  }
}

function launch(options: RunningPlaygroundOptions): Promise<Playground> {
  const { settings, pageDirectory, onError = () => {} } = options;
  const config = createConfig({ port: 0, echoPort: 0, models: [], ...settings });
  const logger = createLogger({ level: 'error', human: false, destination: { write: onError } });
  return createPlayground(config, logger, pageDirectory === undefined ? {} : { pageDirectory });
}
