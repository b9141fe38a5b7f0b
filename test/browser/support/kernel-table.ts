// The kernel's own table of TCP sockets, `/proc/net/tcp`, read by the test itself: what the page says of the kernel is
// compared with it. Both ends of a loopback connection are in the same table.

import { readFile } from 'node:fs/promises';

/** Linux's numbers of the states (`include/net/tcp_states.h`). */
const STATES: Readonly<Record<string, string>> = {
  '01': 'ESTABLISHED',
  '02': 'SYN_SENT',
  '03': 'SYN_RECEIVED',
  '04': 'FIN_WAIT_1',
  '05': 'FIN_WAIT_2',
  '06': 'TIME_WAIT',
  '07': 'CLOSED',
  '08': 'CLOSE_WAIT',
  '09': 'LAST_ACK',
  '0A': 'LISTEN',
  '0B': 'CLOSING',
};

/** One end of a connection. */
export interface TableEnd {
  /** `CLOSED` when the table has no such socket. */
  readonly state: string;
  readonly receiveQueue: number;
  readonly sendQueue: number;
}

/** Both ends of the IPv4 connection between two ports of this machine. */
export async function readKernelTable(
  clientPort: number,
  serverPort: number,
): Promise<{ readonly client: TableEnd; readonly server: TableEnd }> {
  const table = await readFile('/proc/net/tcp', 'utf8');
  return { client: findEnd(table, clientPort, serverPort), server: findEnd(table, serverPort, clientPort) };
}

function findEnd(table: string, local: number, remote: number): TableEnd {
  // local_address rem_address st tx_queue:rx_queue
  const line = new RegExp(`\\w{8}:${hex(local)} \\w{8}:${hex(remote)} (\\w\\w) (\\w{8}):(\\w{8}) `).exec(
    table,
  );
  const [, state = '07', sendQueue = '0', receiveQueue = '0'] = line ?? [];
  return {
    state: STATES[state] ?? state,
    receiveQueue: Number.parseInt(receiveQueue, 16),
    sendQueue: Number.parseInt(sendQueue, 16),
  };
}

function hex(port: number): string {
  return port.toString(16).toUpperCase().padStart(4, '0');
}
