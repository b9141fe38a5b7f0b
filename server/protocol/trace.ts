// Traces: what each step on a connection's path did, chunk by chunk, in the order in which it did it.
//
//          browser            gateway                      server
//   up     send ──WebSocket──► receive, write ──TCP──► read
//   down   receive ◄────────── send, read ◄─────────── write
//
// Offsets count the bytes of one direction from 0, so that the same byte has the same offset at every step. A burst is
// told as one run with a count; a run that begins beyond the end of the one before it says that some were not told.

import * as v from 'valibot';

/** Where an entry was seen. The browser's own lane never crosses the wire: each page knows it by itself. */
export const LANES = ['browser', 'gateway', 'server'] as const;
export type Lane = (typeof LANES)[number];

/** Steps that move bytes: `receive` and `send` are WebSocket messages, `read` and `write` the TCP socket's calls. */
export const BYTE_STEPS = ['receive', 'write', 'read', 'send'] as const;
export type ByteStep = (typeof BYTE_STEPS)[number];

/** Steps that move none. `detail` says more, such as a close code. */
export const MARK_STEPS = [
  /** The gateway took the WebSocket over. */
  'upgrade',
  /** `connect(2)` was called: SYN. */
  'dial',
  /** The three-way handshake is complete, as the dialling end sees it. */
  'connect',
  /** The server took the connection over. */
  'accept',
  /** The server turned to the connection, which had waited for its turn until now. */
  'serve',
  'finSent',
  'finReceived',
  'rstSent',
  'rstReceived',
  /** Reading the TCP socket stopped, went on. `detail`: `browser` asked, or `backPressure`. */
  'pause',
  'resume',
  /** Reading the WebSocket stopped because the target takes no more, went on. */
  'hold',
  'release',
  /** `detail`: errno name. */
  'error',
  /** The WebSocket was closed (`detail`: code), or the server's socket is gone (`detail`: how). */
  'close',
] as const;
export type MarkStep = (typeof MARK_STEPS)[number];

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
/** Milliseconds since the Unix epoch by the server's clock, with fractions. */
const instant = v.number();

const byteRunSchema = v.strictObject({
  step: v.picklist(BYTE_STEPS),
  at: instant,
  /** When the last chunk of the run moved, if there were several. */
  until: v.optional(instant),
  /** Offset of the first byte in its direction. */
  from: count,
  bytes: count,
  /** Chunks that were summed up; 1 when absent. */
  count: v.optional(count),
});

const markSchema = v.strictObject({
  step: v.picklist(MARK_STEPS),
  at: instant,
  detail: v.optional(v.string()),
});

const tcpRttSchema = v.strictObject({
  /** The gateway wrote the bytes up to `to` and read as many back `rttMs` later. */
  step: v.literal('tcpRtt'),
  at: instant,
  to: count,
  rttMs: v.number(),
});

const webSocketRttSchema = v.strictObject({
  /** A ping of the gateway's and the browser's pong. */
  step: v.literal('webSocketRtt'),
  at: instant,
  rttMs: v.number(),
});

export const traceEntrySchema = v.variant('step', [
  byteRunSchema,
  markSchema,
  tcpRttSchema,
  webSocketRttSchema,
]);

/** Chunks of one step, one behind the other without a gap. */
export type ByteRun = v.InferOutput<typeof byteRunSchema>;
/** Something that happened at a moment. */
export type TraceMark = v.InferOutput<typeof markSchema>;
/** One round trip. */
export type RttSample = v.InferOutput<typeof tcpRttSchema> | v.InferOutput<typeof webSocketRttSchema>;
export type TraceEntry = v.InferOutput<typeof traceEntrySchema>;

export function isByteRun(entry: TraceEntry): entry is ByteRun {
  return 'bytes' in entry;
}
