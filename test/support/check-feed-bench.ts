// The `/check` feed behind a WebSocket server of its own, with a runner and an observatory in the test's hands.

import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { expect } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import type { CheckReport } from '../../server/core/check/check-report.ts';
import type { SessionSource } from '../../server/core/observatory/tracked.ts';
import { CheckFeed } from '../../server/net/check/check-feed.ts';
import type { CheckOptions } from '../../server/net/check/run-check.ts';
import { createLogger } from '../../server/net/logger.ts';
import type { Target } from '../../server/net/targets/targets.ts';
import { CHECK_SUBPROTOCOL, type CheckMessage, parseCheckMessage } from '../../server/protocol/check.ts';
import type { TraceEntry } from '../../server/protocol/trace.ts';

/** Where the target `echo` is, and the check's own end. */
export const ECHO = { address: '127.0.0.1', port: 65_432 };
export const LOCAL = { address: '127.0.0.1', port: 40_001 };

const targets: ReadonlyMap<string, Target> = new Map([
  ['echo', { name: 'echo', endpoint: ECHO, reason: undefined }],
  ['off', { name: 'off', endpoint: undefined, reason: 'python3 was not found' }],
  ['silent', { name: 'silent', endpoint: undefined, reason: undefined }],
]);

/** One run that the feed asked for; the test says how it goes on. */
export class FakeRun {
  readonly options: CheckOptions;
  readonly report: Promise<CheckReport>;
  #resolve!: (report: CheckReport) => void;
  #reject!: (error: unknown) => void;

  constructor(options: CheckOptions) {
    this.options = options;
    this.report = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  end(end: CheckReport['end'] = 'complete'): void {
    this.#resolve({ end, results: [], notRun: [] });
  }

  fail(error: unknown): void {
    this.#reject(error);
  }
}

/** A page's side of a check. */
export class Page {
  readonly messages: CheckMessage[] = [];
  readonly ws: WebSocket;
  readonly closed: Promise<{ code: number; reason: string }>;

  constructor(url: string) {
    this.ws = new WebSocket(url, CHECK_SUBPROTOCOL);
    this.ws.on('error', () => {});
    this.ws.on('message', (data) => {
      const parsed = parseCheckMessage(data.toString());
      if (!parsed.ok) throw new Error(parsed.reason);
      this.messages.push(parsed.message);
    });
    this.closed = new Promise((resolve) => {
      this.ws.on('close', (code, reason) => resolve({ code, reason: reason.toString() }));
    });
  }

  get types(): string[] {
    return this.messages.map(({ type }) => type);
  }

  async until(type: CheckMessage['type'], times = 1): Promise<void> {
    while (this.types.filter((other) => other === type).length < times) await once(this.ws, 'message');
  }
}

export interface CheckFeedBench {
  readonly feed: CheckFeed;
  readonly runs: FakeRun[];
  /** What the observatory was told: `started`, `connected`, `disconnected` and `ended`, each with what it is of. */
  readonly told: string[];
  readonly sessions: SessionSource[];
  /** What the observatory knows of each session's other end. */
  readonly serverTrails: Map<string, TraceEntry[]>;
  readonly logged: string[];
  open(query: string): Page;
  /** Waits until a run was asked for. */
  nextRun(count?: number): Promise<FakeRun>;
}

/** Runs `test` with a feed; what it leaves is ended afterwards. `heartbeatMs`: as of `CheckFeed`. */
export async function withCheckFeed(
  test: (bench: CheckFeedBench) => Promise<void>,
  heartbeatMs = 0,
): Promise<void> {
  const runs: FakeRun[] = [];
  const told: string[] = [];
  const sessions: SessionSource[] = [];
  const serverTrails = new Map<string, TraceEntry[]>();
  const logged: string[] = [];
  const feed = new CheckFeed({
    targets: {
      defaultName: 'echo',
      get: (name) => targets.get(name),
    },
    observer: {
      sessionStarted(source, target) {
        sessions.push(source);
        told.push(`started ${source.target} in "${source.room}" at ${target?.port}`);
      },
      sessionConnected: (_id, local, remote) => told.push(`connected ${local.port} ${remote.port}`),
      sessionDisconnected: () => told.push('disconnected'),
      sessionEnded: () => told.push('ended'),
      takeTrail: (session) => serverTrails.get(session) ?? [],
    },
    now: () => performance.timeOrigin + performance.now(),
    heartbeatMs,
    logger: createLogger({
      level: 'error',
      human: false,
      destination: { write: (line) => void logged.push(line) },
    }),
    run(options) {
      const run = new FakeRun(options);
      runs.push(run);
      return run.report;
    },
  });
  const server = new WebSocketServer({
    port: 0,
    host: '127.0.0.1',
    handleProtocols: () => CHECK_SUBPROTOCOL,
  });
  server.on('connection', (ws, request) => feed.accept(ws, (request.url ?? '').split('?')[1] ?? ''));
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const pages: Page[] = [];
  try {
    await test({
      feed,
      runs,
      told,
      sessions,
      serverTrails,
      logged,
      open(query) {
        const page = new Page(`ws://127.0.0.1:${port}/check?${query}`);
        pages.push(page);
        return page;
      },
      async nextRun(count = 1) {
        await expect.poll(() => runs.length).toBeGreaterThanOrEqual(count);
        return runs[count - 1] as FakeRun;
      },
    });
  } finally {
    for (const page of pages) page.ws.terminate();
    for (const run of runs) run.end('stopped');
    await feed.close();
    server.close();
  }
}
