// A parent that is killed leaves no process behind: neither workers, nor Python, nor broken servers.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { childrenOf, untilGone } from '../../support/child-processes.ts';

const built = (path: string) => new URL(`../../../dist/server/${path}`, import.meta.url).href;

/** Starts everything that is a process of its own, and prints a line each time that one of it is up. */
const parent = `
import { startModel } from ${JSON.stringify(built('net/models/start-model.js'))};
import { startGallery } from ${JSON.stringify(built('net/gallery/start-gallery.js'))};
const ignore = () => {};
const observer = new Proxy({}, { get: () => ignore });
const logger = observer;
const health = { up: () => console.log('up'), down: ignore };
const options = { host: '127.0.0.1', port: 0, maxConnections: 10, observer, health, logger };
startModel('forked', options);
startModel('threads', options);
startGallery({ host: '127.0.0.1', healthOf: () => health, logger });
`;

/** Two models and twelve broken servers. */
const SERVERS = 14;
/** Three workers, Python, and the broken servers. */
const PROCESSES = 16;

it('killed with SIGKILL', async () => {
  const child = spawn(process.execPath, ['--input-type=module', '-e', parent], {
    cwd: fileURLToPath(new URL('../../..', import.meta.url)),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let printed = '';
  for await (const text of child.stdout.setEncoding('utf8')) {
    printed += text;
    if (printed.split('\n').length > SERVERS) break;
  }
  const pids = childrenOf(child.pid ?? 0);
  expect(pids.length).toBe(PROCESSES);
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
  await untilGone(pids);
});
