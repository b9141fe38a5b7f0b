// Clients as the record sees them, made by hand: a label, a timeline, and bytes that are held.

import { ClientLabel } from '../../web/model/client-label.ts';
import type { ByteSource } from '../../web/model/held-bytes.ts';
import { createIdentity } from '../../web/model/identity.ts';
import type { Instant } from '../../web/model/instant.ts';
import type { RecordSource } from '../../web/model/record/record-entry.ts';
import type { ClockOffset } from '../../web/model/timeline/clock-offset.ts';
import { type Direction, Timeline } from '../../web/model/timeline/timeline.ts';

/** A moment of the page's monotonic clock. */
export function at(monotonicMs: number): Instant {
  return { wallMs: 1_000_000 + monotonicMs, monotonicMs };
}

/** The client number `index` (from 0: A) with its first connection begun; both directions carry `stream`. */
export function createSource(
  clocks: ClockOffset,
  index = 0,
  stream?: Uint8Array,
): RecordSource & { readonly label: ClientLabel } {
  const timeline = new Timeline(clocks);
  timeline.begin();
  const label = new ClientLabel(index + 1, createIdentity(index));
  return {
    label,
    timeline,
    sessionOf: (connection) => (connection === timeline.connection ? `s${index}` : undefined),
    bytes: stream && holdBytes(stream),
  };
}

/** Holds the same `stream` for both directions of connection 1. */
function holdBytes(stream: Uint8Array): ByteSource {
  return {
    read(connection: number, _direction: Direction, from: number, length: number): Uint8Array | undefined {
      if (connection !== 1 || from >= stream.length) return undefined;
      return stream.subarray(from, from + length);
    },
  };
}
