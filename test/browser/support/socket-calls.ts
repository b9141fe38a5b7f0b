// What the process's sockets really read and wrote, from below everything that records it: each `read(2)` that brought
// bytes is one `push` into Node's stream, and each write of the program's one `write`.
//
//   kernel ──push──► Socket ──data──► server, gateway, observatory ──► page
//             └─ counted here                                          └─ compared with it

import { Socket } from 'node:net';
import { vi } from 'vitest';

/** The sizes of one socket's reads and writes, in bytes, in order. */
export interface SocketCalls {
  readonly reads: readonly number[];
  readonly writes: readonly number[];
}

export class SocketWatch {
  readonly #pushes = vi.spyOn(Socket.prototype, 'push');
  readonly #writes = vi.spyOn(Socket.prototype, 'write');

  /** The calls of the open socket with these ports, since the watch began. */
  callsOf(localPort: number, remotePort: number): SocketCalls {
    const isOf = (socket: unknown): boolean =>
      socket instanceof Socket && socket.localPort === localPort && socket.remotePort === remotePort;
    const sizes = ({ contexts, calls }: { contexts: unknown[]; calls: unknown[][] }): number[] =>
      calls.flatMap(([chunk], index) =>
        chunk instanceof Uint8Array && isOf(contexts[index]) ? [chunk.length] : [],
      );
    return { reads: sizes(this.#pushes.mock), writes: sizes(this.#writes.mock) };
  }

  /** Lets the sockets be as they were. */
  end(): void {
    this.#pushes.mockRestore();
    this.#writes.mockRestore();
  }
}
