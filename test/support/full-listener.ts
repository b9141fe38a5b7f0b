// A TCP endpoint that neither accepts nor refuses: a stopped process whose accept queue is full, so that the
// kernel leaves further handshakes unanswered.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';

const LISTEN = `
  const server = require('node:net').createServer();
  server.listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => console.log(server.address().port));
`;

/** More than any system queues for a backlog of 1. */
const FILLERS = 16;

/** Runs `test` with the port of an endpoint that does not answer. */
export async function withFullListener(test: (port: number) => Promise<void>): Promise<void> {
  const child = spawn(process.execPath, ['-e', LISTEN], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const port = Number(line.toString());
  child.kill('SIGSTOP');
  const fillers = Array.from({ length: FILLERS }, () => connect(port, '127.0.0.1'));
  try {
    for (const filler of fillers) filler.on('error', () => {});
    await Promise.race(fillers.map((filler) => once(filler, 'connect')));
    await test(port);
  } finally {
    for (const filler of fillers) filler.destroy();
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
}
