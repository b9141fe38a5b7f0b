// The observe protocol, `/observe`: what the built-in servers see, streamed to a page. Begin with PROTOCOL.md.
//
//   page  ──(never sends)──►  observatory
//         ◄── snapshot ─────  first, and again whenever the watcher was too slow
//         ◄── delta ────────  about every OBSERVE_INTERVAL_MS, numbered without a gap

import * as v from 'valibot';
import { endpointSchema } from './endpoint.ts';
import { type Parsed, parseJson } from './parse-json.ts';
import { tcpStateSchema } from './tcp-state.ts';

export const OBSERVE_PATH = '/observe';

export const OBSERVE_SUBPROTOCOL = 'echo-bridge.observe.v1';

/** Time between two deltas, in milliseconds. */
export const OBSERVE_INTERVAL_MS = 100;

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
/** Milliseconds since the Unix epoch, by the server's clock. */
const instant = v.number();

const serverSchema = v.strictObject({
  /** Name of the built-in server, as a target: `echo`. */
  name: v.string(),
  /** Where it listens; `null` while it does not. */
  listening: v.nullable(endpointSchema),
  /** Connections open now. */
  open: count,
  /** Connections accepted, and refused at `maxConnections`, since the start. */
  accepted: count,
  refused: count,
  /** Bytes received and sent since the start. */
  bytesReceived: count,
  bytesSent: count,
});

/** A built-in server and its totals. */
export type ServerView = v.InferOutput<typeof serverSchema>;

const connectionSchema = v.strictObject({
  /** Unique in the life of the process. */
  id: count,
  peer: endpointSchema,
  /** Inferred from the server's own socket events. */
  state: tcpStateSchema,
  bytesReceived: count,
  bytesSent: count,
  acceptedAt: instant,
  /** The bridge session whose TCP socket is the other end; absent for a native client such as `nc`. */
  session: v.optional(v.string()),
});

/** One open connection of the built-in server. */
export type ConnectionView = v.InferOutput<typeof connectionSchema>;

const eventBase = { id: count, at: instant };
const connectionEventBase = {
  ...eventBase,
  connection: count,
  peer: endpointSchema,
  session: v.optional(v.string()),
};

const serverEventSchema = v.variant('kind', [
  /** `bind` and `listen` succeeded. */
  v.strictObject({ ...eventBase, kind: v.literal('listen'), endpoint: endpointSchema }),
  v.strictObject({ ...connectionEventBase, kind: v.literal('accept') }),
  /**
   * What one connection received and sent since its last such event; reads and writes are the socket's own. `at` is
   * when the first of it moved.
   */
  v.strictObject({
    ...connectionEventBase,
    kind: v.literal('transfer'),
    bytesReceived: count,
    reads: count,
    bytesSent: count,
    writes: count,
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
  /** The connection is gone. */
  v.strictObject({
    ...connectionEventBase,
    kind: v.literal('close'),
    /** `fin`: both directions ended in order. `reset`: RST received. `error`: any other failure. `shutdown`: the server stopped. */
    how: v.picklist(['fin', 'reset', 'error', 'shutdown']),
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

/** One line of the built-in server's life-cycle log. */
export type ServerEvent = v.InferOutput<typeof serverEventSchema>;

const observeMessageSchema = v.variant('type', [
  /** All there is: replaces whatever the page held. */
  v.strictObject({
    type: v.literal('snapshot'),
    /** Number of the delta that this snapshot already contains; the next one carries `sequence + 1`. */
    sequence: count,
    at: instant,
    server: serverSchema,
    connections: v.array(connectionSchema),
    /** The latest events, oldest first. */
    events: v.array(serverEventSchema),
    /** Events that the record no longer holds. */
    eventsDropped: count,
  }),
  /** What changed since the message before. */
  v.strictObject({
    type: v.literal('delta'),
    sequence: count,
    at: instant,
    server: serverSchema,
    /** Connections that are new or have changed. */
    connections: v.array(connectionSchema),
    /** Ids of connections that are gone. */
    closed: v.array(count),
    /** New events, oldest first. */
    events: v.array(serverEventSchema),
    eventsDropped: count,
  }),
]);

/** Messages, observatory → page. */
export type ObserveMessage = v.InferOutput<typeof observeMessageSchema>;
export type ObserveSnapshot = Extract<ObserveMessage, { type: 'snapshot' }>;
export type ObserveDelta = Extract<ObserveMessage, { type: 'delta' }>;

/** Reads a message of the observe stream; never throws. */
export function parseObserveMessage(text: string): Parsed<ObserveMessage> {
  return parseJson(observeMessageSchema, text);
}
