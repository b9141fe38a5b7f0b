// The life-cycle log of the built-in servers: one event a line. A page gets those of its own room, and those that concern
// everybody.

import * as v from 'valibot';
import { endpointSchema } from './endpoint.ts';
import { MAX_PREVIEW_BYTES } from './limits.ts';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
/** Milliseconds since the Unix epoch by the server's clock, with fractions. */
const instant = v.number();

export const servedBySchema = v.strictObject({
  kind: v.picklist(['process', 'thread']),
  /** Process or thread id, as the system knows it. */
  id: count,
});

/** The process or thread that serves a connection. */
export type ServedBy = v.InferOutput<typeof servedBySchema>;

/** `server`: name of the built-in server. */
const eventBase = { id: count, at: instant, server: v.string() };
const connectionEventBase = {
  ...eventBase,
  connection: count,
  peer: endpointSchema,
  session: v.optional(v.string()),
};

export const serverEventSchema = v.variant('kind', [
  /** `bind` and `listen` succeeded. */
  v.strictObject({ ...eventBase, kind: v.literal('listen'), endpoint: endpointSchema }),
  /** `servedBy` is absent when the connection has to wait for its turn. */
  v.strictObject({ ...connectionEventBase, kind: v.literal('accept'), servedBy: v.optional(servedBySchema) }),
  /** The server turned to a connection that had waited for its turn. */
  v.strictObject({
    ...connectionEventBase,
    kind: v.literal('serve'),
    servedBy: servedBySchema,
    waitedMs: v.number(),
  }),
  /**
   * What one connection received and sent since its last such event; reads and writes are the socket's own. `at` is
   * when the first of it moved.
   */
  v.strictObject({
    ...connectionEventBase,
    kind: v.literal('transfer'),
    /** Offset in its direction of the first byte received, and sent, that this event tells of. */
    receivedFrom: count,
    sentFrom: count,
    bytesReceived: count,
    reads: count,
    bytesSent: count,
    writes: count,
    /** A native client's first received bytes of these, in hex; a page knows its own, and is never told another's. */
    preview: v.optional(v.pipe(v.string(), v.hexadecimal(), v.maxLength(2 * MAX_PREVIEW_BYTES))),
  }),
  /** The same summed up over connections that found no room of their own in this delta. */
  v.strictObject({
    ...eventBase,
    kind: v.literal('transfers'),
    connections: count,
    bytesReceived: count,
    reads: count,
    bytesSent: count,
    writes: count,
  }),
  /** The peer's FIN arrived. */
  v.strictObject({ ...connectionEventBase, kind: v.literal('fin') }),
  /** The server sent its FIN, and sent it first. */
  v.strictObject({ ...connectionEventBase, kind: v.literal('finSent') }),
  /** The connection is gone. */
  v.strictObject({
    ...connectionEventBase,
    kind: v.literal('close'),
    /**
     * `fin`: both directions ended in order. `reset`: RST received. `abort`: RST sent, as the server was asked to.
     * `error`: any other failure. `shutdown`: the server stopped.
     */
    how: v.picklist(['fin', 'reset', 'abort', 'error', 'shutdown']),
    /** The system's errno name, for `reset` and `error`. */
    code: v.optional(v.string()),
    bytesReceived: count,
    bytesSent: count,
    durationMs: v.number(),
  }),
  /** A connection was refused at `maxConnections`. */
  v.strictObject({ ...eventBase, kind: v.literal('refuse'), peer: endpointSchema }),
  /** The server no longer listens. */
  v.strictObject({ ...eventBase, kind: v.literal('stop') }),
]);

/** One line of the built-in servers' life-cycle log. */
export type ServerEvent = v.InferOutput<typeof serverEventSchema>;
