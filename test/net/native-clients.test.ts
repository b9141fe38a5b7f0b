// Clients of other makes at the echo server, as they come. Node itself is always there; where one of the
// others is missing its test fails and says what to install. .ci/run installs them.

import { describe, expect, it } from 'vitest';
import { requireProgram, runProgram } from '../support/run-program.ts';
import { withEchoServer } from '../support/with-echo-server.ts';

/** The client of the Python documentation's socket examples, with the whole echo compared. */
const pythonClient = `
import socket, sys
def echo(connection, data):
    connection.sendall(data)
    received = b''
    while len(received) < len(data):
        chunk = connection.recv(4096)
        assert chunk, 'closed early'
        received += chunk
    assert received == data, received
with socket.create_connection(('127.0.0.1', int(sys.argv[1]))) as connection:
    echo(connection, b'Hello, world')
    echo(connection, bytes(range(256)) * 4096)
    connection.shutdown(socket.SHUT_WR)
    assert connection.recv(1) == b'', 'more than the echo'
print('exact')
`;

const nodeClient = `
const socket = require('node:net').connect({ port: Number(process.argv[1]), host: '127.0.0.1' });
let received = '';
socket.setEncoding('utf8').on('data', (text) => {
  received += text;
  if (received === 'Hello, world') socket.end();
});
socket.on('close', () => console.log(received));
socket.write('Hello, world');
`;

const text = 'first line\nsecond line: naïve 你好\n';

describe('native clients', () => {
  it('node', async () => {
    await withEchoServer({}, async ({ port, transcript }) => {
      const ran = await runProgram(process.execPath, ['-e', nodeClient, String(port)]);
      expect(ran).toEqual({ status: 0, stdout: 'Hello, world\n', stderr: '' });
      await transcript.untilLine('#1 closed: fin');
    });
  });

  it('python3', async () => {
    requireProgram('python3', ['--version'], 'python3');
    await withEchoServer({}, async ({ port, transcript }) => {
      const ran = await runProgram('python3', ['-c', pythonClient, String(port)]);
      expect(ran).toEqual({ status: 0, stdout: 'exact\n', stderr: '' });
      await transcript.untilLine('#1 closed: fin');
    });
  });

  it('nc of OpenBSD', async () => {
    requireProgram('nc', ['-h'], 'netcat-openbsd', /OpenBSD/);
    await withEchoServer({}, async ({ port, transcript }) => {
      const ran = await runProgram('nc', ['-N', '127.0.0.1', String(port)], { input: text });
      expect(ran).toEqual({ status: 0, stdout: text, stderr: '' });
      await transcript.untilLine('#1 closed: fin');
    });
  });

  it('socat', async () => {
    requireProgram('socat', ['-V'], 'socat');
    await withEchoServer({}, async ({ port, transcript }) => {
      const ran = await runProgram('socat', ['-t30', '-', `TCP:127.0.0.1:${port}`], { input: text });
      expect(ran).toEqual({ status: 0, stdout: text, stderr: '' });
      await transcript.untilLine('#1 closed: fin');
    });
  });
});
