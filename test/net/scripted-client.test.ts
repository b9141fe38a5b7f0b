// The scripted client against the echo server, and against servers that are none.

import type { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { type ClientOptions, DEFAULT_MESSAGES, runClient } from '../../server/net/scripted-client.ts';
import { withEchoServer } from '../support/with-echo-server.ts';
import { withTcpServer } from '../support/with-tcp-server.ts';

/** Runs the client and returns its lines; ports and times are replaced. */
async function converse(port: number, options: Partial<ClientOptions> = {}): Promise<string[]> {
  const lines: string[] = [];
  await runClient({ host: '127.0.0.1', port, write: (line) => lines.push(line), ...options });
  return lines.map((line) => line.replace(/:\d+/g, ':PORT').replace(/ {2}[\d.]+ m?s$/, '  TIME'));
}

/** Sends what it gets one byte a write, each in a turn of the event loop of its own. */
function echoByteByByte(socket: Socket): void {
  const waiting: Buffer[] = [];
  const sendOne = () => {
    const byte = waiting.shift();
    if (byte) socket.write(byte, () => setImmediate(sendOne));
  };
  socket.on('data', (chunk: Buffer) => {
    const wasIdle = waiting.length === 0;
    for (const byte of chunk) waiting.push(Buffer.from([byte]));
    if (wasIdle) sendOne();
  });
}

describe('with an echo server', () => {
  it('sends two messages, prints each echo, and closes', async () => {
    await withEchoServer({}, async ({ port, transcript }) => {
      expect(await converse(port)).toEqual([
        'connected  127.0.0.1:PORT → 127.0.0.1:PORT',
        'sent       Hello, world  (12 B)',
        'echoed     Hello, world  (12 B)  TIME',
        'sent       Hello again: naïve café, 你好, 👋  (39 B)',
        'echoed     Hello again: naïve café, 你好, 👋  (39 B)  TIME',
        'closed     FIN in both directions',
      ]);
      expect(DEFAULT_MESSAGES).toHaveLength(2);
      await transcript.untilLine('#1 closed: fin');
    });
  });

  it('sends the messages that are given, an empty one too, and prints no control character', async () => {
    await withEchoServer({}, async ({ port }) => {
      const lines = await converse(port, { messages: ['\u001b[2Jone\r\n', '', 'x'.repeat(100_000)] });
      expect(lines.slice(1, 5)).toEqual([
        'sent       \\u001b[2Jone\\r\\n  (9 B)',
        'echoed     \\u001b[2Jone\\r\\n  (9 B)  TIME',
        'sent         (0 B)',
        'echoed       (0 B)  TIME',
      ]);
      expect(lines[6]).toBe(`echoed     ${'x'.repeat(200)}…  (100 kB)  TIME`);
    });
  });

  it('waits for the whole echo, however small its chunks', async () => {
    await withTcpServer(echoByteByByte, async (port) => {
      expect((await converse(port)).at(-1)).toBe('closed     FIN in both directions');
    });
  });
});

describe('with another server, or none', () => {
  it('says that nothing listens', async () => {
    let free = 0;
    await withTcpServer(
      () => {},
      async (port) => {
        free = port;
      },
    );
    await expect(converse(free)).rejects.toMatchObject({
      code: 'CONNECT_FAILED',
      message:
        `Cannot connect to 127.0.0.1:${free}: nothing listens there (ECONNREFUSED). ` +
        'Is the server running, and is this its --port?',
    });
  });

  it('says where the echo differs', async () => {
    const lowerCase = (socket: Socket) =>
      socket.on('data', (chunk) => socket.write(chunk.toString().toLowerCase()));
    await withTcpServer(lowerCase, async (port) => {
      await expect(converse(port, { messages: ['all lower', 'then a Capital'] })).rejects.toMatchObject({
        code: 'ECHO_DIFFERS',
        message:
          `127.0.0.1:${port} is no echo server: at byte 7 of the answer to message 2 ` +
          '0x63 came, but 0x43 was sent.',
      });
    });
  });

  it('says when more came than was sent', async () => {
    const shout = (socket: Socket) =>
      socket.on('data', (chunk) => socket.write(Buffer.concat([chunk, Buffer.from('!')])));
    await withTcpServer(shout, async (port) => {
      await expect(converse(port, { messages: ['hey'] })).rejects.toMatchObject({
        code: 'ECHO_DIFFERS',
        message:
          `127.0.0.1:${port} is no echo server: at byte 3 of the answer to message 1 ` +
          '0x21 came, but no further byte was sent.',
      });
    });
  });

  it('says when something came without being asked for', async () => {
    const greet = (socket: Socket) => socket.write('welcome');
    await withTcpServer(greet, async (port) => {
      await expect(converse(port, { messages: [] })).rejects.toMatchObject({
        code: 'ECHO_DIFFERS',
        message:
          `127.0.0.1:${port} is no echo server: at byte 0 of the answer to no message ` +
          '0x77 came, but no further byte was sent.',
      });
    });
  });

  it('says how much of an echo came before the server closed', async () => {
    const cut = (socket: Socket) => socket.once('data', (chunk: Buffer) => socket.end(chunk.subarray(0, 5)));
    await withTcpServer(cut, async (port) => {
      await expect(converse(port)).rejects.toMatchObject({
        code: 'CLOSED_EARLY',
        message: `127.0.0.1:${port} closed the connection after 5 of 12 bytes of the echo of message 1.`,
      });
    });
  });

  it('says that the server reset the connection', async () => {
    const reset = (socket: Socket) => socket.once('data', () => socket.resetAndDestroy());
    await withTcpServer(reset, async (port) => {
      await expect(converse(port)).rejects.toMatchObject({
        code: 'CONNECTION_LOST',
        message: `The connection to 127.0.0.1:${port} was reset by the server (ECONNRESET).`,
        cause: { code: 'ECONNRESET' },
      });
    });
  });

  it('gives up on a server that never answers', async () => {
    const mute = (socket: Socket) => socket.resume();
    await withTcpServer(mute, async (port) => {
      await expect(converse(port, { answerTimeoutMs: 50 })).rejects.toMatchObject({
        code: 'NO_ANSWER',
        message: `127.0.0.1:${port} sent nothing for 50 ms; an echo server answers at once.`,
      });
    });
  });
});
