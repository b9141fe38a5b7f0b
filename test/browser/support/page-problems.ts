// Everything that must not happen on a page, whatever a test is about: errors on its console, uncaught
// exceptions, violations of the Content-Security-Policy, and requests to any other host than its own.
//
//   context ──console, weberror, request, websocket, securitypolicyviolation──► PageProblems ──► unexpected()

import type { BrowserContext, ConsoleMessage, Page, Request, WebError, WebSocket } from 'playwright-core';

/** Schemes that never leave the machine. */
const LOCAL_SCHEMES = new Set(['data:', 'blob:', 'about:']);

export class PageProblems {
  readonly #found: string[] = [];
  #host = '';

  /**
   * Records the problems of every page of `context`; call it before the first page opens. Only the host of `url`
   * may be asked for anything.
   */
  async watch(context: BrowserContext, url: string): Promise<void> {
    this.#host = new URL(url).host;
    context.on('console', this.#onConsole);
    context.on('weberror', this.#onWebError);
    context.on('request', this.#onRequest);
    context.on('page', this.#onPage);
    await context.exposeFunction('reportPolicyViolation', this.#onPolicyViolation);
    await context.addInitScript(forwardPolicyViolations);
  }

  /** For what does not come from the page itself, such as errors that the playground logs. */
  readonly add = (problem: string): void => {
    this.#found.push(problem.trim());
  };

  /** The problems that fit none of `expected`. */
  unexpected(expected: readonly RegExp[] = []): string[] {
    return this.#found.filter((problem) => !expected.some((pattern) => pattern.test(problem)));
  }

  readonly #onConsole = (message: ConsoleMessage): void => {
    if (message.type() === 'error') this.add(`console error: ${message.text()} (${message.location().url})`);
  };

  readonly #onWebError = (failure: WebError): void => {
    this.add(`uncaught: ${failure.error().stack ?? String(failure.error())}`);
  };

  readonly #onRequest = (request: Request): void => this.#judgeAddress(request.url());

  readonly #onPage = (page: Page): void => {
    page.on('websocket', this.#onWebSocket);
  };

  readonly #onWebSocket = (socket: WebSocket): void => this.#judgeAddress(socket.url());

  readonly #onPolicyViolation = (directive: string, blocked: string): void => {
    this.add(`policy violation: ${directive} forbids ${blocked}`);
  };

  #judgeAddress(address: string): void {
    const { protocol, host } = new URL(address);
    if (!LOCAL_SCHEMES.has(protocol) && host !== this.#host) this.add(`request to another host: ${address}`);
  }
}

declare global {
  interface Window {
    reportPolicyViolation(directive: string, blocked: string): Promise<void>;
  }
}

/** Runs in the page, before any script of its own. */
function forwardPolicyViolations(): void {
  addEventListener('securitypolicyviolation', (event) => {
    void window.reportPolicyViolation(event.effectiveDirective, event.blockedURI);
  });
}
