// One bridge session: a WebSocket and the TCP socket it is carried onto. The bytes run straight through, with
// back-pressure from end to end; what begins, ends or breaks the session is asked of the relay (server/core/).
//
//   browser ──ws 'message'──► socket.write ── window full? ws.pause() until 'drain' ────► target
//           ◄──── ws.send ─── socket 'data' ── bufferedAmount high? socket.pause() ────◄
//           ◄──── taken ───── what the target's socket has taken
//
// It is long because its listeners share one state: what one holds back another has to let go.
//
// Traps that shaped it: a paused `ws` emits neither 'pong' nor 'close'; `destroy()` with unread data sends RST
// where FIN was meant; after a Close has arrived, `ws.send` fails silently.

import { connect, type Socket } from 'node:net';
import type { WebSocket } from 'ws';
import type { Config } from '../../core/config.ts';
import type { Tap } from '../../core/observatory/trace.ts';
import type { SessionSource } from '../../core/observatory/tracked.ts';
import { ReadGate } from '../../core/read-gate.ts';
import {
  beginRelay,
  type RelayCommand,
  type RelayEvent,
  type RelayState,
  type RelayStep,
  stepRelay,
} from '../../core/relay.ts';
import { type GatewayControl, parseClientControl } from '../../protocol/bridge.ts';
import { CloseCode, fitReason } from '../../protocol/close-codes.ts';
import type { Endpoint } from '../../protocol/endpoint.ts';
import type { ProcessBuffers } from '../../protocol/kernel.ts';
import { TAKEN_STEP_BYTES, UPSTREAM_WINDOW_BYTES } from '../../protocol/limits.ts';
import { localEndpoint, remoteEndpoint } from '../endpoints.ts';
import { resetSocket } from '../reset-socket.ts';
import type { Target } from '../targets/targets.ts';
import type { BufferedBytes, SessionEvents, SessionOptions } from './session-contract.ts';
import { SessionSteps } from './session-steps.ts';

/** A stalled browser is read from again once this share of `highWaterBytes` is left in its buffer. */
const LOW_WATER_SHARE = 1 / 4;

/** How long a dial that is given up may still take to come about, in milliseconds; then its socket is closed. */
const DIAL_GRACE_MS = 200;

const BINARY = { binary: true } as const;

/** Payload of the ping whose pong answers `probe`; heartbeats carry none. */
const PROBE_PAYLOAD = Buffer.from('drain');

/** Payload of the ping that times the WebSocket. */
const TIMED_PAYLOAD = Buffer.from('time');

interface Farewell {
  readonly code: CloseCode;
  readonly reason: string;
}

export class BridgeSession implements SessionSource {
  readonly id: string;
  readonly room: string;
  readonly target: string;
  readonly #ws: WebSocket;
  readonly #config: Config;
  readonly #events: SessionEvents;
  readonly #lowWaterBytes: number;
  readonly #endServer: Target['end'];
  readonly #steps = new SessionSteps();
  readonly #gate = new ReadGate((reading) => this.#read(reading));
  readonly #startedAtMs = performance.now();
  #state: RelayState;
  #socket: Socket | undefined;
  #bytesUpstream = 0;
  #bytesDownstream = 0;
  /** Of these, what the last `taken` said. */
  #bytesTold = 0;
  #discarding = false;
  #discardEnd: NodeJS.Timeout | undefined;
  /** The Close that follows once the browser's buffer is empty. */
  #farewell: Farewell | undefined;
  /** Reading the browser waits: for the connection, or for the target to take more. */
  #downstreamHeld = true;
  #heard = true;
  #isExpired = false;
  #downstreamOpen = true;
  #upstreamOpen = false;

  /** Takes over a WebSocket that was just upgraded, and dials. */
  constructor(ws: WebSocket, { id, mode, room, targetName, target, config, events }: SessionOptions) {
    this.id = id;
    this.room = room;
    this.target = targetName;
    this.#ws = ws;
    this.#config = config;
    this.#events = events;
    this.#endServer = target?.end;
    this.#lowWaterBytes = config.highWaterBytes * LOW_WATER_SHARE;
    ws.pause();
    ws.on('message', this.#onMessage);
    ws.on('pong', this.#onPong);
    ws.on('ping', this.#onHeard);
    ws.on('error', this.#onDownstreamError);
    ws.on('close', this.#onDownstreamClose);

    const begin = beginRelay(mode, targetName, target?.end !== undefined);
    this.#state = begin.state;
    events.started(this);
    this.#steps.mark('upgrade');
    if (target?.endpoint) {
      this.#dial(target.endpoint);
      this.#obey(begin);
    } else if (target) {
      this.#step({ type: 'targetUnavailable', reason: target.reason ?? 'It does not run.' });
    } else {
      this.#step({ type: 'targetUnknown' });
    }
  }

  /** From now on tells `tap` what its steps do. */
  traceTo(tap: Tap): void {
    this.#steps.tap = tap;
  }

  /** Bytes held in this process: towards the browser, and towards the target. */
  get bufferedBytes(): BufferedBytes {
    return { downstream: this.#ws.bufferedAmount, upstream: this.#socket?.writableLength ?? 0 };
  }

  get buffers(): ProcessBuffers {
    return {
      ...this.bufferedBytes,
      readsWebSocket: !this.#ws.isPaused,
      readsSocket: !this.#gate.isHeld,
    };
  }

  /** Lets the session finish what was sent before now, then ends it with 1001. */
  drain(): void {
    this.#step({ type: 'shutdown' });
  }

  /** Ends a draining session at once. */
  expire(): void {
    this.#isExpired = true;
    this.#step({ type: 'drainExpired' });
  }

  /** Cuts the WebSocket without a closing handshake. */
  terminate(): void {
    this.#ws.terminate();
  }

  /**
   * Pings the browser, or drops it when nothing came from it since the last call. While it is not read it cannot
   * be heard; the ping then only provokes the RST of a peer that is gone.
   */
  beat(): void {
    if (!this.#heard && !this.#downstreamHeld) return this.terminate();
    this.#heard = false;
    this.#ws.ping();
  }

  /** Pings the browser to time its pong, unless one is on its way. */
  timeWebSocket(): void {
    if (this.#downstreamOpen && this.#steps.pinged()) this.#ws.ping(TIMED_PAYLOAD);
  }

  #dial({ address, port }: Endpoint): void {
    this.#steps.mark('dial');
    const socket = connect({ host: address, port, allowHalfOpen: true, noDelay: true });
    this.#socket = socket;
    this.#upstreamOpen = true;
    socket.on('connect', this.#onConnect);
    socket.on('data', this.#onData);
    socket.on('drain', this.#onDrain);
    socket.on('end', this.#onTargetEnd);
    socket.on('timeout', this.#onTimeout);
    socket.on('error', this.#onTargetError);
    socket.on('close', this.#onTargetClose);
  }

  // ── upstream: browser → target ──────────────────────────────────────────────────────────────────────────

  readonly #onMessage = (data: Buffer, isBinary: boolean): void => {
    this.#heard = true;
    // A browser that floods a stopping server must not keep it from stopping.
    if (this.#isExpired || (this.#state.draining && this.#state.finSent)) return this.#holdDownstream();
    if (!isBinary && this.#state.mode === 'controlled') return this.#onControl(data);
    if (data.length === 0) return;
    if (data.length > this.#config.maxMessageBytes) return this.#step({ type: 'messageTooBig' });
    if (this.#state.phase !== 'open' || this.#state.finSent) return this.#step({ type: 'bytesAfterFin' });
    this.#bytesUpstream += data.length;
    const { sessionQuotaBytes } = this.#config;
    if (sessionQuotaBytes > 0 && this.#bytesUpstream > sessionQuotaBytes) {
      return this.#step({ type: 'quotaExceeded' });
    }
    const socket = this.#socket as Socket;
    // Told before it is done: afterwards the bytes may be at the other end already.
    this.#steps.written(this.#bytesUpstream - data.length, data.length);
    const hasRoom = socket.write(data);
    if (!hasRoom && socket.writableLength > UPSTREAM_WINDOW_BYTES) this.#holdDownstream();
    this.#tellTaken();
  };

  /** Opens the browser's window, in steps that cost little. */
  #tellTaken(): void {
    if (this.#state.mode === 'plain') return;
    const taken = this.#bytesUpstream - (this.#socket?.writableLength ?? 0);
    if (taken - this.#bytesTold < TAKEN_STEP_BYTES) return;
    this.#bytesTold = taken;
    this.#sendControl({ type: 'taken', bytes: taken });
  }

  #onControl(data: Buffer): void {
    if (data.length > this.#config.maxControlBytes) return this.#step({ type: 'messageTooBig' });
    const parsed = parseClientControl(data.toString());
    this.#step(
      parsed.ok ? { type: 'control', message: parsed.message } : { type: 'violation', reason: parsed.reason },
    );
  }

  readonly #onDrain = (): void => {
    this.#releaseDownstream();
    this.#tellTaken();
  };

  #holdDownstream(): void {
    if (!this.#downstreamHeld) this.#steps.held();
    this.#downstreamHeld = true;
    this.#ws.pause();
  }

  #releaseDownstream(): void {
    this.#steps.released();
    // Time spent held is no silence of the browser's.
    this.#heard = true;
    this.#downstreamHeld = false;
    this.#ws.resume();
  }

  readonly #onPong = (payload: Buffer): void => {
    this.#heard = true;
    if (payload.equals(TIMED_PAYLOAD)) this.#steps.ponged();
    if (payload.equals(PROBE_PAYLOAD)) this.#step({ type: 'probeAnswered' });
  };

  readonly #onHeard = (): void => {
    this.#heard = true;
  };

  /** `ws` has answered with the fitting Close (1002, 1007, 1009 …); its 'close' can be long in coming. */
  readonly #onDownstreamError = (): void =>
    this.#step({ type: 'downstreamClosed', code: CloseCode.abnormal });

  readonly #onDownstreamClose = (code: number): void => {
    this.#downstreamOpen = false;
    this.#steps.mark('close', String(code));
    this.#step({ type: 'downstreamClosed', code });
    this.#endIfOver();
  };

  // ── downstream: target → browser ────────────────────────────────────────────────────────────────────────

  readonly #onConnect = (): void => {
    const socket = this.#socket as Socket;
    this.#steps.mark('connect');
    this.#events.connected(this, localEndpoint(socket), remoteEndpoint(socket));
    this.#step({ type: 'targetConnected' });
  };

  readonly #onData = (chunk: Buffer): void => {
    const from = this.#bytesDownstream;
    this.#bytesDownstream += chunk.length;
    this.#steps.read(from, chunk.length);
    if (this.#discarding) return;
    this.#steps.sent(from, chunk.length);
    this.#ws.send(chunk, BINARY, this.#onSent);
    if (this.#ws.bufferedAmount > this.#config.highWaterBytes) this.#gate.hold('backPressure');
  };

  readonly #onSent = (error?: Error | null): void => {
    if (error) return;
    const waiting = this.#ws.bufferedAmount;
    if (this.#gate.isHeldBy('backPressure') || this.#farewell) {
      // The pong stands behind all that waits; a browser that takes some of it is there all the same.
      this.#heard = true;
    }
    if (waiting <= this.#lowWaterBytes) this.#gate.release('backPressure');
    if (waiting === 0 && this.#farewell) this.#sayFarewell(this.#farewell);
  };

  #read(reading: boolean): void {
    // A browser that takes what it was sent before the end lets go of a socket that is gone.
    if (this.#socket === undefined || this.#socket.destroyed) return;
    if (reading) {
      this.#steps.mark('resume');
      this.#socket.resume();
    } else {
      this.#steps.mark('pause', this.#gate.isHeldBy('browser') ? 'browser' : 'backPressure');
      this.#socket.pause();
    }
  }

  readonly #onTargetEnd = (): void => {
    this.#steps.mark('finReceived');
    this.#step({ type: 'targetFin' });
  };

  readonly #onTimeout = (): void => {
    if (this.#state.phase === 'connecting') this.#steps.mark('error', 'ETIMEDOUT');
    this.#step({ type: 'inactive' });
  };

  readonly #onTargetError = (error: NodeJS.ErrnoException): void => {
    const code = error.code ?? 'UNKNOWN';
    this.#steps.mark(code === 'ECONNRESET' || code === 'EPIPE' ? 'rstReceived' : 'error', code);
    this.#step(
      this.#state.phase === 'connecting' ? { type: 'targetFailed', code } : { type: 'targetError', code },
    );
  };

  readonly #onTargetClose = (hadError: boolean): void => {
    this.#upstreamOpen = false;
    clearTimeout(this.#discardEnd);
    this.#events.disconnected(this);
    if (!hadError) this.#step({ type: 'targetClosed' });
    this.#endIfOver();
  };

  // ── life cycle ──────────────────────────────────────────────────────────────────────────────────────────

  #step(event: RelayEvent): void {
    try {
      this.#obey(stepRelay(this.#state, event));
    } catch (error) {
      this.#events.failed(this, error);
      this.#obey(stepRelay(this.#state, { type: 'defect' }));
    }
  }

  #obey({ state, commands }: RelayStep): void {
    this.#state = state;
    for (const command of commands) this.#execute(command);
  }

  #execute(command: RelayCommand): void {
    switch (command.type) {
      case 'readDownstream':
        return this.#releaseDownstream();
      case 'announceOpen':
        return this.#announceOpen();
      case 'sendControl':
        return this.#sendControl(command.message);
      case 'sendFin':
        this.#steps.mark('finSent');
        this.#socket?.end();
        return;
      case 'reset':
        return this.#reset();
      case 'setReading':
        return command.reading ? this.#gate.release('browser') : this.#gate.hold('browser');
      case 'endServer':
        return this.#endServer?.(localEndpoint(this.#socket as Socket), command.how);
      case 'discard':
        return this.#discard();
      case 'closeDownstream':
        return this.#closeDownstream(command.code, command.reason);
      case 'limitInactivity':
        this.#socket?.setTimeout(this.#config[command.to]);
        return;
      case 'probe':
        this.#ws.ping(PROBE_PAYLOAD);
        return;
      default:
        command satisfies never;
    }
  }

  #reset(): void {
    const socket = this.#socket;
    if (socket === undefined || socket.destroyed) return;
    if (socket.connecting) return this.#seeThrough(socket);
    this.#steps.mark('rstSent');
    resetSocket(socket);
  }

  /** A server accepts a connection that is given up in its handshake all the same, and nobody could tell whose that is. */
  #seeThrough(socket: Socket): void {
    const end = setTimeout(() => resetSocket(socket), DIAL_GRACE_MS);
    socket.once('connect', () => this.#reset());
    socket.once('close', () => clearTimeout(end));
  }

  #announceOpen(): void {
    const socket = this.#socket as Socket;
    this.#sendControl({
      type: 'open',
      session: this.id,
      target: this.#state.target,
      local: localEndpoint(socket),
      remote: remoteEndpoint(socket),
      connectMs: performance.now() - this.#startedAtMs,
      builtIn: this.#state.builtIn,
      maxMessageBytes: this.#config.maxMessageBytes,
    });
  }

  #sendControl(message: GatewayControl): void {
    this.#ws.send(JSON.stringify(message), this.#onSent);
  }

  #discard(): void {
    this.#discarding = true;
    this.#gate.release('browser');
    this.#gate.release('backPressure');
    // Silence is no measure for a target that goes on sending although nobody is there any more.
    const socket = this.#socket as Socket;
    if (socket.writableFinished) this.#limitDiscarding();
    else socket.once('finish', this.#limitDiscarding);
  }

  readonly #limitDiscarding = (): void => {
    this.#discardEnd = setTimeout(this.#onTimeout, this.#config.halfOpenTimeoutMs);
  };

  #closeDownstream(code: CloseCode, reason: string): void {
    this.#farewell = { code, reason: fitReason(reason) };
    // `ws` cuts a connection off some time after `close()`, flushed or not: the Close waits for the bytes before it.
    if (this.#ws.bufferedAmount === 0) this.#sayFarewell(this.#farewell);
    // The browser's own Close has to be read, whatever stands before it.
    this.#releaseDownstream();
  }

  #sayFarewell({ code, reason }: Farewell): void {
    this.#farewell = undefined;
    this.#ws.close(code, reason);
  }

  #endIfOver(): void {
    if (!this.#downstreamOpen && !this.#upstreamOpen) this.#events.ended(this);
  }
}
