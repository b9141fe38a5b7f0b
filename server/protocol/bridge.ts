// The bridge protocol, `/bridge`: one WebSocket carries one TCP connection. Begin with PROTOCOL.md.
//
//   browser ──binary: TCP bytes──►  gateway  ──►  target
//           ──text: ClientControl─►
//           ◄─binary: TCP bytes───           ◄──
//           ◄─text: GatewayControl─

import * as v from 'valibot';
import { endpointSchema } from './endpoint.ts';
import { type Parsed, parseJson } from './parse-json.ts';

export const BRIDGE_PATH = '/bridge';

/** WebSocket subprotocol of the controlled mode; a client that offers none, or `binary`, gets the plain mode. */
export const BRIDGE_SUBPROTOCOL = 'echo-bridge.v1';

/** What websockify's clients offer; it selects the plain mode. */
export const PLAIN_SUBPROTOCOL = 'binary';

/** Name of the built-in echo server; the target of a URL that names none, unless the operator chose another. */
export const DEFAULT_TARGET = 'echo';

const clientControlSchema = v.variant('type', [
  /** Half-close: send FIN to the target after every byte sent before; no binary message may follow. */
  v.strictObject({ type: v.literal('fin') }),
  /** Abort: send RST to the target. The gateway answers with close 4105. */
  v.strictObject({ type: v.literal('rst') }),
  /** Stop reading the target's socket, so that the kernel's buffers fill and its window closes. Idempotent. */
  v.strictObject({ type: v.literal('pause') }),
  /** Go on reading after `pause`. Idempotent. */
  v.strictObject({ type: v.literal('resume') }),
  /** Have the built-in server send FIN, behind its echoes so far. Only where `open` said `builtIn`; else close 1008. */
  v.strictObject({ type: v.literal('serverFin') }),
  /** Have the built-in server send RST. Only where `open` said `builtIn`; else close 1008. */
  v.strictObject({ type: v.literal('serverRst') }),
]);

/** Control messages, browser → gateway. */
export type ClientControl = v.InferOutput<typeof clientControlSchema>;

const gatewayControlSchema = v.variant('type', [
  /** The TCP connection is established. First message of every session that gets that far; sent once. */
  v.strictObject({
    type: v.literal('open'),
    /** Session id, unique in the life of the process. */
    session: v.string(),
    /** Name of the target that was dialled. */
    target: v.string(),
    /** The gateway's end of the TCP connection. */
    local: endpointSchema,
    /** The target's end. */
    remote: endpointSchema,
    /** From the start of the dial to the established connection, in milliseconds. */
    connectMs: v.pipe(v.number(), v.minValue(0)),
    /** Whether the target is one of the playground's own servers, which can be asked to end the connection. */
    builtIn: v.boolean(),
    /** Largest binary message that this gateway accepts, in bytes. */
    maxMessageBytes: v.pipe(v.number(), v.integer(), v.minValue(1)),
  }),
  /** So many bytes of this session the target's kernel socket has taken so far; see UPSTREAM_WINDOW_BYTES. */
  v.strictObject({ type: v.literal('taken'), bytes: v.pipe(v.number(), v.integer(), v.minValue(0)) }),
  /** The target sent FIN; no binary message follows. The browser may still send. Sent at most once. */
  v.strictObject({ type: v.literal('fin') }),
  /** The TCP connection failed; a Close with the matching code follows at once. */
  v.strictObject({
    type: v.literal('error'),
    /** The system's errno name such as `ECONNREFUSED`, or `UNKNOWN_TARGET`, or `UNAVAILABLE` for one that does not run. */
    code: v.string(),
    /** One sentence for people. */
    message: v.string(),
  }),
]);

/** Control messages, gateway → browser. */
export type GatewayControl = v.InferOutput<typeof gatewayControlSchema>;

/** Reads a text message that came from a browser; never throws. The reason fits into a Close frame. */
export function parseClientControl(text: string): Parsed<ClientControl> {
  return parseJson(clientControlSchema, text);
}

/** Reads a text message that came from a gateway; never throws. */
export function parseGatewayControl(text: string): Parsed<GatewayControl> {
  return parseJson(gatewayControlSchema, text);
}
