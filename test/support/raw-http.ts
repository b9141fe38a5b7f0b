// An HTTP request written byte by byte, for what a well-behaved client would never send.

import { connect } from 'node:net';

/** A WebSocket handshake that would be let in, as header lines; a test changes what it is about. */
export function handshakeLines(port: number, extra: readonly string[] = []): string[] {
  return [
    'GET /bridge HTTP/1.1',
    `Host: 127.0.0.1:${port}`,
    'Upgrade: websocket',
    'Connection: Upgrade',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    'Sec-WebSocket-Version: 13',
    ...extra,
  ];
}

/** Sends header lines and what follows them in one segment, and reads until `isEnough` or the end. */
export function exchange(
  port: number,
  lines: readonly string[],
  body: Uint8Array = Buffer.alloc(0),
  isEnough: (answer: Buffer) => boolean = (answer) => answer.includes('\r\n\r\n'),
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    let answer = Buffer.alloc(0);
    socket.on('error', reject);
    socket.on('close', () => resolve(answer));
    socket.on('data', (chunk) => {
      answer = Buffer.concat([answer, chunk]);
      if (isEnough(answer)) socket.destroy();
    });
    socket.write(Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`), body]));
  });
}

/** Status of an answer's first line. */
export function statusOf(answer: Buffer): number {
  return Number(/^HTTP\/1\.1 (\d{3})/.exec(answer.toString('latin1'))?.[1]);
}

/** A client's frame (RFC 6455 §5.2): masked, unfragmented, at most 125 bytes. */
export function clientFrame(opcode: number, payload: Uint8Array): Buffer {
  const mask = Buffer.from([1, 2, 3, 4]);
  const masked = Buffer.from(payload.map((byte, i) => byte ^ (mask[i % 4] as number)));
  return Buffer.concat([Buffer.from([0x80 | opcode, 0x80 | payload.length]), mask, masked]);
}
