// The kernel's view of a connection: what the operating system itself says of both ends, beside what this process
// holds. Sampled only while a watcher looks.
//
//   gateway's buffer ─► [send queue  gateway's socket] ══TCP══► [receive queue  server's socket] ─► server's buffer
//   gateway's buffer ◄─ [receive queue               ] ◄═TCP═══ [send queue                    ] ◄─

import * as v from 'valibot';
import { endpointSchema } from './endpoint.ts';
import { tcpStateSchema } from './tcp-state.ts';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

/** The timer that the kernel runs for a socket (Linux's `tr` of `/proc/net/tcp`). */
export const KERNEL_TIMERS = ['none', 'retransmit', 'keepalive', 'timeWait', 'zeroWindowProbe'] as const;

const kernelDetailsSchema = v.strictObject({
  /** Smoothed round-trip time and its variation (RFC 6298), in milliseconds. */
  rttMs: v.optional(v.number()),
  rttVariationMs: v.optional(v.number()),
  /** Congestion window in segments, and bytes of one segment. */
  congestionWindow: v.optional(count),
  segmentBytes: v.optional(count),
  /** The window that the peer offers, in bytes; 0 is a zero window. */
  peerWindowBytes: v.optional(count),
  /** Retransmitted segments since the connection began. */
  retransmissions: v.optional(count),
  bytesSent: v.optional(count),
  bytesAcknowledged: v.optional(count),
  bytesReceived: v.optional(count),
  /** How long the peer's receive window kept this end from sending, in milliseconds. */
  windowLimitedMs: v.optional(v.number()),
});

/** What `ss` adds; a figure that this kernel does not give is absent. */
export type KernelDetails = v.InferOutput<typeof kernelDetailsSchema>;

const kernelEndSchema = v.strictObject({
  /** The kernel's own state; a socket that it no longer lists is `CLOSED`. */
  state: tcpStateSchema,
  /** Bytes received and not read yet, and bytes written and not acknowledged yet. */
  receiveQueue: count,
  sendQueue: count,
  timer: v.picklist(KERNEL_TIMERS),
  /** When the timer fires, in milliseconds; absent without one. */
  timerMs: v.optional(v.number()),
  /** Retransmissions, or zero-window probes, that were not answered yet. */
  unanswered: count,
  details: v.optional(kernelDetailsSchema),
});

/** One end of a connection as the kernel has it. */
export type KernelEnd = v.InferOutput<typeof kernelEndSchema>;

const processBuffersSchema = v.strictObject({
  /** Bytes that the gateway holds for the target, and for the browser. */
  upstream: v.optional(count),
  downstream: v.optional(count),
  /** Bytes that the built-in server holds for its peer. */
  server: v.optional(count),
  /** Whether the gateway reads the WebSocket, the gateway its TCP socket, and the server its own. */
  readsWebSocket: v.optional(v.boolean()),
  readsSocket: v.optional(v.boolean()),
  serverReads: v.optional(v.boolean()),
});

/** What this process holds of a connection; what it has no part in is absent. */
export type ProcessBuffers = v.InferOutput<typeof processBuffersSchema>;

export const kernelSampleSchema = v.strictObject({
  /** `session:ID` or `connection:ID`, as `subjectKey` writes it. */
  subject: v.string(),
  /** The dialling end and the accepting end; an endpoint not yet known, or of another machine, is absent. */
  client: v.optional(endpointSchema),
  server: v.optional(endpointSchema),
  clientEnd: v.optional(kernelEndSchema),
  serverEnd: v.optional(kernelEndSchema),
  process: processBuffersSchema,
});

/** Both ends of one connection at one moment. */
export type KernelSample = v.InferOutput<typeof kernelSampleSchema>;

export const kernelSourceSchema = v.strictObject({
  /** Whether the kernel's table of sockets (`/proc/net/tcp`, `tcp6`) can be read; else a sentence that says why not. */
  table: v.optional(v.string()),
  /** The same of `ss`. */
  details: v.optional(v.string()),
});

/** What is missing of the kernel's view, each with the reason; empty when nothing is. */
export type KernelSource = v.InferOutput<typeof kernelSourceSchema>;
