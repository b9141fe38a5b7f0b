// One message to an echo server and back.

import { expect } from 'vitest';
import type { TcpPeer } from './tcp-peer.ts';

/** Sends `text` and expects it back, and nothing else. */
export async function exchange(peer: TcpPeer, text: string): Promise<void> {
  const before = peer.bytes.length;
  await peer.send(text);
  expect((await peer.received(before + text.length)).subarray(before).toString()).toBe(text);
}
