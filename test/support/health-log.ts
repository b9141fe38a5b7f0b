// What a server that is kept running says of itself, in the order in which it was said.

import type { HealthListener } from '../../server/core/targets/health.ts';
import type { Endpoint } from '../../server/protocol/endpoint.ts';

export class HealthLog implements HealthListener {
  /** `up`, or why it is down. */
  readonly lines: string[] = [];
  #endpoint: Endpoint | undefined;
  #waiting: { times: number; resolve: (endpoint: Endpoint) => void }[] = [];
  #waitingForDown: (() => void)[] = [];

  up(endpoint: Endpoint): void {
    this.#endpoint = endpoint;
    this.lines.push('up');
    const waiting = this.#waiting;
    this.#waiting = waiting.filter(({ times }) => times > this.#timesUp);
    for (const { times, resolve } of waiting) if (times <= this.#timesUp) resolve(endpoint);
  }

  down(reason: string): void {
    this.lines.push(reason);
    for (const resolve of this.#waitingForDown.splice(0)) resolve();
  }

  /** Where it listens, once it was up that many times. */
  untilUp(times = 1): Promise<Endpoint> {
    if (this.#endpoint && this.#timesUp >= times) return Promise.resolve(this.#endpoint);
    return new Promise((resolve) => {
      this.#waiting.push({ times, resolve });
    });
  }

  /** Why it is down, once it was. */
  async untilDown(): Promise<string> {
    for (;;) {
      const reason = this.lines.find((line) => line !== 'up');
      if (reason !== undefined) return reason;
      await new Promise<void>((resolve) => {
        this.#waitingForDown.push(resolve);
      });
    }
  }

  get #timesUp(): number {
    return this.lines.filter((line) => line === 'up').length;
  }
}
