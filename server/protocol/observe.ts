// The observe protocol, `/observe`: what the built-in servers see, streamed to a page. Begin with PROTOCOL.md.
//
//   page  ──── look, unlook ──►  observatory
//         ◄── snapshot ────────  first, and again whenever the watcher was too slow
//         ◄── delta ───────────  about every OBSERVE_INTERVAL_MS, numbered without a gap
//         ◄── trace, kernel ───  of what the page looks at

import * as v from 'valibot';
import { endpointSchema } from './endpoint.ts';
import { kernelSampleSchema, kernelSourceSchema } from './kernel.ts';
import { type Parsed, parseJson } from './parse-json.ts';
import { servedBySchema, serverEventSchema } from './server-event.ts';
import { tcpStateSchema } from './tcp-state.ts';
import { traceEntrySchema } from './trace.ts';

export const OBSERVE_PATH = '/observe';

export const OBSERVE_SUBPROTOCOL = 'echo-bridge.observe.v1';

/** Time between two deltas, in milliseconds. */
export const OBSERVE_INTERVAL_MS = 100;

/** Time between two kernel samples, in milliseconds; more where one takes long to read. */
export const KERNEL_INTERVAL_MS = 250;

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
/** Milliseconds since the Unix epoch by the server's clock, with fractions. */
const instant = v.number();
const sessionId = v.pipe(v.string(), v.maxLength(64));

const totalsSchema = v.strictObject({
  /** Connections open now. */
  open: count,
  /** Connections accepted, and refused at `maxConnections`, since the start. */
  accepted: count,
  refused: count,
  /** Bytes received and sent since the start. */
  bytesReceived: count,
  bytesSent: count,
});

/** What a built-in server has done so far. */
export type ServerTotals = v.InferOutput<typeof totalsSchema>;

const targetSchema = v.strictObject({
  name: v.string(),
  /** `builtIn`: a server of the playground's own. `broken`: one of its gallery. `listed`: named by the operator. */
  kind: v.picklist(['builtIn', 'broken', 'listed']),
  /** What it is, in one line. */
  description: v.string(),
  /** Where it is dialled, by address or name; `null` while that is not known, as of a server that does not run. */
  endpoint: v.nullable(endpointSchema),
  /** Whether it can be reached; `unknown` until somebody has tried. */
  health: v.picklist(['up', 'down', 'unknown']),
  /** Why it is down. */
  reason: v.optional(v.string()),
  /** Of a server whose connections the observatory sees. */
  totals: v.optional(totalsSchema),
});

/** One entry of the operator's list of TCP servers. */
export type TargetView = v.InferOutput<typeof targetSchema>;

const connectionSchema = v.strictObject({
  /** Unique in the life of the process. */
  id: count,
  /** Name of the built-in server that accepted it. */
  server: v.string(),
  peer: endpointSchema,
  /** Inferred from the server's own socket events. */
  state: tcpStateSchema,
  bytesReceived: count,
  bytesSent: count,
  acceptedAt: instant,
  /** Who serves it; absent while it waits for its turn. */
  servedBy: v.optional(servedBySchema),
  /** The session whose TCP socket is the other end; absent for a native client such as `nc`. */
  session: v.optional(v.string()),
});

/** One open connection of a built-in server. */
export type ConnectionView = v.InferOutput<typeof connectionSchema>;

const sessionSchema = v.strictObject({
  /** That of a connection which an Echo Check makes begins with `check:`. */
  id: sessionId,
  /** Name of the target that the browser asked for. */
  target: v.string(),
  /** `dialling` until the TCP connection is established. */
  phase: v.picklist(['dialling', 'open']),
  startedAt: instant,
  /** The two ends of the TCP connection, once established. */
  local: v.optional(endpointSchema),
  remote: v.optional(endpointSchema),
});

/** One session of the room: a WebSocket and a TCP socket, or a connection that an Echo Check makes. */
export type SessionView = v.InferOutput<typeof sessionSchema>;

const subjectSchema = v.variant('of', [
  /** A bridge session: the gateway's steps, and the built-in server's when that is the other end. */
  v.strictObject({ of: v.literal('session'), id: sessionId }),
  /** A connection of a built-in server, such as a native client's: the server's steps alone. */
  v.strictObject({ of: v.literal('connection'), id: count }),
]);

/** What can be looked at. */
export type Subject = v.InferOutput<typeof subjectSchema>;

/** A subject as a key of a map. */
export function subjectKey({ of, id }: Subject): string {
  return `${of}:${id}`;
}

const watcherMessageSchema = v.variant('type', [
  /** Tell its trace from now on, and with `kernel` both ends' kernel state. Again: replaces the one before. */
  v.strictObject({ type: v.literal('look'), subject: subjectSchema, kernel: v.boolean() }),
  /** No longer. */
  v.strictObject({ type: v.literal('unlook'), subject: subjectSchema }),
]);

/** Messages, page → observatory. */
export type WatcherMessage = v.InferOutput<typeof watcherMessageSchema>;

const observeMessageSchema = v.variant('type', [
  /** All there is: replaces whatever the page held. */
  v.strictObject({
    type: v.literal('snapshot'),
    /** Number of the delta that this snapshot already contains; the next one carries `sequence + 1`. */
    sequence: count,
    at: instant,
    /** The whole list, the default one first. */
    targets: v.array(targetSchema),
    sessions: v.array(sessionSchema),
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
    /** Targets that have changed. */
    targets: v.array(targetSchema),
    /** Sessions that are new or have changed, and ids of those that are gone. */
    sessions: v.array(sessionSchema),
    ended: v.array(sessionId),
    /** Connections that are new or have changed, and ids of those that are gone. */
    connections: v.array(connectionSchema),
    closed: v.array(count),
    /** New events, oldest first. */
    events: v.array(serverEventSchema),
    eventsDropped: count,
  }),
  /** What the subjects that are looked at did since the message before; each in the order of its own time. */
  v.strictObject({
    type: v.literal('trace'),
    at: instant,
    traces: v.array(
      v.strictObject({
        subject: subjectSchema,
        lane: v.picklist(['gateway', 'server']),
        entries: v.array(traceEntrySchema),
      }),
    ),
  }),
  /** The kernel's view of the subjects that are looked at with `kernel`. */
  v.strictObject({
    type: v.literal('kernel'),
    /** The kernel was read from `since` to `at`: what happened between may or may not be in it. */
    since: instant,
    at: instant,
    missing: kernelSourceSchema,
    samples: v.array(kernelSampleSchema),
  }),
]);

/** Messages, observatory → page. */
export type ObserveMessage = v.InferOutput<typeof observeMessageSchema>;
export type ObserveSnapshot = Extract<ObserveMessage, { type: 'snapshot' }>;
export type ObserveDelta = Extract<ObserveMessage, { type: 'delta' }>;
export type TraceMessage = Extract<ObserveMessage, { type: 'trace' }>;
export type KernelMessage = Extract<ObserveMessage, { type: 'kernel' }>;

/** Reads a message of the observe stream; never throws. */
export function parseObserveMessage(text: string): Parsed<ObserveMessage> {
  return parseJson(observeMessageSchema, text);
}

/** Reads a message that came from a watcher; never throws. */
export function parseWatcherMessage(text: string): Parsed<WatcherMessage> {
  return parseJson(watcherMessageSchema, text);
}
